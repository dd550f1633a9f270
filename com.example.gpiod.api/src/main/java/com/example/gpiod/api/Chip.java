package com.example.gpiod.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * An open chip: a door to its lines.
 *
 * <p>As an OSGi service there is one for each chip that is present, with the properties {@link
 * Lines#CHIP_NAME}, {@link Lines#CHIP_LABEL}, {@value #CHIP_PATH} and {@value #CHIP_NUM_LINES}.
 * Each holder has a chip of its own: closing it closes nobody else's. What a bundle requested
 * through such a service is released when the bundle gives the service back.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@ProviderType
public interface Chip extends AutoCloseable {
    /** Service property: path of the device ({@code String}). */
    String CHIP_PATH = "gpiod.chip.path";

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
     * Closes this chip; requests that were made on it go on. Calls of other threads that are under
     * way end first. May be called from any thread, any number of times.
     */
    @Override
    void close();
}
