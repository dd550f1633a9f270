package com.example.gpiod.benchmarks;

import java.util.Locale;

/**
 * What is measured. Each contestant does it on a chip of which it is told the path, and whose 64 lines
 * are free for outputs and inputs; the last, {@link #EDGES}, is driven for edges.
 */
enum Work {
    SET_ONE("set one line"),
    GET_ONE("get one line"),
    SET_64("set 64 lines"),
    GET_64("get 64 lines"),
    REQUEST("request a line and release it"),
    DESCRIBE("open a chip and describe 64 lines"),
    DRAIN("drain edge events that are queued, each", Table.TIMES, Work.QUEUED, 1 << 24),
    LISTEN("edge events as they come", Table.EVENTS, 8 * Work.QUEUED, 32 * Work.QUEUED) {
        @Override
        int warmUpRounds() {
            return 10;
        }
    },
    LATENCY("latency of single edges", Table.LATENCIES, 1000, 1000) {
        @Override
        int warmUpRounds() {
            return 15;
        }
    },
    /** So many that nothing needs to be warm, and one round is all that there is time for. */
    FLOOD("a million toggles", Table.FLOODS, 1_000_000, 1_000_000) {
        @Override
        int warmUpRounds() {
            return 0;
        }

        @Override
        int rounds(int wanted) {
            return 1;
        }
    };

    /** Offset of the line that has edges. */
    static final int EDGES = 63;

    /** How many edges are made before they are drained, and at once while they are listened to. */
    static final int QUEUED = 1000;

    /** How far apart single edges are. */
    static final long APART_NANOS = 1_000_000;

    private final String title;
    private final Table table;
    private final int least;
    private final int most;

    Work(String title) {
        this(title, Table.TIMES, 1, 1 << 24);
    }

    Work(String title, Table table, int least, int most) {
        this.title = title;
        this.table = table;
        this.least = least;
        this.most = most;
    }

    /** What people read. */
    String title() {
        return title;
    }

    /** What contestants are told, such as {@code set-one}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Work of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** How often it is done in a round, at the least. */
    int least() {
        return least;
    }

    /** How often it is done in a round, at the most. */
    int most() {
        return most;
    }

    /** Where it is shown. */
    Table table() {
        return table;
    }

    /** How many rounds warm a contestant up. */
    int warmUpRounds() {
        return 25;
    }

    /** How many rounds are measured, of those that are wanted. */
    int rounds(int wanted) {
        return wanted;
    }
}
