package com.example.gpiod.benchmarks;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a contestant says of a round.
 *
 * @param numbers what it says; the others are 0
 */
record Measured(Map<Key, Long> numbers) {
    static final Measured NOTHING = new Measured(Map.of());

    /** Of {@code KEY=NUMBER}, separated by spaces. */
    static Measured parse(String line) {
        Measured measured = NOTHING;
        for (String pair : line.split(" ", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw new IllegalStateException("a contestant says: " + line);
            }
            measured = measured.with(
                    Key.of(pair.substring(0, equals)), Long.parseLong(pair.substring(equals + 1)));
        }
        return measured;
    }

    Measured with(Key key, long number) {
        Map<Key, Long> more = new EnumMap<>(Key.class);
        more.putAll(numbers);
        more.put(key, number);
        return new Measured(Collections.unmodifiableMap(more));
    }

    long get(Key key) {
        return numbers.getOrDefault(key, 0L);
    }

    /** A number by how often it was done. */
    double each(Key key) {
        return (double) get(key) / get(Key.DONE);
    }

    @Override
    public String toString() {
        return numbers.entrySet().stream()
                .map(number -> number.getKey().key() + "=" + number.getValue())
                .collect(Collectors.joining(" "));
    }
}
