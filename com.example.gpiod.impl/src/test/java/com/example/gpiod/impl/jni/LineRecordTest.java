package com.example.gpiod.impl.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.LineInfo;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;

/** By the numbers of {@code linux/gpio.h}. */
class LineRecordTest {
    // struct gpio_v2_line_attribute: ids, and where the first one lies
    private static final int FLAGS_ATTRIBUTE = 1;
    private static final int DEBOUNCE_ATTRIBUTE = 3;
    private static final int ATTRIBUTES = 80;

    @Test
    void aLineIsUnpacked() {
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

        byte[] record = record("DOOR", "gpiod-osgi", 0x1237, DEBOUNCE_ATTRIBUTE, 250);

        assertEquals(expected, LineRecord.lineInfo(record));
    }

    @Test
    void aLineThatNobodyNamedOrUsesIsUnpacked() {
        LineInfo expected = new LineInfo(
                5,
                "",
                false,
                "",
                Direction.OUTPUT,
                Edge.NONE,
                Bias.UNKNOWN,
                Drive.PUSH_PULL,
                false,
                Duration.ZERO,
                EventClock.MONOTONIC);

        assertEquals(expected, LineRecord.lineInfo(record("", "", 0x8)));
    }

    @Test
    void everyFlagIsKnown() {
        assertEquals(
                List.of(Direction.INPUT, Direction.OUTPUT),
                of(LineInfo::direction, 1 << 2, 1 << 3));
        assertEquals(
                List.of(Edge.NONE, Edge.RISING, Edge.FALLING, Edge.BOTH),
                of(LineInfo::edge, 0, 1 << 4, 1 << 5, 1 << 4 | 1 << 5));
        assertEquals(
                List.of(Drive.PUSH_PULL, Drive.OPEN_DRAIN, Drive.OPEN_SOURCE),
                of(LineInfo::drive, 0, 1 << 6, 1 << 7));
        assertEquals(
                List.of(Bias.UNKNOWN, Bias.PULL_UP, Bias.PULL_DOWN, Bias.DISABLED),
                of(LineInfo::bias, 0, 1 << 8, 1 << 9, 1 << 10));
        assertEquals(
                List.of(EventClock.MONOTONIC, EventClock.REALTIME, EventClock.HTE),
                of(LineInfo::eventClock, 0, 1 << 11, 1 << 12));
        assertEquals(List.of(false, true), of(LineInfo::used, 0, 1));
        assertEquals(List.of(false, true), of(LineInfo::activeLow, 0, 1 << 1));
    }

    private static <T> List<T> of(Function<LineInfo, T> field, long... flags) {
        return LongStream.of(flags)
                .mapToObj(each -> field.apply(LineRecord.lineInfo(record("", "", each))))
                .toList();
    }

    @Test
    void theDebounceIsFoundAmongTheAttributes() {
        byte[] record = record("", "", 0, FLAGS_ATTRIBUTE, 7, DEBOUNCE_ATTRIBUTE, 0xFFFF_FFFF);

        assertEquals(
                Duration.ofNanos(0xFFFF_FFFFL * 1000),
                LineRecord.lineInfo(record).debounce());
        assertEquals(
                Duration.ZERO,
                LineRecord.lineInfo(record("", "", 0, FLAGS_ATTRIBUTE, 7)).debounce());
    }

    @Test
    void aNameMayFillItsField() {
        String longest = "x".repeat(32);

        LineInfo line = LineRecord.lineInfo(record(longest, longest, 0));

        assertEquals(List.of(longest, longest), List.of(line.name(), line.consumer()));
    }

    @Test
    void linesLieOneAfterTheOther() {
        byte[] two = ByteBuffer.allocate(2 * LineRecord.BYTES)
                .put(record("ONE", "", 0))
                .put(record("TWO", "", 0))
                .array();

        assertEquals("ONE", LineRecord.lineInfo(two, 0).name());
        assertEquals("TWO", LineRecord.lineInfo(two, LineRecord.BYTES).name());
    }

    @Test
    void aChangeIsALineAndWhatHappened() {
        assertEquals(InfoEvent.Type.REQUESTED, change(1).type());
        assertEquals(InfoEvent.Type.RELEASED, change(2).type());
        assertEquals(InfoEvent.Type.RECONFIGURED, change(3).type());
        assertEquals(InfoEvent.Type.RECONFIGURED, change(4).type(), "of a later kernel");
        assertEquals(0x1_0000_0002L, change(1).timestampNanos());
        assertEquals(LineRecord.lineInfo(record("DOOR", "", 1)), change(1).line());
    }

    private static InfoEvent change(int type) {
        byte[] record = ByteBuffer.allocate(LineRecord.CHANGE_BYTES)
                .order(ByteOrder.nativeOrder())
                .put(record("DOOR", "", 1))
                .putLong(0x1_0000_0002L)
                .putInt(type)
                .array();
        return LineRecord.infoEvent(record);
    }

    /** A record of line 5; attributes are pairs of an id and a value. */
    private static byte[] record(String name, String consumer, long flags, int... attributes) {
        ByteBuffer record = ByteBuffer.allocate(LineRecord.BYTES).order(ByteOrder.nativeOrder());
        record.put(name.getBytes(StandardCharsets.UTF_8));
        record.position(32).put(consumer.getBytes(StandardCharsets.UTF_8));
        record.position(64).putInt(5).putInt(attributes.length / 2).putLong(flags);
        for (int i = 0; i < attributes.length; i += 2) {
            record.position(ATTRIBUTES + i * 8).putInt(attributes[i]);
            record.position(ATTRIBUTES + i * 8 + 8).putInt(attributes[i + 1]);
        }
        return record.array();
    }
}
