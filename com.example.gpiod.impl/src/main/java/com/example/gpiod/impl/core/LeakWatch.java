package com.example.gpiod.impl.core;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;

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
     * Watches an object.
     *
     * @param owner the object that the user holds
     * @param what what it is, for the warning
     * @param release releases it; must not refer to the owner
     * @return to be disarmed when the owner is closed
     */
    Watch watch(Object owner, String what, Runnable release) {
        Watch watch = new Watch(what, release, new Throwable("made here"));
        watch.cleanable = cleaner.register(owner, watch::leaked);
        return watch;
    }

    /** What is known of one watched object; never refers to it. */
    static final class Watch {
        private final String what;
        private final Runnable release;
        private final Throwable madeHere;
        private final AtomicBoolean disarmed = new AtomicBoolean();

        /** Set before the watch is handed out. */
        private Cleaner.@Nullable Cleanable cleanable;

        private Watch(String what, Runnable release, Throwable madeHere) {
            this.what = what;
            this.release = release;
            this.madeHere = madeHere;
        }

        private void leaked() {
            if (!disarmed.get()) {
                LOG.warn("{} was never closed; it is now", what, madeHere);
                release.run();
            }
        }

        /** The owner was closed: nothing is left to watch. */
        void disarm() {
            if (disarmed.compareAndSet(false, true) && cleanable != null) {
                cleanable.clean();
            }
        }
    }
}
