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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The loop of a backend that waits for all of its requests at once and hands each that is ready to its
 * source. Two threads are in it at most, and those run no code of users: if there is a listener to be
 * called, a thread leaves the loop, calls, and comes back. It leaves only while the other one is there, or
 * when it has another thread go on in its place. So no event waits for a listener that is slow, and no
 * listener waits until a second thread wakes up.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class PollLoop {
    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

    private static final int READY_AT_ONCE = 64;

    /** How long {@link #callSoon} is away. */
    private static final int SOON_MILLIS = 100;

    /** As many as the kernel keeps of a request: one read takes all, and its numbers tell of a loss. */
    private static final int EVENTS_AT_ONCE = 1024;

    /** No time: those are odd. */
    private static final long NOT_DUE = 0;

    /** The bits of places that are taken, by a thread in the loop or by one on its way there. */
    private static final int TAKEN = 0b0011;

    /** The bits of those where the thread never called a listener. */
    private static final int FRESH = 0b1100;

    /** What is waited for. */
    interface Source {
        /**
         * Called on a poll thread when there is something to do, perhaps on two at once. It is not called
         * again for what it leaves.
         *
         * @param scratch room for events, empty; the source's until it returns
         */
        void ready(ByteBuffer scratch);

        /** Called on a poll thread when nothing can be waited for any more. */
        default void unreadable(ErrnoException e) {}
    }

    private final BackendPoller poller;

    /** Guards every call of the poller's. */
    private final Lifetime lifetime;

    /** By token; a token that is not here any more is one whose source left meanwhile. */
    private final ConcurrentMap<Long, Source> sources = new ConcurrentHashMap<>();

    private final EventThreads threads;

    private final Place[] places = {new Place(0b0001, 0b0100), new Place(0b0010, 0b1000)};

    /** Bits of {@link #TAKEN} and {@link #FRESH}. */
    private final AtomicInteger taken = new AtomicInteger();

    private final CountDownLatch ended = new CountDownLatch(1);

    private final Source calledSoon;

    /** When that is to be called; {@link #NOT_DUE} if nobody asked since it was. */
    private final AtomicLong due = new AtomicLong(NOT_DUE);

    private final AtomicLong tokens = new AtomicLong();

    /**
     * @param calledSoon what {@link #callSoon} has called
     */
    PollLoop(EventThreads threads, BackendPoller poller, Runnable calledSoon) {
        this.threads = threads;
        this.poller = poller;
        this.calledSoon = scratch -> calledSoon.run();
        lifetime = new Lifetime(poller::close);
        taken.set(places[0].own());
        threads.start(places[0].asFresh);
    }

    /**
     * Loops and calls listeners until others do.
     *
     * @param used whether listeners were called on this thread: what they left on it, thread locals of
     *     theirs, must not be kept for longer than on any idle thread
     */
    private void run(Place first, boolean used) {
        boolean usedByNow = used;
        for (Place place = first; place != null; place = enterLoop()) {
            Runnable call = place.loop(usedByNow);
            if (call == null) {
                return;
            }
            // One that came while this thread was in the loop was not meant for this listener.
            Thread.interrupted();
            call.run();
            usedByNow = true;
        }
    }

    /** Takes a place that is free; null if there is none, or if the loop has ended. */
    private @Nullable Place enterLoop() {
        for (Place place : places) {
            int others;
            while (((others = taken.get()) & TAKEN) != 0 && (others & place.bit) == 0) {
                if (taken.compareAndSet(others, others | place.bit)) {
                    return place;
                }
            }
        }
        return null;
    }

    /**
     * One of the places in the loop.
     *
     * <p><b>Synchronization:</b> confined to the thread that has the place, apart from {@link #thread};
     * it passes on with {@link #taken} or through the executor.
     */
    private final class Place {
        private final int bit;
        private final int fresh;

        private final ByteBuffer scratch = ByteBuffer.allocateDirect(
                        EVENTS_AT_ONCE * BackendRequest.EVENT_BYTES)
                .order(ByteOrder.nativeOrder());
        private final long[] ready = new long[READY_AT_ONCE];

        // Made once: whoever has to pass a place on may be out of memory.
        private final Runnable asUsed;
        private final Runnable asFresh;

        /** Calls a listener, on this thread when it has left the loop. */
        private @Nullable Runnable mine;

        /** The thread here; null while none is certain to be. */
        private volatile @Nullable Thread thread;

        /**
         * @param bit its bit of {@link #TAKEN}
         * @param fresh its bit of {@link #FRESH}
         */
        Place(int bit, int fresh) {
            this.bit = bit;
            this.fresh = fresh;
            asUsed = () -> run(this, true);
            asFresh = () -> run(this, false);
        }

        /**
         * Loops until there is a listener to be called here, or until the end.
         *
         * @return what calls the listener; null if this thread is needed no more
         */
        @Nullable Runnable loop(boolean used) {
            thread = Thread.currentThread();
            boolean left = false;
            try {
                long leaveAt = fromNow(threads.idleMillis());
                while (await(used, leaveAt)) {
                    Runnable call = mine;
                    if (call != null) {
                        left = leave();
                        if (left) {
                            return call;
                        }
                    } else if (used && isOver(leaveAt)) {
                        left = retire();
                        if (left) {
                            return null;
                        }
                        leaveAt = fromNow(threads.idleMillis());
                    }
                }
            } finally {
                if (!left) {
                    end();
                }
            }
            return null;
        }

        /** Ends the loop here; a listener is still told why. */
        private void end() {
            Runnable last = mine;
            mine = null;
            thread = null;
            if (taken.updateAndGet(state -> state & ~own()) == 0) {
                ended.countDown();
            } else {
                wakeOtherIfDue();
            }
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
            long soon = due.get();
            if (soon != NOT_DUE && isOver(soon) && due.compareAndSet(soon, NOT_DUE)) {
                serve(calledSoon);
            }
            return true;
        }

        private int timeout(boolean used, long leaveAt) {
            long soon = due.get();
            if (soon != NOT_DUE) {
                // Whatever else is due can wait for that, too.
                return millisUntil(soon);
            }
            if (mine != null) {
                // There was no thread for the loop; perhaps there is one by then.
                return SOON_MILLIS;
            }
            return used ? millisUntil(leaveAt) : NO_TIMEOUT;
        }

        private void serve(Source source) {
            try {
                Runnable before = mine;
                if (before != null && tryExecute(threads, before)) {
                    // It does not wait for the others that are ready.
                    mine = null;
                }
                source.ready(scratch.clear());
            } catch (Throwable t) {
                // Out of memory or a defect of ours in one request must not silence all others.
                LOG.error("Serving a GPIO request failed", t);
            }
        }

        /** Leaves the loop to call a listener; false if nobody else can be had for it. */
        private boolean leave() {
            Runnable call = mine;
            boolean left = false;
            mine = null;
            try {
                left = leaveTo(TAKEN) || pass(threads, true);
            } finally {
                if (!left) {
                    mine = call;
                }
            }
            return left;
        }

        /**
         * Leaves the loop to a fresh thread, so that at rest there is one in it, and that one fresh; false
         * if there is none to be had.
         */
        private boolean retire() {
            int state;
            do {
                if (leaveTo(FRESH)) {
                    return true;
                }
                state = taken.get();
            } while ((state & FRESH) != 0 || !taken.compareAndSet(state, state | fresh));
            return pass(threads::start, false);
        }

        /** Leaves the loop, and this place free; false if none of these is another one's bit. */
        private boolean leaveTo(int whom) {
            thread = null;
            int state;
            while (((state = taken.get()) & ~own() & whom) != 0) {
                if (taken.compareAndSet(state, state & ~own())) {
                    wakeOtherIfDue();
                    return true;
                }
            }
            thread = Thread.currentThread();
            return false;
        }

        /** The other one may wait for longer. */
        private void wakeOtherIfDue() {
            if (due.get() != NOT_DUE) {
                wakeup();
            }
        }

        private int own() {
            return bit | fresh;
        }

        /**
         * Has another thread go on in this place; false if there is none to be had.
         *
         * @param used whether listeners may have been called on that one
         */
        private boolean pass(Executor to, boolean used) {
            int before = used ? taken.getAndUpdate(state -> state & ~fresh) & fresh : 0;
            // From the moment that the other one begins nothing here is this one's.
            thread = null;
            if (tryExecute(to, used ? asUsed : asFresh)) {
                return true;
            }
            taken.updateAndGet(state -> (state & ~fresh) | before);
            thread = Thread.currentThread();
            return false;
        }
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
     * soon as no source is left to be served there.
     */
    void call(Runnable task) {
        for (Place place : places) {
            if (place.thread == Thread.currentThread() && place.mine == null) {
                place.mine = task;
                return;
            }
        }
        threads.execute(task);
    }

    /** Has a poll thread do what it is made for in a while; asking again meanwhile adds nothing. */
    void callSoon() {
        if (due.get() == NOT_DUE && due.compareAndSet(NOT_DUE, fromNow(SOON_MILLIS) | 1)) {
            wakeup();
        }
    }

    private void wakeup() {
        if (lifetime.enter()) {
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
        lifetime.close(poller::end);
        lifetime.awaitFreed();
        Lifetime.awaitFor(ended);
    }
}
