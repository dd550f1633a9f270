package com.example.gpiod.benchmarks;

import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is shown of works of a kind. */
enum Table {
    /** How long it takes. */
    TIMES("fastest ns | median ns | slowest ns | fastest to fastest | median of ratios | bytes") {
        @Override
        double number(Measured measured) {
            return measured.each(Key.NANOS);
        }

        @Override
        String cells(Rounds first, Rounds own) {
            ToDoubleFunction<Measured> nanos = this::number;
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
    },
    /** How fast events get through, and what they take. */
    EVENTS("events a second | to first | processor ns each | to first | bytes | lost") {
        @Override
        double number(Measured measured) {
            return measured.each(Key.CPU);
        }

        @Override
        String cells(Rounds first, Rounds own) {
            ToDoubleFunction<Measured> rate = measured -> 1e9 / measured.each(Key.NANOS);
            ToDoubleFunction<Measured> cpu = this::number;
            return String.format(
                    Locale.ROOT,
                    "%,.0f | %.2f | %,.0f | %.2f | %.1f | %,.0f",
                    own.median(rate),
                    own.ratio(first, rate),
                    own.median(cpu),
                    own.ratio(first, cpu),
                    own.median(measured -> measured.each(Key.BYTES)),
                    own.most(measured -> measured.get(Key.MADE) - measured.get(Key.DONE)));
        }
    },
    /** How long an event takes from the edge to the contestant. */
    LATENCIES("median ns | to first | 99 % within ns | to first") {
        @Override
        double number(Measured measured) {
            return measured.get(Key.MEDIAN);
        }

        @Override
        String cells(Rounds first, Rounds own) {
            ToDoubleFunction<Measured> median = this::number;
            ToDoubleFunction<Measured> most = measured -> measured.get(Key.P99);
            return String.format(
                    Locale.ROOT,
                    "%,.0f | %.2f | %,.0f | %.2f",
                    own.median(median),
                    own.ratio(first, median),
                    own.median(most),
                    own.ratio(first, most));
        }
    },
    /** What becomes of events that come faster than they can be read. */
    FLOODS("events of the kernel | received | told to be lost | lost silently") {
        @Override
        double number(Measured measured) {
            return measured.get(Key.DONE);
        }

        @Override
        String cells(Rounds first, Rounds own) {
            return String.format(
                    Locale.ROOT,
                    "%,.0f | %.2f %% | %.2f %% | %.2f %%",
                    own.median(measured -> measured.get(Key.MADE)),
                    own.median(measured -> percent(measured, measured.get(Key.DONE))),
                    own.median(measured -> percent(measured, measured.get(Key.LOST))),
                    own.median(measured -> percent(
                            measured,
                            measured.get(Key.MADE)
                                    - measured.get(Key.DONE)
                                    - measured.get(Key.LOST))));
        }
    };

    private static double percent(Measured measured, long events) {
        return 100.0 * events / measured.get(Key.MADE);
    }

    private final String columns;

    Table(String columns) {
        this.columns = columns;
    }

    /** The number that counts most. */
    abstract double number(Measured measured);

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
