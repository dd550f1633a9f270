package com.example.gpiod.api;

import java.time.Duration;
import java.time.Instant;

/**
 * Makes dates of the monotonic timestamps of events: how far {@code CLOCK_REALTIME} was ahead of
 * {@code CLOCK_MONOTONIC} when it was measured.
 *
 * <p>The measurement is good to {@link #error}. Both clocks run at the same rate, also while NTP
 * slews them; when the wall clock is set, or a leap second comes, dates of an earlier measurement
 * are of the wall clock as it was before: measure again, as often as dates matter. A timestamp of
 * the clock {@link EventClock#REALTIME} needs none of this: it is nanoseconds since 1970.
 *
 * <p>{@link System#nanoTime} is {@code CLOCK_MONOTONIC} in the JVMs for Linux (HotSpot, OpenJ9);
 * the contract tests hold the kernel's timestamps against it.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
public final class WallClock {
    private static final int SAMPLES = 16;

    private final long monotonicNanos;
    private final Instant instant;
    private final long errorNanos;

    private WallClock(long monotonicNanos, Instant instant, long errorNanos) {
        this.monotonicNanos = monotonicNanos;
        this.instant = instant;
        this.errorNanos = errorNanos;
    }

    /**
     * Measures. Reads the wall clock between two readings of the monotonic clock, several times,
     * and takes the closest pair; that takes some microseconds.
     *
     * @return the clocks as they are now
     */
    public static WallClock measure() {
        WallClock best = sample();
        for (int i = 1; i < SAMPLES; i++) {
            WallClock next = sample();
            if (next.errorNanos < best.errorNanos) {
                best = next;
            }
        }
        return best;
    }

    private static WallClock sample() {
        long before = System.nanoTime();
        Instant between = Instant.now();
        long after = System.nanoTime();
        long half = (after - before) / 2;
        // The nanosecond that the division and each reading may cut off.
        return new WallClock(before + half, between, half + 2);
    }

    /**
     * Returns the date of a monotonic timestamp.
     *
     * @param timestampNanos such as {@link EdgeEvent#timestampNanos} of a line with the clock
     *     {@link EventClock#MONOTONIC}, or {@link InfoEvent#timestampNanos}
     * @return the date, give or take {@link #error}
     */
    public Instant at(long timestampNanos) {
        return instant.plusNanos(timestampNanos - monotonicNanos);
    }

    /**
     * Returns how far a date may be off, to either side.
     *
     * @return half of the time between the two readings of the monotonic clock, rounded up; how
     *     exact the kernel is when it stamps an event is not in it
     */
    public Duration error() {
        return Duration.ofNanos(errorNanos);
    }

    @Override
    public String toString() {
        return "WallClock[" + instant + " at " + monotonicNanos + " ns, +-" + errorNanos + " ns]";
    }
}
