package com.example.gpiod.impl.core;

import static com.example.gpiod.spi.BackendPoller.NO_TIMEOUT;

import com.example.gpiod.spi.BackendPoller;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.ErrnoException;
import com.example.gpiod.spi.EventSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one thread of a backend: waits for all of its requests at once and hands each that is ready
 * to its source. It runs no code of users.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class PollLoop {
    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

    private static final int READY_AT_ONCE = 64;

    /** How long {@link #callSoon} is away. */
    private static final int SOON_MILLIS = 100;

    /** As many as the kernel keeps of a request: then the numbers of one read tell of a loss. */
    private static final int EVENTS_AT_ONCE = 1024;

    /** What is waited for. */
    interface Source {
        /**
         * Called on the poll thread when there is something to do.
         *
         * @param scratch room for events, empty; the source's until it returns
         */
        void ready(ByteBuffer scratch);

        /** Called on the poll thread when nothing can be waited for any more. */
        default void unreadable(ErrnoException e) {}
    }

    private final BackendPoller poller;

    /** Guards every call of the poller's. */
    private final Lifetime lifetime;

    /** By token; a token that is not here any more is one whose source left meanwhile. */
    private final ConcurrentMap<Long, Source> sources = new ConcurrentHashMap<>();

    // Both are confined to the thread once it runs.
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(
                    EVENTS_AT_ONCE * BackendRequest.EVENT_BYTES)
            .order(ByteOrder.nativeOrder());
    private final long[] ready = new long[READY_AT_ONCE];

    private final Source calledSoon;

    /** Whether that was asked for, and was not called yet. */
    private final AtomicBoolean soon = new AtomicBoolean();

    private final AtomicLong tokens = new AtomicLong();
    private final Thread thread;

    /**
     * @param calledSoon what {@link #callSoon} has called
     */
    PollLoop(String name, BackendPoller poller, Runnable calledSoon) {
        this.poller = poller;
        this.calledSoon = scratch -> calledSoon.run();
        lifetime = new Lifetime(poller::close);
        thread = new Thread(this::run, "gpiod-poll-" + name);
        thread.setDaemon(true);
        // Keeps nobody's bundle alive.
        thread.setContextClassLoader(null);
        thread.start();
    }

    private void run() {
        long due = 0;
        boolean expected = false;
        while (lifetime.enter()) {
            int count;
            try {
                if (!expected && soon.get()) {
                    expected = true;
                    due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SOON_MILLIS);
                }
                count = poller.await(ready, expected ? millisUntil(due) : NO_TIMEOUT);
            } catch (ErrnoException e) {
                // Cannot happen to a poller that is open; to try again would spin.
                LOG.error("Waiting for GPIO events failed and ends: {}", e.getMessage());
                sources.values().forEach(source -> source.unreadable(e));
                return;
            } finally {
                lifetime.exit();
            }
            for (int i = 0; i < count; i++) {
                Source source = sources.get(ready[i]);
                if (source != null) {
                    serve(source);
                }
            }
            if (expected && System.nanoTime() - due >= 0) {
                expected = false;
                soon.set(false);
                serve(calledSoon);
            }
        }
    }

    /** Rounded up; 0 if it is over. */
    private static int millisUntil(long due) {
        return (int) Math.max(0, (due - System.nanoTime() + 999_999) / 1_000_000);
    }

    private void serve(Source source) {
        try {
            source.ready(scratch.clear());
        } catch (Throwable t) {
            // Out of memory or a defect of ours in one request must not silence all others.
            LOG.error("Serving a GPIO request failed", t);
        }
    }

    /** Has the poll thread do what it is made for in a while; asking again meanwhile adds nothing. */
    void callSoon() {
        if (!soon.get() && soon.compareAndSet(false, true) && lifetime.enter()) {
            try {
                poller.wakeup();
            } finally {
                lifetime.exit();
            }
        }
    }

    /** Returns a token for {@link #add}; no two are the same. */
    long newToken() {
        return tokens.incrementAndGet();
    }

    /** Waits for a request or chip; at first only for the end of its chip. */
    void add(EventSource source, long token, Source told) throws ErrnoException {
        enter();
        sources.put(token, told);
        boolean added = false;
        try {
            poller.add(source, token, false);
            added = true;
        } finally {
            if (!added) {
                sources.remove(token);
            }
            lifetime.exit();
        }
    }

    /** Says whether events are wanted, or only the end. */
    void listen(EventSource source, long token, boolean events) throws ErrnoException {
        enter();
        try {
            poller.modify(source, token, events);
        } finally {
            lifetime.exit();
        }
    }

    /** Waits no more for what was added; after the end of the loop nothing is to do. */
    void remove(EventSource source, long token) {
        boolean added = sources.remove(token) != null;
        if (added && lifetime.enter()) {
            try {
                poller.remove(source);
            } catch (ErrnoException e) {
                LOG.warn("Could not stop waiting for GPIO events: {}", e.getMessage());
            } finally {
                lifetime.exit();
            }
        }
    }

    /** Waits for chips that come and go. */
    void watchChips(Runnable changed) throws ErrnoException {
        enter();
        try {
            long token = newToken();
            sources.put(token, scratch -> changed.run());
            poller.watchChips(token);
        } finally {
            lifetime.exit();
        }
    }

    private void enter() {
        if (!lifetime.enter()) {
            throw new IllegalStateException("the GPIO backend was stopped");
        }
    }

    /** Ends the thread and waits for its end. */
    void close() {
        lifetime.close(poller::wakeup);
        lifetime.awaitFreed();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
