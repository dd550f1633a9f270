package com.example.gpiod.api;

import java.util.Objects;

/**
 * A line and the chip that it is on.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 *
 * @param chip the chip
 * @param line the line, as it was when found
 */
public record LineLocation(ChipInfo chip, LineInfo line) {
    /**
     * Makes a location.
     *
     * @param chip the chip
     * @param line the line
     * @throws NullPointerException if a component is null
     */
    public LineLocation {
        Objects.requireNonNull(chip, "chip");
        Objects.requireNonNull(line, "line");
    }
}
