package com.example.gpiod.api;

import java.util.Objects;

/**
 * How a subscription fares, since it was made.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 *
 * @param listener what is called: the name of a class
 * @param calls calls of the listener that ended
 * @param failures how many of them ended with an exception
 * @param busyNanos time that the listener took for all of them, in nanoseconds
 * @param longestNanos time that it took for the longest of them, in nanoseconds
 * @param queued events that wait for the listener now
 * @param lost events that the listener did not get, as {@link Subscription#lost} says
 */
public record SubscriptionStatistics(
        String listener,
        long calls,
        long failures,
        long busyNanos,
        long longestNanos,
        int queued,
        long lost) {
    /**
     * Makes a snapshot.
     *
     * @param listener what is called
     * @param calls calls that ended
     * @param failures how many of them failed
     * @param busyNanos time of all of them
     * @param longestNanos time of the longest
     * @param queued events that wait
     * @param lost events that the listener did not get
     * @throws NullPointerException if {@code listener} is null
     */
    public SubscriptionStatistics {
        Objects.requireNonNull(listener, "listener");
    }
}
