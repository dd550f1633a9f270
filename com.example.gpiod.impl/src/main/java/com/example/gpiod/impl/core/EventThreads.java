package com.example.gpiod.impl.core;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that wait for events and that call listeners; there is none that has nothing to do for
 * long.
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
                // After the end there is nobody left to be told.
                new ThreadPoolExecutor.DiscardPolicy());
    }

    private static ThreadFactory numbered() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            // Without what listeners left to be inherited, and without a context class loader:
            // keeps
            // nobody's bundle alive.
            Thread thread =
                    new Thread(null, task, "gpiod-events-" + number.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            return thread;
        };
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
