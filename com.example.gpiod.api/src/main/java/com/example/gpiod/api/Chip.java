package com.example.gpiod.api;

import org.osgi.annotation.versioning.ProviderType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An open chip: a door to its lines.
 *
 * <p>As an OSGi service there is one for each chip that is present, with the properties {@link
 * Lines#CHIP_NAME}, {@link Lines#CHIP_LABEL}, {@value #CHIP_PATH}, {@value #CHIP_DEVICE} and
 * {@value #CHIP_NUM_LINES}.
 * Each holder has a chip of its own: closing it closes nobody else's. What a bundle requested
 * through such a service is released when the bundle gives the service back.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@ProviderType
public interface Chip extends AutoCloseable {
    /** Service property: path of the chip's device node ({@code String}). */
    String CHIP_PATH = "gpiod.chip.path";

    /**
     * Service property: path of the device that has the chip, as {@link ChipInfo#device} ({@code
     * String}).
     */
    String CHIP_DEVICE = "gpiod.chip.device";

    /** Service property: number of lines ({@code Integer}). */
    String CHIP_NUM_LINES = "gpiod.chip.num_lines";

    /**
     * Returns what the kernel said of the chip when it was opened.
     *
     * @return the chip
     */
    ChipInfo info();

    /**
     * Asks the kernel about a line.
     *
     * @param offset offset of the line, from 0
     * @return the line, as it is now
     * @throws IllegalArgumentException if the chip has no such offset
     * @throws ChipClosedException if this chip was closed
     * @throws GpiodException if the kernel refuses; {@link GpiodException.Reason#GONE} when the
     *     chip went away
     */
    LineInfo lineInfo(int offset) throws GpiodException;

    /**
     * Asks the kernel about a line. Of several lines with one name the first is meant.
     *
     * @param name name of the line; see {@link LineKey#of(String)} for numbers
     * @return the line, as it is now
     * @throws IllegalArgumentException if the name is none, or a number that is no offset of the
     *     chip
     * @throws ChipClosedException if this chip was closed
     * @throws GpiodException if there is no such line, or the kernel refuses
     */
    LineInfo lineInfo(String name) throws GpiodException;

    /**
     * Asks the kernel about all lines. Costs less than to ask for each; they are asked for one after the
     * other all the same, so what changes meanwhile may be seen in one and not in another.
     *
     * @return the lines by offset, each as it was when it was looked at
     * @throws ChipClosedException if this chip was closed
     * @throws GpiodException if the kernel refuses; {@link GpiodException.Reason#GONE} when the
     *     chip went away
     */
    List<LineInfo> lineInfos() throws GpiodException;

    /**
     * Begins to watch a line: from now on, an {@link InfoEvent} tells when it is requested,
     * released or reconfigured. What this chip itself does to a line is told, too. Watches are this
     * chip's own, and end with it.
     *
     * @param offset offset of the line, from 0
     * @return the line, as it is when the watch begins
     * @throws IllegalArgumentException if the chip has no such offset
     * @throws ChipClosedException if this chip was closed
     * @throws GpiodException if this chip watches the line already ({@link
     *     GpiodException.Reason#BUSY}), or if the kernel refuses
     */
    LineInfo watchLineInfo(int offset) throws GpiodException;

    /**
     * Begins to watch a line; see {@link #watchLineInfo(int)}.
     *
     * @param name name of the line, as for {@link #lineInfo(String)}
     * @return the line, as it is when the watch begins
     * @throws IllegalArgumentException if the name is none, or a number that is no offset of the
     *     chip
     * @throws ChipClosedException if this chip was closed
     * @throws GpiodException if there is no such line, if this chip watches it already, or if the
     *     kernel refuses
     */
    LineInfo watchLineInfo(String name) throws GpiodException;

    /**
     * Ends the watch of a line. Events that the kernel has already queued still come.
     *
     * @param offset offset of the line, from 0
     * @throws IllegalArgumentException if the chip has no such offset
     * @throws ChipClosedException if this chip was closed
     * @throws GpiodException if this chip does not watch the line ({@link
     *     GpiodException.Reason#BUSY}, as the kernel has it), or if the kernel refuses
     */
    void unwatchLineInfo(int offset) throws GpiodException;

    /**
     * Ends the watch of a line; see {@link #unwatchLineInfo(int)}.
     *
     * @param name name of the line, as for {@link #lineInfo(String)}
     * @throws IllegalArgumentException if the name is none, or a number that is no offset of the
     *     chip
     * @throws ChipClosedException if this chip was closed
     * @throws GpiodException if there is no such line, if this chip does not watch it, or if the
     *     kernel refuses
     */
    void unwatchLineInfo(String name) throws GpiodException;

    /**
     * Has a listener called for the events of the watched lines. The kernel keeps the events since
     * the watch began for the first subscriber, but no more than 32; each further one gets those
     * that are read after it subscribed.
     *
     * @param listener is called
     * @return the subscription; it ends with this chip
     * @throws ChipClosedException if this chip was closed
     * @throws GpiodException if the kernel refuses, or if the chip went away
     */
    Subscription subscribe(InfoListener listener) throws GpiodException;

    /**
     * Waits until there is an event of a watched line to read. The wait ends at once when this chip
     * is closed, when it goes away, and when the thread is interrupted.
     *
     * @param timeout how long at the most; zero does not wait
     * @return {@code false} after the time-out
     * @throws IllegalArgumentException if the time-out is negative
     * @throws IllegalStateException if a listener is subscribed, which gets the events
     * @throws ChipClosedException if this chip was or is closed
     * @throws GpiodException if the kernel refuses; {@link GpiodException.Reason#GONE} when the
     *     chip went away
     * @throws InterruptedException if the thread is interrupted
     */
    boolean waitInfoEvent(Duration timeout) throws GpiodException, InterruptedException;

    /**
     * Reads the next event of the watched lines; waits for it if there is none. Of several threads
     * that read, one gets an event.
     *
     * <p>The kernel keeps no more than 32 events of a chip for the reader; then it drops the
     * newest, and nothing tells (kernel uAPI v2): who may have been that slow asks {@link
     * #lineInfo(int)}.
     *
     * @param timeout how long to wait at the most; zero does not wait
     * @return the event; empty after the time-out
     * @throws IllegalArgumentException if the time-out is negative
     * @throws IllegalStateException if a listener is subscribed, which gets the events
     * @throws ChipClosedException if this chip was or is closed
     * @throws GpiodException if the kernel refuses; {@link GpiodException.Reason#GONE} when the
     *     chip went away
     * @throws InterruptedException if the thread is interrupted
     */
    Optional<InfoEvent> readInfoEvent(Duration timeout) throws GpiodException, InterruptedException;

    /**
     * Requests lines of this chip.
     *
     * @param config which lines, and how
     * @return the request, which the caller closes
     * @throws IllegalArgumentException if an offset is out of range, or two keys mean one line
     * @throws ChipClosedException if this chip was closed
     * @throws GpiodException if a line is not there ({@link GpiodException.Reason#NOT_FOUND}) or
     *     held by somebody else ({@link GpiodException.Reason#BUSY}), or if the kernel refuses;
     *     then none of the lines is held
     */
    LineRequest request(RequestConfig config) throws GpiodException;

    /**
     * Closes this chip; requests that were made on it go on, its watches end. Calls of other
     * threads that are under way end first, those that wait for events at once. May be called from
     * any thread, any number of times.
     */
    @Override
    void close();
}
