package com.example.gpiod.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The rounds of a contestant with a work.
 *
 * @param contestant its name
 * @param measured what it said of each
 */
record Rounds(String contestant, List<Measured> measured) {
    double least(ToDoubleFunction<Measured> number) {
        return sorted(number)[0];
    }

    double median(ToDoubleFunction<Measured> number) {
        return middle(sorted(number));
    }

    double most(ToDoubleFunction<Measured> number) {
        return sorted(number)[measured.size() - 1];
    }

    /** The median of the ratios of rounds side by side. */
    double ratio(Rounds others, ToDoubleFunction<Measured> number) {
        return middle(ratios(others, number));
    }

    /** The ratios of rounds side by side, from the smallest on. */
    double[] ratios(Rounds others, ToDoubleFunction<Measured> number) {
        return IntStream.range(0, measured.size())
                .mapToDouble(i -> number.applyAsDouble(measured.get(i))
                        / number.applyAsDouble(others.measured.get(i)))
                .sorted()
                .toArray();
    }

    private double[] sorted(ToDoubleFunction<Measured> number) {
        return measured.stream().mapToDouble(number).sorted().toArray();
    }

    static double middle(double[] sorted) {
        return sorted[sorted.length / 2];
    }
}
