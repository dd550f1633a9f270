package com.example.gpiod.spi;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineSettings;

import org.osgi.annotation.versioning.ConsumerType;

import java.util.List;

/**
 * An open chip of a backend.
 *
 * <p><b>Synchronization:</b> none required, within what the core promises (see the package).
 */
@ConsumerType
public interface BackendChip {
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

    /** Closes the chip. */
    void close();
}
