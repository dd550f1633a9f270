package com.example.gpiod.impl.core;

import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.Subscription;
import com.example.gpiod.api.SubscriptionStatistics;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A queue between the poll threads and one target, which is called on a thread of the executor's
 * while there is something in the queue that it wants, and on none while there is not. A listener
 * wants all; a stream what it asked for.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class EventSubscription<E> implements Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(EventSubscription.class);

    /** Events that a listener may be behind; what is more drops the oldest. */
    static final int CAPACITY = 16_384;

    /** A call of the listener. */
    @FunctionalInterface
    interface Call {
        void run() throws IOException;
    }

    private final Target<E> target;
    private final Executor executor;
    private final Consumer<EventSubscription<E>> onClose;

    private final ReentrantLock lock = new ReentrantLock();
    // All below: guarded by lock.
    private final ArrayDeque<E> queue = new ArrayDeque<>();
    private long lost;
    private long untold;
    /** How many events are in the queue before those that may be missing; -1 if none may be. */
    private int unsureAfter = -1;

    private int capacity = CAPACITY;
    /** How many more events are wanted. */
    private long demand = Long.MAX_VALUE;

    private @Nullable Call first;
    /** What is said of a release; nothing to a listener. */
    private @Nullable Call completion;
    /** The last call, after what is queued; then the subscription is over. */
    private @Nullable Call last;

    private boolean running;
    private boolean closed;

    // Of calls that ended.
    private long calls;
    private long failures;
    private long busyNanos;
    private long longestNanos;

    /**
     * @param onClose is told once when the subscriber closes
     */
    EventSubscription(Target<E> target, Executor executor, Consumer<EventSubscription<E>> onClose) {
        this.target = target;
        this.executor = executor;
        this.onClose = onClose;
    }

    /** Makes the queue shorter than it would be. */
    void limit(int events) {
        lock.lock();
        try {
            capacity = Math.min(events, CAPACITY);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Holds events until they are asked for.
     *
     * @param complete is called after the last one when the request is released
     */
    void waitForDemand(Call complete) {
        lock.lock();
        try {
            demand = 0;
            completion = complete;
        } finally {
            lock.unlock();
        }
    }

    /** Asks for so many events more. */
    void request(long events) {
        lock.lock();
        try {
            long sum = demand + events;
            demand = sum < 0 ? Long.MAX_VALUE : sum;
            start();
        } finally {
            lock.unlock();
        }
    }

    /** Has the target called with this before anything else. */
    void begin(Call call) {
        lock.lock();
        try {
            first = call;
            start();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Queues events.
     *
     * @param missed how many the kernel dropped among or before them
     * @param mayHaveMissed whether the kernel may have dropped some after them without counting
     */
    void offer(List<E> events, long missed, boolean mayHaveMissed) {
        lock.lock();
        try {
            if (closed || last != null) {
                return;
            }
            long dropped = missed;
            for (E event : events) {
                if (queue.size() >= capacity) {
                    remove();
                    dropped++;
                }
                queue.add(event);
            }
            lost += dropped;
            untold += dropped;
            if (mayHaveMissed) {
                // Whoever then looks at the lines must not be told of older events after that.
                unsureAfter = queue.size();
            }
            if (demand > 0) {
                start();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes the oldest event. Call with the lock held. */
    private @Nullable E remove() {
        E event = queue.poll();
        if (event != null && unsureAfter > 0) {
            unsureAfter--;
        }
        return event;
    }

    /** Ends the subscription, after what is queued, with a word on why. */
    void gone(GpiodException reason) {
        lock.lock();
        try {
            if (!closed && last == null) {
                last = () -> target.gone(reason);
                start();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Call with the lock held. */
    private void start() {
        if (running) {
            return;
        }
        try {
            running = true;
            executor.execute(this::run);
        } catch (OutOfMemoryError e) {
            // No thread to be had now; the events wait for the next try.
            running = false;
            LOG.error("No thread for {}", target, e);
        }
    }

    private void run() {
        Call call;
        while ((call = next()) != null) {
            long began = System.nanoTime();
            boolean failed = false;
            try {
                call.run();
            } catch (Throwable t) {
                // Whatever a listener throws, a linkage error of its bundle included, is its own.
                failed = true;
                LOG.error("{} failed", target, t);
            }
            count(System.nanoTime() - began, failed);
        }
    }

    private void count(long nanos, boolean failed) {
        lock.lock();
        try {
            calls++;
            failures += failed ? 1 : 0;
            busyNanos += nanos;
            longestNanos = Math.max(longestNanos, nanos);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the next call of the listener, or null when there is none and this run ends. */
    private @Nullable Call next() {
        lock.lock();
        try {
            if (closed) {
                running = false;
                return null;
            }
            Call beginning = first;
            if (beginning != null) {
                first = null;
                return beginning;
            }
            if (untold > 0 || unsureAfter == 0) {
                long count = untold;
                untold = 0;
                if (unsureAfter == 0) {
                    unsureAfter = -1;
                }
                return () -> target.lost(count);
            }
            E event = demand > 0 ? remove() : null;
            if (event != null) {
                if (demand < Long.MAX_VALUE) {
                    demand--;
                }
                return () -> target.event(event);
            }
            Call word = last;
            if (word != null && queue.isEmpty()) {
                closed = true;
                return word;
            }
            running = false;
            return null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long lost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long failures() {
        lock.lock();
        try {
            return failures;
        } finally {
            lock.unlock();
        }
    }

    SubscriptionStatistics statistics() {
        lock.lock();
        try {
            return new SubscriptionStatistics(
                    target.listener(),
                    calls,
                    failures,
                    busyNanos,
                    longestNanos,
                    queue.size(),
                    lost);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
        } finally {
            lock.unlock();
        }
        onClose.accept(this);
    }

    /** Ends the subscription with these words, whatever is queued. */
    void endWith(Call word) {
        lock.lock();
        try {
            last = word;
            queue.clear();
            start();
        } finally {
            lock.unlock();
        }
        onClose.accept(this);
    }

    /**
     * Ends the subscription because its user gives the lines back. Of an end that has its reason the
     * target is told all the same; what is queued counts as lost then.
     */
    void giveBack() {
        lock.lock();
        try {
            if (last == null) {
                last = completion;
            }
            if (last == null) {
                closed = true;
            } else {
                lost += queue.size();
                untold += queue.size();
                start();
            }
            queue.clear();
        } finally {
            lock.unlock();
        }
        onClose.accept(this);
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the subscription because the request is released, which no listener is told of. */
    void end() {
        lock.lock();
        try {
            if (completion == null) {
                closed = true;
                queue.clear();
            } else if (!closed && last == null) {
                last = completion;
                start();
            }
        } finally {
            lock.unlock();
        }
    }
}
