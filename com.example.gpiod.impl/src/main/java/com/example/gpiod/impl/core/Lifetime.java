package com.example.gpiod.impl.core;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The guard around every call of a backend: counts who is inside, and frees the resource only when
 * it was closed and the last one has left. So no call reaches freed memory or a descriptor that
 * means something else by now.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class Lifetime {
    /** Added to the number of users once closing has begun: makes the state negative. */
    private static final int CLOSED = Integer.MIN_VALUE;

    /** Number of users, plus CLOSED. */
    private final AtomicInteger state = new AtomicInteger();

    private final CountDownLatch freed = new CountDownLatch(1);
    private final Runnable free;

    /**
     * @param free frees the resource; called once, by the last to leave
     */
    Lifetime(Runnable free) {
        this.free = free;
    }

    /** Enters, unless closed. Who gets {@code true} must {@link #exit}. */
    boolean enter() {
        int users;
        do {
            users = state.get();
            if (users < 0) {
                return false;
            }
        } while (!state.compareAndSet(users, users + 1));
        return true;
    }

    void exit() {
        if (state.decrementAndGet() == CLOSED) {
            try {
                free.run();
            } finally {
                freed.countDown();
            }
        }
    }

    /**
     * Lets nobody in any more. Does not wait; see {@link #awaitFreed}.
     *
     * @param wake makes those inside leave; runs while the resource is certain to be there
     * @return whether it was this call that closed
     */
    boolean close(Runnable wake) {
        int users;
        do {
            users = state.get();
            if (users < 0) {
                return false;
            }
            // The closer is a user too until it has woken the others.
        } while (!state.compareAndSet(users, users + 1 + CLOSED));
        try {
            wake.run();
        } finally {
            exit();
        }
        return true;
    }

    boolean isClosed() {
        return state.get() < 0;
    }

    /** Waits until the resource is freed. Never from inside: that would wait for itself. */
    void awaitFreed() {
        awaitFor(freed);
    }

    /** Waits for what comes at once; an interrupt meanwhile is kept for the caller. */
    static void awaitFor(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
