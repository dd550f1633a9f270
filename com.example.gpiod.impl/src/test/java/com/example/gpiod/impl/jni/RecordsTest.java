package com.example.gpiod.impl.jni;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.ChipInfo;
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
import java.util.stream.Stream;

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
        assertEquals(
                List.of(1, 2, 3),
                numbers(
                        1,
                        LineSettings.builder(),
                        LineSettings.input(),
                        LineSettings.output(false)));
        assertEquals(
                List.of(1, 2, 3, 4),
                numbers(
                        2,
                        LineSettings.input().edge(Edge.NONE),
                        LineSettings.input().edge(Edge.RISING),
                        LineSettings.input().edge(Edge.FALLING),
                        LineSettings.input().edge(Edge.BOTH)));
        assertEquals(
                List.of(1, 3, 4, 5),
                numbers(
                        3,
                        LineSettings.input().bias(Bias.AS_IS),
                        LineSettings.input().bias(Bias.DISABLED),
                        LineSettings.input().bias(Bias.PULL_UP),
                        LineSettings.input().bias(Bias.PULL_DOWN)));
        assertEquals(
                List.of(1, 2, 3),
                numbers(
                        4,
                        LineSettings.output(false).drive(Drive.PUSH_PULL),
                        LineSettings.output(false).drive(Drive.OPEN_DRAIN),
                        LineSettings.output(false).drive(Drive.OPEN_SOURCE)));
        assertEquals(
                List.of(1, 2, 3),
                numbers(
                        6,
                        LineSettings.input().eventClock(EventClock.MONOTONIC),
                        LineSettings.input().eventClock(EventClock.REALTIME),
                        LineSettings.input().eventClock(EventClock.HTE)));
    }

    private static List<Integer> numbers(int field, LineSettings.Builder... lines) {
        return Stream.of(lines)
                .map(line -> Records.lines(new int[] {0}, List.of(line.build()))[field])
                .toList();
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
