package com.example.gpiod.impl.jni;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.LineSettings;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

class RecordsTest {
    @Test
    void aTextEndsWithNul() {
        assertArrayEquals(new byte[] {'a', (byte) 0xC3, (byte) 0xA4, 0}, Records.text("aä"));
        assertArrayEquals(new byte[] {0}, Records.text(""));
    }

    @Test
    void aNulInsideATextIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Records.text("/dev/gpiochip0\0x"));
    }

    @Test
    void linesArePackedOneAfterTheOther() {
        LineSettings input = LineSettings.input()
                .edge(Edge.FALLING)
                .bias(Bias.PULL_UP)
                .activeLow(true)
                .debounce(Duration.ofMillis(5))
                .eventClock(EventClock.REALTIME)
                .build();
        LineSettings output = LineSettings.output(true).drive(Drive.OPEN_DRAIN).build();

        int[] packed = Records.lines(new int[] {7, 3}, List.of(input, output));

        assertArrayEquals(
                new int[] {7, 2, 3, 4, 1, 1, 2, 5000, 0, 3, 3, 1, 1, 2, 0, 1, 0, 1}, packed);
    }

    @Test
    void theLongestDebounceKeepsItsBits() {
        Duration longest = Duration.ofNanos(0xFFFF_FFFFL * 1000);
        LineSettings input = LineSettings.input().debounce(longest).build();

        assertEquals(0xFFFF_FFFF, Records.lines(new int[] {0}, List.of(input))[7]);
    }

    @Test
    void everyConstantHasLibgpiodsNumber() {
        assertNumbered(
                1,
                List.of(Direction.AS_IS, Direction.INPUT, Direction.OUTPUT),
                Direction.values(),
                direction -> LineSettings.builder().direction(direction));
        assertNumbered(
                2,
                List.of(Edge.NONE, Edge.RISING, Edge.FALLING, Edge.BOTH),
                Edge.values(),
                edge -> LineSettings.input().edge(edge));
        assertNumbered(
                3,
                List.of(Bias.AS_IS, Bias.UNKNOWN, Bias.DISABLED, Bias.PULL_UP, Bias.PULL_DOWN),
                Bias.values(),
                bias -> LineSettings.input().bias(bias));
        assertNumbered(
                4,
                List.of(Drive.PUSH_PULL, Drive.OPEN_DRAIN, Drive.OPEN_SOURCE),
                Drive.values(),
                drive -> LineSettings.output(false).drive(drive));
        assertNumbered(
                6,
                List.of(EventClock.MONOTONIC, EventClock.REALTIME, EventClock.HTE),
                EventClock.values(),
                clock -> LineSettings.input().eventClock(clock));
    }

    /**
     * @param byNumber all constants in the order of gpiod.h's enum, which counts from 1
     */
    private static <T> void assertNumbered(
            int field, List<T> byNumber, T[] all, Function<T, LineSettings.Builder> line) {
        assertEquals(byNumber, List.of(all));
        for (int i = 0; i < all.length; i++) {
            if (all[i] != Bias.UNKNOWN) { // only reported
                LineSettings settings = line.apply(all[i]).build();
                assertEquals(i + 1, Records.lines(new int[] {0}, List.of(settings))[field]);
            }
        }
    }

    @Test
    void aNameMayFillItsField() {
        String longest = "x".repeat(31);
        assertEquals(
                new ChipInfo("/dev/link", longest, "", "", 54), chipInfo("/dev/link", longest, ""));
    }

    @Test
    void theDeviceIsTheFolderOfTheChip() {
        assertEquals(
                "/sys/devices/platform/gpio-sim.0",
                chipInfo("/dev/c", "c", "../../../devices/platform/gpio-sim.0/gpiochip3")
                        .device());
        // Nothing of the kernel's.
        assertEquals("", chipInfo("/dev/c", "c", "gpiochip3").device());
        assertEquals("", chipInfo("/dev/c", "c", "../gpiochip3").device());
        assertEquals("", chipInfo("/dev/c", "c", "../").device());
    }

    private static ChipInfo chipInfo(String path, String name, String link) {
        byte[] record = new byte[Native.CHIP_RECORD];
        ByteBuffer.wrap(record)
                .order(ByteOrder.nativeOrder())
                .putInt(54)
                .put(name.getBytes(StandardCharsets.UTF_8))
                .position(4 + 2 * 32)
                .put(link.getBytes(StandardCharsets.UTF_8));
        return Records.chipInfo(path, record);
    }
}
