package com.example.gpiod.api;

import java.util.List;
import java.util.Objects;

/**
 * A request that is held in this framework.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 *
 * @param holder who requested: the symbolic name of a bundle, or the name of a configuration
 * @param consumer what other programs see as holder of the lines
 * @param chip the chip
 * @param offsets offsets of the lines, in the order of the request
 * @param names names of the lines in the same order, empty for unnamed ones
 * @param settings settings of the lines in the same order, with the present values of outputs
 * @param writer symbolic name of the bundle that claimed the lines ({@link Lines#claim}); empty
 *     when the last writer wins
 * @param lastWriter symbolic name of the bundle that set or reconfigured lines last; empty when
 *     nobody did
 * @param statistics how it fares
 */
public record RequestStatus(
        String holder,
        String consumer,
        ChipInfo chip,
        List<Integer> offsets,
        List<String> names,
        List<LineSettings> settings,
        String writer,
        String lastWriter,
        RequestStatistics statistics) {
    /**
     * Makes a snapshot; copies the lists.
     *
     * @param holder who requested
     * @param consumer what other programs see as holder
     * @param chip the chip
     * @param offsets offsets of the lines
     * @param names names of the lines
     * @param settings settings of the lines
     * @param writer who claimed the lines
     * @param lastWriter who changed lines last
     * @param statistics how it fares
     * @throws NullPointerException if a component is null
     */
    public RequestStatus {
        Objects.requireNonNull(holder, "holder");
        Objects.requireNonNull(consumer, "consumer");
        Objects.requireNonNull(chip, "chip");
        offsets = List.copyOf(offsets);
        names = List.copyOf(names);
        settings = List.copyOf(settings);
        Objects.requireNonNull(writer, "writer");
        Objects.requireNonNull(lastWriter, "lastWriter");
        Objects.requireNonNull(statistics, "statistics");
    }
}
