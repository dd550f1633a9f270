package com.example.gpiod.impl.core;

import static com.example.gpiod.spi.BackendPoller.NO_TIMEOUT;

import com.example.gpiod.spi.BackendPoller;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.ErrnoException;
import com.example.gpiod.spi.EventSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The loop of a backend that waits for all of its requests at once and hands each that is ready to its
 * source. One thread at a time is in it, and that runs no code of users: if there is a listener to be
 * called, another thread goes on with the loop, and this one leaves it and calls. So the listener does
 * not wait until a second thread wakes up.
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

    private final EventThreads threads;

    // These are confined to the thread in the loop, and go with that part to the next.
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(
                    EVENTS_AT_ONCE * BackendRequest.EVENT_BYTES)
            .order(ByteOrder.nativeOrder());
    private final long[] ready = new long[READY_AT_ONCE];
    /** Calls a listener, on this thread when it has left the loop. */
    private @Nullable Runnable mine;

    private boolean expected;
    /** When {@link #callSoon} is due, if it is expected. */
    private long due;

    /** The thread in the loop; null while none is certain to be. */
    private volatile @Nullable Thread looping;

    private final CountDownLatch ended = new CountDownLatch(1);

    private final Source calledSoon;

    /** Whether that was asked for, and was not called yet. */
    private final AtomicBoolean soon = new AtomicBoolean();

    private final AtomicLong tokens = new AtomicLong();

    /**
     * @param calledSoon what {@link #callSoon} has called
     */
    PollLoop(EventThreads threads, BackendPoller poller, Runnable calledSoon) {
        this.threads = threads;
        this.poller = poller;
        this.calledSoon = scratch -> calledSoon.run();
        lifetime = new Lifetime(poller::close);
        threads.start(this::runOnFreshThread);
    }

    private void runOnFreshThread() {
        run(false);
    }

    private void runOnUsedThread() {
        run(true);
    }

    /**
     * Loops until there is a listener to be called here, or until the end.
     *
     * @param used whether listeners were called on this thread: what they left on it, thread locals of
     *     theirs, must not be kept for longer than on any idle thread
     */
    private void run(boolean used) {
        looping = Thread.currentThread();
        boolean passed = false;
        try {
            passed = loop(used);
        } finally {
            if (!passed) {
                end();
            }
        }
    }

    /** Returns whether another thread is in the loop now. */
    private boolean loop(boolean used) {
        long leaveAt = fromNow(threads.idleMillis());
        while (await(used, leaveAt)) {
            if (mine != null) {
                if (passAndCall(mine)) {
                    return true;
                }
            } else if (used && isOver(leaveAt)) {
                if (pass(threads::start, this::runOnFreshThread)) {
                    return true;
                }
                leaveAt = fromNow(threads.idleMillis());
            }
        }
        return false;
    }

    /** Ends the loop; a listener is still told why. */
    private void end() {
        Runnable last = mine;
        looping = null;
        ended.countDown();
        if (last != null) {
            last.run();
        }
    }

    /** Waits once and has served what is ready; false at the end of the loop. */
    private boolean await(boolean used, long leaveAt) {
        if (!lifetime.enter()) {
            return false;
        }
        int count;
        try {
            count = poller.await(ready, timeout(used, leaveAt));
        } catch (ErrnoException e) {
            // Cannot happen to a poller that is open; to try again would spin.
            LOG.error("Waiting for GPIO events failed and ends: {}", e.getMessage());
            sources.values().forEach(source -> source.unreadable(e));
            return false;
        } finally {
            lifetime.exit();
        }
        for (int i = 0; i < count; i++) {
            Source source = sources.get(ready[i]);
            if (source != null) {
                serve(source);
            }
        }
        if (expected && isOver(due)) {
            expected = false;
            soon.set(false);
            serve(calledSoon);
        }
        return true;
    }

    private int timeout(boolean used, long leaveAt) {
        if (!expected && soon.get()) {
            expected = true;
            due = fromNow(SOON_MILLIS);
        }
        if (expected) {
            // Whatever else is due can wait for that, too.
            return millisUntil(due);
        }
        if (mine != null) {
            // There was no thread for the loop; perhaps there is one by then.
            return SOON_MILLIS;
        }
        return used ? millisUntil(leaveAt) : NO_TIMEOUT;
    }

    private static long fromNow(int millis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static boolean isOver(long time) {
        return System.nanoTime() - time >= 0;
    }

    /** Rounded up; 0 if it is over. */
    private static int millisUntil(long due) {
        return (int) Math.max(0, (due - System.nanoTime() + 999_999) / 1_000_000);
    }

    /** Calls a listener while another thread loops; false if this one must go on with the loop. */
    private boolean passAndCall(Runnable call) {
        mine = null;
        if (!pass(threads, this::runOnUsedThread)) {
            mine = call;
            return false;
        }
        // One that came while this thread was in the loop was not meant for this listener.
        Thread.interrupted();
        call.run();
        return true;
    }

    /** Has another thread go on with the loop; false if there is none to be had. */
    private boolean pass(Executor to, Runnable loop) {
        // From the moment that the other one begins nothing here is this one's.
        looping = null;
        if (tryExecute(to, loop)) {
            return true;
        }
        looping = Thread.currentThread();
        return false;
    }

    private static boolean tryExecute(Executor to, Runnable task) {
        try {
            to.execute(task);
            return true;
        } catch (OutOfMemoryError e) {
            LOG.error("No thread for GPIO events; they wait for the next try", e);
            return false;
        }
    }

    /**
     * Runs a task that calls a listener. If a source in the loop asks for it, on this very thread, as
     * soon as no source is left to be served and another thread loops.
     */
    void call(Runnable task) {
        if (Thread.currentThread() == looping && mine == null) {
            mine = task;
        } else {
            threads.execute(task);
        }
    }

    private void serve(Source source) {
        Runnable before = mine;
        if (before != null && tryExecute(threads, before)) {
            // It does not wait for the others that are ready.
            mine = null;
        }
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

    /** Ends the loop and waits for its end. */
    void close() {
        lifetime.close(poller::wakeup);
        lifetime.awaitFreed();
        Lifetime.awaitFor(ended);
    }
}
