package com.example.gpiod.impl.core;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that wait for events and that call listeners. What a listener leaves on one, in a thread
 * local, is gone when the thread was idle for a while.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class EventThreads implements Executor, AutoCloseable {
    private static final int IDLE_MILLIS = 5000;

    private final int idleMillis;
    private final ThreadFactory factory;
    private final ThreadPoolExecutor pool;

    EventThreads() {
        this(IDLE_MILLIS, numbered());
    }

    /**
     * @param idleMillis a thread ends that has no work for so long
     */
    EventThreads(int idleMillis, ThreadFactory factory) {
        this.idleMillis = idleMillis;
        this.factory = factory;
        pool = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                idleMillis,
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                factory,
                // After the end nothing is dropped, but no thread is kept.
                (task, ended) -> start(task));
    }

    private static ThreadFactory numbered() {
        AtomicInteger number = new AtomicInteger();
        return task -> Threads.daemon("gpiod-events-" + number.incrementAndGet(), task);
    }

    int idleMillis() {
        return idleMillis;
    }

    /** Runs a task on a thread that never ran another, and that then ends. */
    void start(Runnable task) {
        factory.newThread(task).start();
    }

    /** Runs a task on a thread that is idle, or on a new one. */
    @Override
    public void execute(Runnable task) {
        pool.execute(task);
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
