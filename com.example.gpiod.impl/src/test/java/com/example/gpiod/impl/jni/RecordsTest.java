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
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineSettings;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

class RecordsTest {
    // The numbers of gpiod.h, each in the order of its enum.
    private static final List<Direction> DIRECTIONS =
            List.of(Direction.AS_IS, Direction.INPUT, Direction.OUTPUT);
    private static final List<Edge> EDGES =
            List.of(Edge.NONE, Edge.RISING, Edge.FALLING, Edge.BOTH);
    private static final List<Bias> BIASES =
            List.of(Bias.AS_IS, Bias.UNKNOWN, Bias.DISABLED, Bias.PULL_UP, Bias.PULL_DOWN);
    private static final List<Drive> DRIVES =
            List.of(Drive.PUSH_PULL, Drive.OPEN_DRAIN, Drive.OPEN_SOURCE);
    private static final List<EventClock> CLOCKS =
            List.of(EventClock.MONOTONIC, EventClock.REALTIME, EventClock.HTE);

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
        assertEquals(longest, lineInfo(0, 0, 1, 1, 1, 1, 0, 1, 0xFFFF_FFFF).debounce());
    }

    @Test
    void everyConstantHasLibgpiodsNumber() {
        assertEquals(DIRECTIONS, unpack(Direction.values().length, 2, LineInfo::direction));
        assertEquals(EDGES, unpack(Edge.values().length, 3, LineInfo::edge));
        assertEquals(BIASES, unpack(Bias.values().length, 4, LineInfo::bias));
        assertEquals(DRIVES, unpack(Drive.values().length, 5, LineInfo::drive));
        assertEquals(CLOCKS, unpack(EventClock.values().length, 7, LineInfo::eventClock));
    }

    private static <T> List<T> unpack(int numbers, int field, Function<LineInfo, T> of) {
        List<T> constants = new ArrayList<>();
        for (int number = 1; number <= numbers; number++) {
            int[] fields = {0, 0, 1, 1, 1, 1, 0, 1, 0};
            fields[field] = number;
            constants.add(of.apply(lineInfo(fields)));
        }
        return constants;
    }

    @Test
    void aLineRecordIsUnpacked() {
        LineInfo expected = new LineInfo(
                5,
                "DOOR",
                true,
                "gpiod-osgi",
                Direction.INPUT,
                Edge.BOTH,
                Bias.PULL_DOWN,
                Drive.PUSH_PULL,
                true,
                Duration.ofNanos(250_000),
                EventClock.HTE);

        assertEquals(expected, lineInfo(5, 1, 2, 4, 5, 1, 1, 3, 250));
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

    @Test
    void everyTypeOfInfoEventHasLibgpiodsNumber() {
        List<InfoEvent.Type> types = new ArrayList<>();
        for (int number = 1; number <= InfoEvent.Type.values().length; number++) {
            byte[] record = new byte[Native.INFO_EVENT_RECORD];
            ByteBuffer buffer = ByteBuffer.wrap(record).order(ByteOrder.nativeOrder());
            buffer.putInt(number).putLong(0x1_0000_0002L);
            putLine(buffer, 5, 1, 2, 4, 5, 1, 1, 3, 250);

            InfoEvent event = Records.infoEvent(record);
            types.add(event.type());
            assertEquals(0x1_0000_0002L, event.timestampNanos());
            assertEquals(lineInfo(5, 1, 2, 4, 5, 1, 1, 3, 250), event.line());
        }
        assertEquals(
                List.of(
                        InfoEvent.Type.REQUESTED,
                        InfoEvent.Type.RELEASED,
                        InfoEvent.Type.RECONFIGURED),
                types);
    }

    private static LineInfo lineInfo(int... fields) {
        byte[] record = new byte[Native.LINE_RECORD];
        putLine(ByteBuffer.wrap(record).order(ByteOrder.nativeOrder()), fields);
        return Records.lineInfo(record);
    }

    private static void putLine(ByteBuffer buffer, int... fields) {
        IntStream.of(fields).forEach(buffer::putInt);
        buffer.put(Arrays.copyOf("DOOR".getBytes(StandardCharsets.UTF_8), 32));
        buffer.put(Arrays.copyOf("gpiod-osgi".getBytes(StandardCharsets.UTF_8), 32));
    }
}
