package com.example.gpiod.impl.jni;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.LineSettings;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What crosses to {@link Native} and back, packed. */
final class Records {
    private static final int INT = Integer.BYTES;
    private static final int NAME_BYTES = 32;
    private static final int LINK_BYTES = 512;

    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private Records() {}

    /** Packs a text: UTF-8 with a NUL at the end. */
    static byte[] text(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "a text for the kernel must not hold a NUL character");
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, bytes.length + 1);
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
     */
    static ChipInfo chipInfo(String path, byte[] record) {
        return new ChipInfo(
                path,
                name(record, INT),
                name(record, INT + NAME_BYTES),
                device(string(record, INT + 2 * NAME_BYTES, LINK_BYTES)),
                number(record, 0));
    }

    /**
     * The device that has the chip is the folder that the chip's own is in. A link of sysfs leads there
     * from below {@code /sys}, without further ones; just gone, or without sysfs in a container, there is
     * none: chips are named by label then.
     */
    private static String device(String link) {
        int begin = link.lastIndexOf("../") + 3;
        int end = link.lastIndexOf('/');
        return end < begin ? "" : "/sys/" + link.substring(begin, end);
    }

    /** Reads 32 bits in native byte order. */
    static int number(byte[] record, int at) {
        return (int) INTS.get(record, at);
    }

    /** Reads 64 bits in native byte order. */
    static long longNumber(byte[] record, int at) {
        return (long) LONGS.get(record, at);
    }

    /** libgpiod counts the constants from 1, in the order that the API has them, too. */
    @SuppressWarnings("EnumOrdinal") // a test holds both to it
    private static int number(Enum<?> constant) {
        return constant.ordinal() + 1;
    }

    /** Reads a text that ends with a NUL, or fills its field. */
    static String string(byte[] record, int at, int most) {
        int end = at;
        while (end < at + most && record[end] != 0) {
            end++;
        }
        return end == at ? "" : new String(record, at, end - at, StandardCharsets.UTF_8);
    }

    /** Reads the name of a chip, line or consumer. */
    static String name(byte[] record, int at) {
        return string(record, at, NAME_BYTES);
    }
}
