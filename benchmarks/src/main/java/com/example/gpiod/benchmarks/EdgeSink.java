package com.example.gpiod.benchmarks;

/** What is done with each edge. */
@FunctionalInterface
interface EdgeSink {
    /** Called by one thread at a time. */
    void edge(boolean rising, long timestampNanos);
}
