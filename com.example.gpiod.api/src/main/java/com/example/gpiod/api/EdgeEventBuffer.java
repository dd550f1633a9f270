package com.example.gpiod.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Edge events that were read at once, and room for the next ones: reading into the same buffer
 * again makes no object for an event. Made by {@link LineRequest#newEventBuffer}; any request may
 * fill it.
 *
 * <p>Index 0 is the oldest event. Every method with an index throws {@link
 * IndexOutOfBoundsException} unless it is 0 to {@link #size} - 1.
 *
 * <p><b>Synchronization:</b> external synchronization required; one thread at a time may use a
 * buffer, or have it filled.
 */
@ProviderType
public interface EdgeEventBuffer {
    /**
     * Says how many events fit.
     *
     * @return number of events, at least 1
     */
    int capacity();

    /**
     * Says how many events the last read got.
     *
     * @return number of events; 0 after a read that failed or found none
     */
    int size();

    /**
     * Says how many edges the kernel dropped before or among the events that were read because its
     * buffer was full, as far as the last read made that known: a buffer that is smaller than the
     * kernel's may have to be filled several times until it does.
     *
     * @return number of lost edges; 0 after a read that failed or found none
     */
    long lost();

    /**
     * Returns the kind of edge.
     *
     * @param index index of the event
     * @return kind of edge
     */
    EdgeEvent.Type type(int index);

    /**
     * Returns when the edge was; see {@link EdgeEvent#timestampNanos}.
     *
     * @param index index of the event
     * @return nanoseconds of the clock that the line was requested with
     */
    long timestampNanos(int index);

    /**
     * Returns the line of the edge.
     *
     * @param index index of the event
     * @return offset of the line on its chip
     */
    int offset(int index);

    /**
     * Returns the number of the edge among all lines of the request.
     *
     * @param index index of the event
     * @return number, 0 to 4294967295
     */
    long globalSeqno(int index);

    /**
     * Returns the number of the edge on its line.
     *
     * @param index index of the event
     * @return number, 0 to 4294967295
     */
    long lineSeqno(int index);

    /**
     * Copies an event out of the buffer.
     *
     * @param index index of the event
     * @return the event, which later reads don't change
     */
    EdgeEvent event(int index);
}
