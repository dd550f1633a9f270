package com.example.gpiod.impl.core;

import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.SubscriptionStatistics;
import com.example.gpiod.spi.ErrnoException;
import com.example.gpiod.spi.EventSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The way of the events of one request or chip: either to listeners, for whom the poll loop reads
 * them, or to threads that wait and read for themselves.
 *
 * <p>The poll loop is told to look for events only while somebody wants them; otherwise they stay
 * in the kernel. A thread that waits parks here, in Java: the poll loop tells one of them that
 * there is something, and looks no further until it, or the next one, asks again.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class EventStream<E> implements PollLoop.Source {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    /** No token: those are positive. */
    private static final long NOT_ATTACHED = 0;

    /**
     * Events that were read at once, and what was lost before or among them.
     *
     * @param more whether there may be more to read
     */
    record Batch<E>(List<E> events, long lost, boolean mayHaveLost, boolean more) {}

    /**
     * Sees all events as they are read. Called by one thread at a time, with the lock held: it must
     * neither wait nor call users.
     */
    interface Tap<E> {
        void take(Batch<E> batch);
    }

    /** What the events come from. Called inside its lifetime unless it says otherwise. */
    interface Owner<E> {
        /** Reads events for listeners, without blocking; one thread at a time. */
        Batch<E> read(ByteBuffer scratch) throws ErrnoException;

        /** Called outside: says how a call ends that came too late. May throw that itself. */
        GpiodException over();

        /** Makes of an error what users see, and ends what is over by it. */
        GpiodException failed(String operation, ErrnoException e);

        /** Called outside, on a poll thread: ends if its chip is gone. */
        void probe();

        /** Called outside, on a poll thread: ends, as events cannot be read. */
        void unreadable(ErrnoException e);
    }

    /** Takes something out of the backend, inside its lifetime; returns 0 if there was nothing. */
    @FunctionalInterface
    interface Taking<T> {
        int take(T into) throws ErrnoException;
    }

    /**
     * What is done before a subscription begins, inside the lifetime; returns what its target is
     * called with first, if anything.
     */
    @FunctionalInterface
    interface Prologue<E> {
        Optional<EventSubscription.Call> run(EventSubscription<E> subscription)
                throws ErrnoException;
    }

    /** A call of the backend's, inside the lifetime. */
    @FunctionalInterface
    private interface Inside<T> {
        T call() throws ErrnoException;
    }

    private final Owner<E> owner;
    private final Lifetime lifetime;
    private final PollLoop loop;
    private final EventSource source;

    private final ReentrantLock lock = new ReentrantLock();
    /** Signalled when there may be events for a waiting thread; to all when it waits in vain. */
    private final Condition changed = lock.newCondition();

    // All below: guarded by lock.
    private final List<EventSubscription<E>> subscriptions = new ArrayList<>();
    private final List<Tap<E>> taps = new ArrayList<>();
    private int waiting;
    /** What the poll loop knows it by, once it does. Read also without the lock. */
    private volatile long token = NOT_ATTACHED;

    private boolean listening;
    private boolean ended;

    /**
     * @param lifetime that of the owner
     * @param source the owner's side of the backend
     */
    EventStream(Owner<E> owner, Lifetime lifetime, PollLoop loop, EventSource source) {
        this.owner = owner;
        this.lifetime = lifetime;
        this.loop = loop;
        this.source = source;
    }

    /**
     * Has the poll loop look for the end of the chip, too; done by itself when events are wanted.
     * Waits for nobody, so that the poll loop may call it.
     *
     * @return false if it could not be tried, because somebody is at it
     */
    boolean tryAttach() throws ErrnoException {
        if (token != NOT_ATTACHED) {
            return true;
        }
        if (!lock.tryLock()) {
            return false;
        }
        try {
            if (!ended) {
                attach();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Call with the lock held, before the end. */
    private void attach() throws ErrnoException {
        if (token == NOT_ATTACHED) {
            long mine = loop.newToken();
            loop.add(source, mine, this);
            token = mine;
        }
    }

    /**
     * @param onClose is told once when the subscriber closes
     */
    EventSubscription<E> subscribe(
            Target<E> target, Consumer<EventSubscription<E>> onClose, Prologue<E> prologue)
            throws GpiodException {
        EventSubscription<E> subscription = new EventSubscription<>(target, loop::call, closed -> {
            unsubscribe(closed);
            onClose.accept(closed);
        });
        lock.lock();
        try {
            Optional<EventSubscription.Call> first = inside("listen to", () -> {
                Optional<EventSubscription.Call> beginning = prologue.run(subscription);
                listen(true);
                return beginning;
            });
            first.ifPresent(subscription::begin);
            subscriptions.add(subscription);
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
            if (subscriptions.remove(subscription) && !areWanted()) {
                listenQuietly(false);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has a tap see the events from now on, without a queue or a thread.
     *
     * @param making makes it, with the lock held
     */
    <T extends Tap<E>> T tap(Supplier<T> making) throws GpiodException {
        lock.lock();
        try {
            T tap = inside("count edges of", () -> {
                listen(true);
                return making.get();
            });
            taps.add(tap);
            changed.signalAll();
            return tap;
        } finally {
            lock.unlock();
        }
    }

    void untap(Tap<E> tap) {
        lock.lock();
        try {
            if (taps.remove(tap) && !areWanted()) {
                listenQuietly(false);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says whether the poll loop reads the events. Call with the lock held. */
    private boolean areWanted() {
        return !subscriptions.isEmpty() || !taps.isEmpty();
    }

    /** Takes what there is; waits when there is nothing. Returns 0 after the time-out. */
    <T> int take(Taking<T> taking, T into, String operation, Duration timeout)
            throws GpiodException, InterruptedException {
        long left = nanos(timeout);
        lock.lockInterruptibly();
        waiting++;
        try {
            int taken;
            while ((taken = takeInside(taking, into, operation, left > 0)) == 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return taken;
        } finally {
            waiting--;
            try {
                if (waiting > 0 && !areWanted()) {
                    // What woke this one may be there still, or was meant for another.
                    listenQuietly(true);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Call with the lock held. As {@link #inside}, but for what a call would have to allocate. */
    private <T> int takeInside(Taking<T> taking, T into, String operation, boolean wait)
            throws GpiodException {
        enter();
        try {
            if (areWanted()) {
                throw new IllegalStateException(
                        "cannot " + operation + ": a listener is subscribed and gets the events");
            }
            int taken = taking.take(into);
            if (taken == 0 && wait) {
                listen(true);
            }
            return taken;
        } catch (ErrnoException e) {
            throw owner.failed(operation, e);
        } finally {
            lifetime.exit();
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
    private <T> T inside(String operation, Inside<T> call) throws GpiodException {
        enter();
        try {
            return call.call();
        } catch (ErrnoException e) {
            throw owner.failed(operation, e);
        } finally {
            lifetime.exit();
        }
    }

    private void enter() throws GpiodException {
        if (ended || !lifetime.enter()) {
            throw owner.over();
        }
    }

    /** Call with the lock held, inside the lifetime. */
    private void listen(boolean events) throws ErrnoException {
        if (listening != events) {
            attach();
            loop.listen(source, token, events);
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

    @Override
    public void ready(ByteBuffer scratch) {
        // Who subscribes or leaves does so before or after all of it: no event falls between.
        lock.lock();
        try {
            if (areWanted()) {
                pass(scratch);
            } else if (listening) {
                // Whoever is told looks for himself, and asks again. The end of the chip is told
                // anew.
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
        boolean more = true;
        try {
            Batch<E> batch = owner.read(scratch);
            more = batch.more();
            deliver(batch);
        } catch (ErrnoException e) {
            // Whatever it is, it would be the same at once again: end rather than spin.
            owner.unreadable(e);
            more = false;
        } finally {
            try {
                if (more) {
                    // Also after an error in here: the kernel does not tell of a full queue again.
                    listening = false;
                    listenQuietly(true);
                }
            } finally {
                lifetime.exit();
            }
        }
    }

    @Override
    public void unreadable(ErrnoException e) {
        owner.unreadable(e);
    }

    /** Looks at the subscriptions, while no event is read. */
    <T> T look(Function<List<SubscriptionStatistics>, T> look) {
        lock.lock();
        try {
            return look.apply(
                    subscriptions.stream().map(EventSubscription::statistics).toList());
        } finally {
            lock.unlock();
        }
    }

    /** Passes events on; call with the lock held. */
    void deliver(Batch<E> batch) {
        if (batch.events().isEmpty() && !batch.mayHaveLost()) {
            return;
        }
        taps.forEach(tap -> tap.take(batch));
        for (EventSubscription<E> subscription : subscriptions) {
            subscription.offer(batch.events(), batch.lost(), batch.mayHaveLost());
        }
    }

    /**
     * Ends the stream: who waits is told, and listeners if there is a reason.
     *
     * @param last runs once, with the lock held, when the poll loop is told of nothing any more
     */
    void end(@Nullable GpiodException reason, Runnable last) {
        List<EventSubscription<E>> left = List.of();
        lock.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
            left = List.copyOf(subscriptions);
            subscriptions.clear();
            taps.clear();
            changed.signalAll();
            if (token != NOT_ATTACHED) {
                // Before the last user leaves, who closes the descriptor.
                loop.remove(source, token);
            }
            last.run();
        } finally {
            lock.unlock();
            left.forEach(subscription -> tell(subscription, reason));
        }
    }

    private static void tell(EventSubscription<?> subscription, @Nullable GpiodException reason) {
        if (reason == null) {
            subscription.end();
        } else {
            subscription.gone(reason);
        }
    }
}
