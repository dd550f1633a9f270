package com.example.gpiod.impl.core;

import com.example.gpiod.spi.BackendPoller;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.ErrnoException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one thread of a backend: waits for all of its requests at once and hands each that is ready to
 * its source. It runs no code of users.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class PollLoop {
    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

    private static final int READY_AT_ONCE = 64;
    private static final int EVENTS_AT_ONCE = 256;

    /** What is waited for. */
    @FunctionalInterface
    interface Source {
        /**
         * Called on the poll thread when there is something to do.
         *
         * @param scratch room for events, empty; the source's until it returns
         */
        void ready(ByteBuffer scratch);
    }

    private final BackendPoller poller;

    /** Guards every call of the poller's. */
    private final Lifetime lifetime;

    /** By token; a token that is not here any more is one whose source left meanwhile. */
    private final ConcurrentMap<Long, Source> sources = new ConcurrentHashMap<>();

    private final AtomicLong tokens = new AtomicLong();
    private final Thread thread;

    PollLoop(String name, BackendPoller poller) {
        this.poller = poller;
        lifetime = new Lifetime(poller::close);
        thread = new Thread(this::run, "gpiod-poll-" + name);
        thread.setDaemon(true);
        // Keeps nobody's bundle alive.
        thread.setContextClassLoader(null);
        thread.start();
    }

    private void run() {
        // Both are confined to this thread.
        ByteBuffer scratch = ByteBuffer.allocateDirect(EVENTS_AT_ONCE * BackendRequest.EVENT_BYTES)
                .order(ByteOrder.nativeOrder());
        long[] ready = new long[READY_AT_ONCE];
        while (lifetime.enter()) {
            int count;
            try {
                count = poller.await(ready);
            } catch (ErrnoException e) {
                // Cannot happen to a poller that is open; to try again would spin.
                LOG.error("Waiting for GPIO events failed and ends: {}", e.getMessage());
                return;
            } finally {
                lifetime.exit();
            }
            for (int i = 0; i < count; i++) {
                Source source = sources.get(ready[i]);
                if (source != null) {
                    serve(source, scratch.clear());
                }
            }
        }
    }

    private static void serve(Source source, ByteBuffer scratch) {
        try {
            source.ready(scratch);
        } catch (Throwable t) {
            // Out of memory or a defect of ours in one request must not silence all others.
            LOG.error("Serving a GPIO request failed", t);
        }
    }

    /** Returns a token for {@link #add}; no two are the same. */
    long newToken() {
        return tokens.incrementAndGet();
    }

    /** Waits for a request; at first only for the end of its chip. */
    void add(BackendRequest request, long token, Source source) throws ErrnoException {
        enter();
        sources.put(token, source);
        boolean added = false;
        try {
            poller.add(request, token, false);
            added = true;
        } finally {
            if (!added) {
                sources.remove(token);
            }
            lifetime.exit();
        }
    }

    /** Says whether the source of a request wants its edge events. */
    void listen(BackendRequest request, long token, boolean events) throws ErrnoException {
        enter();
        try {
            poller.modify(request, token, events);
        } finally {
            lifetime.exit();
        }
    }

    /** Waits no more for a request that was added; after the end of the loop nothing is to do. */
    void remove(BackendRequest request, long token) {
        boolean added = sources.remove(token) != null;
        if (added && lifetime.enter()) {
            try {
                poller.remove(request);
            } catch (ErrnoException e) {
                LOG.warn("Could not stop waiting for a GPIO request: {}", e.getMessage());
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
