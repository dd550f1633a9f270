package com.example.gpiod.itest.board;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a chip shall be like: {@code ChipPlan.of("label", 8).line(3, "DOOR")}.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
public record ChipPlan(
        String label, int lines, Map<Integer, String> names, Map<Integer, Hog> hogs) {

    /** A line that the kernel itself holds. */
    public record Hog(String consumer, HogDirection direction) {}

    public enum HogDirection {
        INPUT,
        OUTPUT_HIGH,
        OUTPUT_LOW
    }

    public ChipPlan {
        names = Map.copyOf(names);
        hogs = Map.copyOf(hogs);
    }

    public static ChipPlan of(String label, int lines) {
        return new ChipPlan(label, lines, Map.of(), Map.of());
    }

    /** Names a line. */
    public ChipPlan line(int offset, String name) {
        return new ChipPlan(label, lines, with(names, offset, name), hogs);
    }

    /** Has a line held. */
    public ChipPlan hog(int offset, String consumer, HogDirection direction) {
        return new ChipPlan(label, lines, names, with(hogs, offset, new Hog(consumer, direction)));
    }

    private static <V> Map<Integer, V> with(Map<Integer, V> map, int key, V value) {
        Map<Integer, V> copy = new TreeMap<>(map);
        copy.put(key, value);
        return copy;
    }
}
