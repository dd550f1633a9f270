package com.example.gpiod.api;

import java.time.Duration;
import java.util.Objects;

/**
 * What the kernel says of a line, at the moment it was asked.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 *
 * @param offset offset of the line on its chip, from 0
 * @param name name that firmware or driver gave the line, at most 31 bytes (kernel uAPI v2); empty
 *     when it has none; need not be unique
 * @param used whether somebody holds the line: a request, or the kernel itself (a hog, a driver)
 * @param consumer who holds it, as the holder called itself, at most 31 bytes; empty when nobody or
 *     nameless
 * @param direction {@link Direction#INPUT} or {@link Direction#OUTPUT}
 * @param edge edges that the holder asked for
 * @param bias bias; {@link Bias#UNKNOWN} where the kernel cannot tell
 * @param drive drive; {@link Drive#PUSH_PULL} for inputs
 * @param activeLow whether active is electrically low
 * @param debounce debounce period in whole microseconds; zero when the line is not debounced
 * @param eventClock clock that stamps edge events
 */
public record LineInfo(
        int offset,
        String name,
        boolean used,
        String consumer,
        Direction direction,
        Edge edge,
        Bias bias,
        Drive drive,
        boolean activeLow,
        Duration debounce,
        EventClock eventClock) {
    /**
     * Makes a snapshot.
     *
     * @param offset offset of the line on its chip
     * @param name name that firmware or driver gave the line
     * @param used whether somebody holds the line: a request
     * @param consumer who holds it
     * @param direction {@link Direction#INPUT} or {@link Direction#OUTPUT}
     * @param edge edges that the holder asked for
     * @param bias bias
     * @param drive drive
     * @param activeLow whether active is electrically low
     * @param debounce debounce period in whole microseconds
     * @param eventClock clock that stamps edge events
     * @throws NullPointerException if a component is null
     */
    public LineInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(consumer, "consumer");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(edge, "edge");
        Objects.requireNonNull(bias, "bias");
        Objects.requireNonNull(drive, "drive");
        Objects.requireNonNull(debounce, "debounce");
        Objects.requireNonNull(eventClock, "eventClock");
    }
}
