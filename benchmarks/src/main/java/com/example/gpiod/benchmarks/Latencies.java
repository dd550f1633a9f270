package com.example.gpiod.benchmarks;

import java.util.Arrays;

/** Notes how long after the kernel's own time each edge arrives. */
final class Latencies implements EdgeSink {
    private final long[] nanos;
    private int count;

    /**
     * @param most how many edges there may be
     */
    Latencies(int most) {
        nanos = new long[most];
    }

    /** System.nanoTime is the clock that the kernel gives events the time of. */
    @Override
    public void edge(boolean rising, long timestampNanos) {
        nanos[count++] = System.nanoTime() - timestampNanos;
    }

    /** Writes down what was noted. */
    Measured add(Measured measured) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return measured.with(Key.MEDIAN, sorted[count / 2]).with(Key.P99, sorted[count * 99 / 100]);
    }
}
