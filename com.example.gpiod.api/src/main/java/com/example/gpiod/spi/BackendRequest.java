package com.example.gpiod.spi;

import com.example.gpiod.api.LineSettings;

import org.osgi.annotation.versioning.ConsumerType;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Requested lines of a backend. Bit <em>i</em> of a mask is the <em>i</em>-th offset of the
 * request.
 *
 * <p><b>Synchronization:</b> none required, within what the core promises (see the package). {@link
 * #readEvents} is called by one thread at a time.
 */
@ConsumerType
public interface BackendRequest extends EventSource {
    /** Bytes of an event: {@code struct gpio_v2_line_event} (kernel uAPI v2). */
    int EVENT_BYTES = 48;

    /** Where an event's timestamp is: 64 bits, nanoseconds. */
    int EVENT_TIMESTAMP = 0;

    /** Where an event's type is: 32 bits, {@link #RISING} or {@link #FALLING}. */
    int EVENT_ID = 8;

    /** Where an event's offset is: 32 bits. */
    int EVENT_OFFSET = 12;

    /** Where an event's number within the request is: 32 bits, unsigned. */
    int EVENT_SEQNO = 16;

    /** Where an event's number within its line is: 32 bits, unsigned. */
    int EVENT_LINE_SEQNO = 20;

    /** Type of an event: rising edge. */
    int RISING = 1;

    /** Type of an event: falling edge. */
    int FALLING = 2;

    /**
     * Reads lines, all at once.
     *
     * @param mask lines to read, not 0
     * @return their values, bit by bit; 0 outside of the mask
     * @throws ErrnoException ENODEV when the chip went away
     */
    long get(long mask) throws ErrnoException;

    /**
     * Sets lines, all at once.
     *
     * @param mask lines to set, not 0
     * @param values their values, bit by bit; ignored outside of the mask
     * @throws ErrnoException EPERM one of them is an input, and then none is set; ENODEV when the
     *     chip went away
     */
    void set(long mask, long values) throws ErrnoException;

    /**
     * Gives all lines new settings; outputs get their output value.
     *
     * @param settings settings of each line, in the order of the request
     * @throws ErrnoException as {@link BackendChip#request}
     */
    void reconfigure(List<LineSettings> settings) throws ErrnoException;

    /**
     * Takes edge events out of the queue, as many as there are and fit; never blocks.
     *
     * @param buffer direct buffer in native byte order; whole events of {@link #EVENT_BYTES} bytes
     *     are put between its position and its limit, and the position moves behind them. There is
     *     room for at least one.
     * @return number of events; 0 if there is none
     * @throws ErrnoException ENODEV when the chip went away; also for lines without edge detection
     */
    int readEvents(ByteBuffer buffer) throws ErrnoException;

    /** Releases the lines; they are free when this returns. */
    void close();
}
