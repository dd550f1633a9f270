package com.example.gpiod.benchmarks;

import java.util.Locale;

/** A number that a contestant may say of a round. */
enum Key {
    /** How long all of it took. */
    NANOS,
    /** How often it was done. */
    DONE,
    /** How much was allocated on the Java heap. */
    BYTES,
    /** Nanoseconds of a processor that the threads took which get events. */
    CPU,
    /** How many events the contestant was told, or counted itself, to be lost. */
    LOST,
    /** How many events the kernel made. */
    MADE,
    /** Nanoseconds from the edge to the contestant, of half of the events at the most. */
    MEDIAN,
    /** Nanoseconds from the edge to the contestant, of 99 in 100 events at the most. */
    P99;

    /** What it is called in answers and in files. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Key of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }
}
