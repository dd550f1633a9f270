package com.example.gpiod.simulator;

import com.example.gpiod.api.ChipInfo;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A simulated chip, seen from outside: what is wired to its pins. Levels are physical: high or low,
 * whatever a request calls active.
 *
 * <p>At first every line is a free input that is pulled down.
 *
 * <p>As an OSGi service there is one for each configured chip, with the properties {@link
 * com.example.gpiod.api.Lines#CHIP_NAME}, {@link com.example.gpiod.api.Lines#CHIP_LABEL}, {@link
 * com.example.gpiod.api.Chip#CHIP_PATH} and {@link com.example.gpiod.api.Chip#CHIP_NUM_LINES}.
 *
 * <p>Every method but {@link #info} and {@link #offset} throws {@link IllegalStateException} after
 * {@link #unplug}, and {@link IllegalArgumentException} for an offset that the chip does not have.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@ProviderType
public interface SimulatedChip {
    /**
     * Describes the chip.
     *
     * @return path, name, label, device and number of lines
     */
    ChipInfo info();

    /**
     * Finds a line by its name; of several with one name it is the first.
     *
     * @param name name of the line
     * @return its offset
     * @throws IllegalArgumentException if no line has the name
     */
    int offset(String name);

    /**
     * Pulls a line up. A line that the chip does not drive becomes high, and stays so until it is
     * pulled down; edges are reported before this returns, or after the debounce period of the
     * request.
     *
     * @param offset offset of the line
     */
    void pullUp(int offset);

    /**
     * Pulls a line down; see {@link #pullUp}.
     *
     * @param offset offset of the line
     */
    void pullDown(int offset);

    /**
     * Reads the level of a line: what the chip drives, or else what the line is pulled to.
     *
     * @param offset offset of the line
     * @return {@code true} for high
     */
    boolean isHigh(int offset);

    /**
     * Hogs a line as input: it is held, as by the kernel itself, until the chip is unplugged.
     *
     * @param offset offset of the line
     * @param consumer who holds it, at most 31 bytes of UTF-8
     * @throws IllegalArgumentException if the consumer is too long
     * @throws IllegalStateException if the line is held already
     */
    void hogInput(int offset, String consumer);

    /**
     * Hogs a line as output: it is held, as by the kernel itself, until the chip is unplugged.
     *
     * @param offset offset of the line
     * @param consumer who holds it, at most 31 bytes of UTF-8
     * @param high level to drive
     * @throws IllegalArgumentException if the consumer is too long
     * @throws IllegalStateException if the line is held already
     */
    void hogOutput(int offset, String consumer, boolean high);

    /**
     * Takes the chip away for good. Calls on open chips and requests fail with ENODEV from now on,
     * and pollers are told. Does nothing when the chip is gone already.
     */
    void unplug();
}
