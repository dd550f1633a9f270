package com.example.gpiod.shell;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What listeners tell the command that they work for, which alone may write to its console. When it
 * is slow the listeners wait, and their subscriptions count what is lost.
 *
 * <p><b>Synchronization:</b> none required; thread-safe. One command takes.
 */
final class Signals<T> implements AutoCloseable {
    // More than a command has listeners: when it is over, room for the last of each.
    private static final int CAPACITY = 1024;

    private final BlockingQueue<T> queue = new ArrayBlockingQueue<>(CAPACITY);
    private volatile boolean closed;

    /** Waits for room; once this is closed, does nothing. */
    void put(T signal) {
        if (closed) {
            return;
        }
        try {
            queue.put(signal);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the next signal; empty after the time-out. */
    Optional<T> take(Optional<Duration> timeout) throws InterruptedException {
        if (timeout.isEmpty()) {
            return Optional.of(queue.take());
        }
        return Optional.ofNullable(queue.poll(timeout.get().toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Lets the listeners go that wait. */
    @Override
    public void close() {
        closed = true;
        queue.clear();
    }
}
