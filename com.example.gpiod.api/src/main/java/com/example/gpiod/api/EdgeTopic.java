package com.example.gpiod.api;

import java.util.Objects;

/**
 * How edges are named in OSGi's EventAdmin. A configuration with {@code event-topics = true} posts
 * each edge to the topic {@link #of of its name}, with the properties below and {@link Lines#NAME},
 * {@link Lines#CHIP_NAME} and {@link Lines#CHIP_LABEL}.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
public final class EdgeTopic {
    /** What all topics begin with; followed by {@code *} it means all of them. */
    public static final String PREFIX = "com/example/gpiod/EdgeEvent/";

    /** Event property: name of the line, empty if it has none ({@code String}). */
    public static final String LINE = "gpiod.line";

    /** Event property: {@link EdgeEvent#offset()} ({@code Integer}). */
    public static final String OFFSET = "gpiod.offset";

    /** Event property: name of the {@link EdgeEvent#type()}, RISING or FALLING ({@code String}). */
    public static final String TYPE = "gpiod.type";

    /** Event property: {@link EdgeEvent#timestampNanos()} ({@code Long}). */
    public static final String TIMESTAMP_NANOS = "gpiod.timestamp.nanos";

    /** Event property: {@link EdgeEvent#globalSeqno()} ({@code Long}). */
    public static final String GLOBAL_SEQNO = "gpiod.global.seqno";

    /** Event property: {@link EdgeEvent#lineSeqno()} ({@code Long}). */
    public static final String LINE_SEQNO = "gpiod.line.seqno";

    /**
     * Event property: how many edges were not posted since the event before, because there were more
     * than the configuration allows or because they were lost on the way ({@code Long}).
     */
    public static final String LOST = "gpiod.lost";

    private EdgeTopic() {}

    /**
     * Returns the topic of a configuration's edges.
     *
     * @param name name of the configuration, which is {@link Lines#NAME} of its service
     * @return {@link #PREFIX} and the name, with {@code _} in place of each character that topics
     *     may not have: all but letters and digits of ASCII, {@code _} and {@code -}
     */
    public static String of(String name) {
        return PREFIX + Objects.requireNonNull(name, "name").replaceAll("[^A-Za-z0-9_-]", "_");
    }
}
