package com.example.gpiod.api;

/**
 * Clock that stamps the edge events of a line.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
public enum EventClock {
    /** {@code CLOCK_MONOTONIC}: nanoseconds since some start, never set back. */
    MONOTONIC,
    /**
     * {@code CLOCK_REALTIME}: nanoseconds since 1970-01-01T00:00:00Z, follows changes of the clock.
     */
    REALTIME,
    /** Hardware timestamp engine; the kernel refuses it (EOPNOTSUPP) where there is none. */
    HTE
}
