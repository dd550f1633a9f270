package com.example.gpiod.benchmarks;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is shown of works of a kind. */
enum Table {
    /** How long it takes. */
    TIMES("fastest ns | median ns | slowest ns | fastest to fastest | median of ratios | bytes") {
        @Override
        String cells(Rounds first, Rounds own) {
            ToDoubleFunction<Measured> nanos = measured -> measured.each(Key.NANOS);
            return String.format(
                    Locale.ROOT,
                    "%,.1f | %,.1f | %,.1f | %.2f | %.2f | %.1f",
                    own.least(nanos),
                    own.median(nanos),
                    own.most(nanos),
                    own.least(nanos) / first.least(nanos),
                    own.ratio(first, nanos),
                    own.median(measured -> measured.each(Key.BYTES)));
        }
    };

    private final String columns;

    Table(String columns) {
        this.columns = columns;
    }

    /** The head of the table. */
    String head() {
        String names = "| work | contestant | " + columns + " |";
        return names + "\n| --- | --- |" + " ---: |".repeat(columns.split("\\|", -1).length);
    }

    /** A row of the table. */
    String row(Work work, Rounds first, Rounds own) {
        return "| " + work.title() + " | " + own.contestant() + " | " + cells(first, own) + " |";
    }

    /** The numbers of a row, beside those of the first contestant. */
    abstract String cells(Rounds first, Rounds own);
}
