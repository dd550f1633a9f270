package com.example.gpiod.impl.core;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.ref.Cleaner;
import java.util.function.BooleanSupplier;

/**
 * Releases what its owner forgot, with one warning that says where it was made.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class LeakWatch {
    private static final Logger LOG = LoggerFactory.getLogger(LeakWatch.class);

    /** Ends its thread when it is garbage itself, so it must never be held by a static field. */
    private final Cleaner cleaner = Cleaner.create();

    /**
     * Watches an object. Neither function may refer to it.
     *
     * @param owner the object that the user holds
     * @param what what it is, for the warning
     * @param held says whether there is still something to release: it may have gone otherwise,
     *     with the bundle that forgot it or with its chip
     * @param release releases it
     * @return to be cleaned when the owner was closed
     */
    Cleaner.Cleanable watch(Object owner, String what, BooleanSupplier held, Runnable release) {
        Throwable madeHere = new Throwable("made here");
        return cleaner.register(owner, () -> {
            if (held.getAsBoolean()) {
                LOG.warn("{} was never closed; it is now", what, madeHere);
                release.run();
            }
        });
    }
}
