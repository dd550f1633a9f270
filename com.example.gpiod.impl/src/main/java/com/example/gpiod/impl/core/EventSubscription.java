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
 * A queue between the poll thread and one listener, which is called on a thread of the executor's
 * while there is something in the queue, and on none while there is not.
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

    private @Nullable Call first;
    private @Nullable GpiodException gone;
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
            if (closed || gone != null) {
                return;
            }
            long dropped = missed;
            for (E event : events) {
                if (queue.size() == CAPACITY) {
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
            start();
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
            if (!closed && gone == null) {
                gone = reason;
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
            E event = remove();
            if (event != null) {
                return () -> target.event(event);
            }
            GpiodException reason = gone;
            if (reason != null) {
                closed = true;
                return () -> target.gone(reason);
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
        end();
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

    /** Ends the subscription without telling anybody. */
    void end() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
        } finally {
            lock.unlock();
        }
    }
}
