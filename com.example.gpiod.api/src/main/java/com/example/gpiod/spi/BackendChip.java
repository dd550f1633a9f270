package com.example.gpiod.spi;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineSettings;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ConsumerType;

import java.util.ArrayList;
import java.util.List;

/**
 * An open chip of a backend.
 *
 * <p><b>Synchronization:</b> none required, within what the core promises (see the package).
 */
@ConsumerType
public interface BackendChip extends EventSource {
    /**
     * Asks about the chip.
     *
     * @return the chip; its path is the one that it was opened by
     * @throws ErrnoException ENODEV when the chip went away
     */
    ChipInfo info() throws ErrnoException;

    /**
     * Asks about a line.
     *
     * @param offset offset, from 0; may be out of range
     * @return the line
     * @throws ErrnoException EINVAL out of range, ENODEV when the chip went away
     */
    LineInfo lineInfo(int offset) throws ErrnoException;

    /**
     * Asks about all lines.
     *
     * @param numLines how many the chip has
     * @return the lines by offset
     * @throws ErrnoException ENODEV when the chip went away
     */
    default List<LineInfo> lineInfos(int numLines) throws ErrnoException {
        List<LineInfo> lines = new ArrayList<>(numLines);
        for (int offset = 0; offset < numLines; offset++) {
            lines.add(lineInfo(offset));
        }
        return lines;
    }

    /**
     * Requests lines.
     *
     * @param consumer at most 31 bytes of UTF-8, without NUL
     * @param eventBufferSize events that are kept until they are read
     * @param offsets 1 to 64 different offsets; may be out of range
     * @param settings settings of each line, in the order of the offsets
     * @return the request; it outlives this chip
     * @throws ErrnoException EBUSY line held, EINVAL out of range, ENXIO edges on a line without
     *     interrupt, E2BIG too many different settings, ENODEV when the chip went away; then no
     *     line is held
     */
    BackendRequest request(
            String consumer, int eventBufferSize, int[] offsets, List<LineSettings> settings)
            throws ErrnoException;

    /**
     * Begins to watch a line for this open chip.
     *
     * @param offset offset, from 0; may be out of range
     * @return the line, as it is when the watch begins
     * @throws ErrnoException EBUSY watched already, EINVAL out of range, ENODEV when the chip went
     *     away
     */
    LineInfo watch(int offset) throws ErrnoException;

    /**
     * Ends the watch of a line.
     *
     * @param offset offset, from 0; may be out of range
     * @throws ErrnoException EBUSY not watched, EINVAL out of range, ENODEV when the chip went away
     */
    void unwatch(int offset) throws ErrnoException;

    /**
     * Takes the oldest event of the watched lines out of the queue; never blocks. Called by one
     * thread at a time.
     *
     * @return the event; null if there is none
     * @throws ErrnoException ENODEV when the chip went away
     */
    @Nullable InfoEvent readInfoEvent() throws ErrnoException;

    /**
     * Says which process holds a line, as far as that can be found out.
     *
     * @param offset offset of a line that is held
     * @return such as "process 4711 (gpioset)"; empty when unknown, or when no process does
     * @throws ErrnoException ENODEV when the chip went away
     */
    String holder(int offset) throws ErrnoException;

    /** Closes the chip; its watches end. */
    void close();
}
