package com.example.gpiod.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What gnuplot draws: a block for each contestant, with the median and the range of its ratios to the
 * first.
 */
final class Plot {
    private final Map<String, StringBuilder> blocks = new LinkedHashMap<>();
    private int row;

    /** Adds a work; all begins with the contestant that the others are compared with. */
    void add(Work work, List<Rounds> all) {
        row++;
        for (Rounds own : all.subList(1, all.size())) {
            double[] ratios = own.ratios(all.get(0), work.table()::number);
            if (Arrays.stream(ratios).allMatch(ratio -> ratio > 0)) {
                blocks.computeIfAbsent(own.contestant(), Plot::block)
                        .append(String.format(
                                Locale.ROOT,
                                "%d %.4f %.4f %.4f \"%s\"%n",
                                row,
                                Rounds.middle(ratios),
                                ratios[0],
                                ratios[ratios.length - 1],
                                work.title()));
            }
        }
    }

    private static StringBuilder block(String contestant) {
        return new StringBuilder("\"" + contestant + "\"\n");
    }

    @Override
    public String toString() {
        return blocks.values().stream().collect(Collectors.joining("\n\n"));
    }
}
