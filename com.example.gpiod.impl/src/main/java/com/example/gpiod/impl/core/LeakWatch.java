package com.example.gpiod.impl.core;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Releases what its owner forgot, with one warning that says where it was made, unless that was in a
 * storm of such objects.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class LeakWatch {
    private static final Logger LOG = LoggerFactory.getLogger(LeakWatch.class);

    /**
     * So many places a second are noted: all, but in a storm of requests, where each would cost about as
     * much as the request itself.
     */
    private static final int NOTED_A_SECOND = 100;

    private static final long SECOND = 1_000_000_000;

    /** Ends its thread when it is garbage itself, so it must never be held by a static field. */
    private final Cleaner cleaner = Cleaner.create();

    /** Places noted since {@link #second}. */
    private final AtomicInteger noted = new AtomicInteger();

    /** When counting last began anew. Whoever finds it over begins; a few more are noted then. */
    private volatile long second = System.nanoTime();

    /**
     * Watches an object. None of the functions may refer to it.
     *
     * @param owner the object that the user holds
     * @param what says what it is, for the warning
     * @param held says whether there is still something to release: it may have gone otherwise,
     *     with the bundle that forgot it or with its chip
     * @param release releases it
     * @return to be cleaned when the owner was closed
     */
    Cleaner.Cleanable watch(
            Object owner, Supplier<String> what, BooleanSupplier held, Runnable release) {
        @Nullable Throwable madeHere = mayNote() ? new Throwable("made here") : null;
        return cleaner.register(owner, () -> {
            if (held.getAsBoolean()) {
                if (madeHere == null) {
                    LOG.warn(
                            "{} was never closed; it is now (made among too many to tell where)",
                            what.get());
                } else {
                    LOG.warn("{} was never closed; it is now", what.get(), madeHere);
                }
                release.run();
            }
        });
    }

    private boolean mayNote() {
        long now = System.nanoTime();
        if (now - second > SECOND) {
            second = now;
            noted.set(0);
        }
        return noted.get() < NOTED_A_SECOND && noted.incrementAndGet() <= NOTED_A_SECOND;
    }
}
