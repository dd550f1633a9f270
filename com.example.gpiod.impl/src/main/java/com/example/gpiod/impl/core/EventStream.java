package com.example.gpiod.impl.core;

import com.example.gpiod.api.GpiodException;
import com.example.gpiod.spi.ErrnoException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The way of the events of one request or chip: either to listeners, for whom the poll thread reads
 * them, or to threads that wait and read for themselves.
 *
 * <p>The poll thread is told to look for events only while somebody wants them; otherwise they stay
 * in the kernel. A thread that waits parks here, in Java: the poll thread tells one of them that
 * there is something, and looks no further until it, or the next one, asks again.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class EventStream<E> {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    /** Events that were read at once, and what was lost before or among them. */
    record Batch<E>(List<E> events, long lost, boolean mayHaveLost) {}

    /** What the events come from. Called inside its lifetime unless it says otherwise. */
    interface Owner<E> {
        /** Has the poll thread look for events, or only for the end. */
        void listen(boolean events) throws ErrnoException;

        /** Reads events for listeners, without blocking; one thread at a time. */
        Batch<E> read(ByteBuffer scratch) throws ErrnoException;

        /** Called outside: says how a call ends that came too late. May throw that itself. */
        GpiodException over();

        /** Makes of an error what users see, and ends what is over by it. Calls nothing. */
        GpiodException failed(String operation, ErrnoException e);

        /** Called outside, on the poll thread: ends if its chip is gone. */
        void probe();

        /** Called outside, on the poll thread: ends, as events cannot be read. */
        void unreadable(ErrnoException e);
    }

    /** Takes something out of the backend, inside its lifetime; returns 0 if there was nothing. */
    @FunctionalInterface
    interface Taking {
        int take() throws ErrnoException;
    }

    /** What is done before a subscription begins, inside the lifetime. */
    @FunctionalInterface
    interface Prologue<E> {
        void run(EventSubscription<E> subscription) throws ErrnoException;
    }

    private final Owner<E> owner;
    private final Lifetime lifetime;
    private final Executor executor;

    private final ReentrantLock lock = new ReentrantLock();
    /** Signalled when there may be events for a waiting thread; to all when it waits in vain. */
    private final Condition changed = lock.newCondition();

    // All below: guarded by lock.
    private final List<EventSubscription<E>> subscriptions = new ArrayList<>();
    private int waiting;
    private boolean listening;
    private boolean ended;

    /**
     * @param lifetime that of the owner
     * @param executor runs listeners
     */
    EventStream(Owner<E> owner, Lifetime lifetime, Executor executor) {
        this.owner = owner;
        this.lifetime = lifetime;
        this.executor = executor;
    }

    /**
     * @param onClose is told once when the subscriber closes
     */
    EventSubscription<E> subscribe(
            Target<E> target, Consumer<EventSubscription<E>> onClose, Prologue<E> prologue)
            throws GpiodException {
        EventSubscription<E> subscription = new EventSubscription<>(target, executor, closed -> {
            unsubscribe(closed);
            onClose.accept(closed);
        });
        lock.lock();
        try {
            enter();
            try {
                listen(true);
                prologue.run(subscription);
                subscriptions.add(subscription);
            } catch (ErrnoException e) {
                throw owner.failed("listen to", e);
            } finally {
                lifetime.exit();
            }
            // Who waits for events waits in vain from now on.
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return subscription;
    }

    private void unsubscribe(EventSubscription<E> subscription) {
        lock.lock();
        try {
            // From now on the kernel keeps the events for the next subscriber.
            if (subscriptions.remove(subscription) && subscriptions.isEmpty()) {
                listenQuietly(false);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes what there is; nothing when there is nothing. Allocates nothing. */
    int takeNow(Taking taking, String operation) throws GpiodException {
        lock.lock();
        try {
            return take(taking, operation);
        } finally {
            lock.unlock();
        }
    }

    /** Takes what there is; waits when there is nothing. Returns 0 after the time-out. */
    int take(Taking taking, String operation, Duration timeout)
            throws GpiodException, InterruptedException {
        long left = nanos(timeout);
        lock.lockInterruptibly();
        waiting++;
        try {
            while (true) {
                int taken = take(taking, operation);
                if (taken > 0 || left <= 0) {
                    return taken;
                }
                listen(operation);
                left = changed.awaitNanos(left);
            }
        } finally {
            waiting--;
            if (waiting > 0 && subscriptions.isEmpty()) {
                // What woke this one may be there still, or was meant for another.
                listenQuietly(true);
            }
            lock.unlock();
        }
    }

    static long nanos(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout must not be negative, but is " + timeout);
        }
        try {
            return timeout.toNanos();
        } catch (ArithmeticException e) {
            // 292 years are for ever.
            return Long.MAX_VALUE;
        }
    }

    /** Call with the lock held. */
    private int take(Taking taking, String operation) throws GpiodException {
        enter();
        try {
            if (!subscriptions.isEmpty()) {
                throw new IllegalStateException(
                        "cannot " + operation + ": a listener is subscribed and gets the events");
            }
            return taking.take();
        } catch (ErrnoException e) {
            throw owner.failed(operation, e);
        } finally {
            lifetime.exit();
        }
    }

    /** Call with the lock held. */
    private void enter() throws GpiodException {
        if (ended || !lifetime.enter()) {
            throw owner.over();
        }
    }

    /** Call with the lock held. */
    private void listen(String operation) throws GpiodException {
        enter();
        try {
            listen(true);
        } catch (ErrnoException e) {
            throw owner.failed(operation, e);
        } finally {
            lifetime.exit();
        }
    }

    /** Call with the lock held, inside the lifetime. */
    private void listen(boolean events) throws ErrnoException {
        if (listening != events) {
            owner.listen(events);
            listening = events;
        }
    }

    /** Call with the lock held. */
    private void listenQuietly(boolean events) {
        if (!ended && lifetime.enter()) {
            try {
                listen(events);
            } catch (ErrnoException e) {
                LOG.warn("Could not change what is waited for: {}", e.getMessage());
            } finally {
                lifetime.exit();
            }
        }
    }

    /** Called on the poll thread: there are events, or the chip went away. */
    void ready(ByteBuffer scratch) {
        // Who subscribes or leaves does so before or after all of it: no event falls between.
        lock.lock();
        try {
            if (!subscriptions.isEmpty()) {
                pass(scratch);
            } else if (listening) {
                // Whoever is told looks for himself, and asks again.
                listenQuietly(false);
                changed.signal();
            } else {
                owner.probe();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Call with the lock held. */
    private void pass(ByteBuffer scratch) {
        if (!lifetime.enter()) {
            return;
        }
        try {
            deliver(owner.read(scratch));
        } catch (ErrnoException e) {
            // Whatever it is, it would be the same at once again: end rather than spin.
            owner.unreadable(e);
        } finally {
            lifetime.exit();
        }
    }

    /** Passes events on; call with the lock held. */
    void deliver(Batch<E> batch) {
        for (EventSubscription<E> subscription : subscriptions) {
            subscription.offer(batch.events(), batch.lost(), batch.mayHaveLost());
        }
    }

    /**
     * Ends the stream: who waits is told, and listeners if there is a reason.
     *
     * @param last runs once, with the lock held, before anybody is told
     */
    void end(@Nullable GpiodException reason, Runnable last) {
        List<EventSubscription<E>> left;
        lock.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
            left = List.copyOf(subscriptions);
            subscriptions.clear();
            last.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        for (EventSubscription<E> subscription : left) {
            if (reason == null) {
                subscription.end();
            } else {
                subscription.gone(reason);
            }
        }
    }
}
