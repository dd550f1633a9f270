package com.example.gpiod.impl.jni;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineSettings;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;

/** What crosses to {@link Native} and back, packed. */
final class Records {
    private static final int NAME_BYTES = 32;

    private Records() {}

    /** Packs a text: UTF-8 with a NUL at the end. */
    static byte[] text(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "a text for the kernel must not hold a NUL character");
        }
        return (text + '\0').getBytes(StandardCharsets.UTF_8);
    }

    /** Packs lines for {@link Native#request} and {@link Native#reconfigure}. */
    static int[] lines(int[] offsets, List<LineSettings> settings) {
        int[] packed = new int[offsets.length * Native.LINE_INTS];
        int at = 0;
        for (int i = 0; i < offsets.length; i++) {
            LineSettings line = settings.get(i);
            packed[at++] = offsets[i];
            packed[at++] = number(line.direction());
            packed[at++] = number(line.edge());
            packed[at++] = number(line.bias());
            packed[at++] = number(line.drive());
            packed[at++] = line.activeLow() ? 1 : 0;
            packed[at++] = number(line.eventClock());
            // Unsigned over there: a period above 2^31 microseconds survives the cast.
            packed[at++] = (int) (line.debounce().toNanos() / 1000);
            packed[at++] = line.outputValue() ? 1 : 0;
        }
        return packed;
    }

    /**
     * Unpacks {@link Native#chipInfo}'s record.
     *
     * @param device finds the path of the device of a chip by the chip's name
     */
    static ChipInfo chipInfo(String path, byte[] packed, UnaryOperator<String> device) {
        ByteBuffer record = ByteBuffer.wrap(packed).order(ByteOrder.nativeOrder());
        int numLines = record.getInt();
        String name = name(record);
        return new ChipInfo(path, name, name(record), device.apply(name), numLines);
    }

    /** Unpacks {@link Native#lineInfo}'s record. */
    static LineInfo lineInfo(byte[] packed) {
        return lineInfo(ByteBuffer.wrap(packed).order(ByteOrder.nativeOrder()));
    }

    /** Unpacks {@link Native#readInfoEvent}'s record. */
    static InfoEvent infoEvent(byte[] packed) {
        ByteBuffer record = ByteBuffer.wrap(packed).order(ByteOrder.nativeOrder());
        InfoEvent.Type type = constant(InfoEvent.Type.values(), record.getInt());
        long timestamp = record.getLong();
        return new InfoEvent(type, timestamp, lineInfo(record));
    }

    private static LineInfo lineInfo(ByteBuffer record) {
        int offset = record.getInt();
        boolean used = record.getInt() != 0;
        Direction direction = constant(Direction.values(), record.getInt());
        Edge edge = constant(Edge.values(), record.getInt());
        Bias bias = constant(Bias.values(), record.getInt());
        Drive drive = constant(Drive.values(), record.getInt());
        boolean activeLow = record.getInt() != 0;
        EventClock clock = constant(EventClock.values(), record.getInt());
        Duration debounce = Duration.of(Integer.toUnsignedLong(record.getInt()), ChronoUnit.MICROS);
        String name = name(record);
        String consumer = name(record);
        return new LineInfo(
                offset, name, used, consumer, direction, edge, bias, drive, activeLow, debounce,
                clock);
    }

    /** libgpiod counts the constants from 1, in the order that the API has them, too. */
    @SuppressWarnings("EnumOrdinal") // a test holds both to it
    private static int number(Enum<?> constant) {
        return constant.ordinal() + 1;
    }

    private static <E> E constant(E[] constants, int number) {
        return constants[number - 1];
    }

    private static String name(ByteBuffer record) {
        byte[] bytes = new byte[NAME_BYTES];
        record.get(bytes);
        int length = 0;
        while (bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
