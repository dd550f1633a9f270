package com.example.gpiod.api;

import java.util.Objects;

/**
 * What happened to a watched line; see {@link Chip#watchLineInfo(int)}.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 *
 * @param type what happened
 * @param timestampNanos when, in nanoseconds of {@code CLOCK_MONOTONIC}, whatever clock the line
 *     itself uses (kernel uAPI v2); {@link WallClock} makes a date of it
 * @param line the line, as it was then
 */
public record InfoEvent(Type type, long timestampNanos, LineInfo line) {

    /**
     * What can happen to a line.
     *
     * <p><b>Synchronization:</b> none required; immutable.
     */
    public enum Type {
        /** Somebody took it. */
        REQUESTED,
        /** Its holder let it go. */
        RELEASED,
        /** Its holder gave it other settings. */
        RECONFIGURED
    }

    /**
     * Makes an event.
     *
     * @param type what happened
     * @param timestampNanos when
     * @param line the line, as it was then
     * @throws NullPointerException if a component is null
     */
    public InfoEvent {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(line, "line");
    }
}
