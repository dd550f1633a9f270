package com.example.gpiod.api;

import java.util.Objects;

/**
 * An edge that the kernel saw on a requested line.
 *
 * <p>The kernel samples the type after the interrupt: a pulse that is shorter than the interrupt's
 * latency may come as two events of one type. The sequence numbers count also the edges that the
 * kernel dropped; they are unsigned 32-bit, start at 1 and wrap to 0.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 *
 * @param type kind of edge
 * @param timestampNanos when, in nanoseconds of the {@link EventClock} that the line was requested
 *     with
 * @param offset offset of the line on its chip
 * @param globalSeqno number of the edge among all lines of the request, 0 to 4294967295
 * @param lineSeqno number of the edge on its line, 0 to 4294967295
 */
public record EdgeEvent(
        Type type, long timestampNanos, int offset, long globalSeqno, long lineSeqno) {

    /**
     * Kind of edge.
     *
     * <p><b>Synchronization:</b> none required; immutable.
     */
    public enum Type {
        /** From inactive to active. */
        RISING,
        /** From active to inactive. */
        FALLING
    }

    /**
     * Makes an event.
     *
     * @param type kind of edge
     * @param timestampNanos when
     * @param offset offset of the line on its chip
     * @param globalSeqno number of the edge among all lines of the request
     * @param lineSeqno number of the edge on its line
     * @throws NullPointerException if {@code type} is null
     */
    public EdgeEvent {
        Objects.requireNonNull(type, "type");
    }
}
