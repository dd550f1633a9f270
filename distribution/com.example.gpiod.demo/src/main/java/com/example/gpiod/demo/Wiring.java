package com.example.gpiod.demo;

import com.example.gpiod.api.Lines;

import java.io.IOException;

/**
 * The other side of lines: what is wired to them. Levels are physical.
 *
 * <p><b>Synchronization:</b> none required; implementations are thread-safe.
 */
public interface Wiring {
    /**
     * Pulls a line.
     *
     * @param line lines of which the first is meant, an input
     * @param high where to
     * @throws IOException if the line is not wired
     */
    void pull(Lines line, boolean high) throws IOException;

    /**
     * Reads the level of a line.
     *
     * @param line lines of which the first is meant
     * @return {@code true} for high
     * @throws IOException if the line is not wired
     */
    boolean isHigh(Lines line) throws IOException;
}
