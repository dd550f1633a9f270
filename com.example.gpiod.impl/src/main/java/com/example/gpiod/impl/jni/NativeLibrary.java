package com.example.gpiod.impl.jni;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Loads {@code libgpiod-osgi.so}: from where the framework put the fragment's, or from a path. The
 * framework finds, unpacks and removes it; what is left to do here is to wait for its turn.
 */
final class NativeLibrary {
    static final String NAME = "gpiod-osgi";

    private static final long PAUSE_MILLIS = 50;

    private NativeLibrary() {}

    static void load(@Nullable String path, Duration patience) throws NativeLibraryException {
        try {
            loadWhenFree(path, patience);
        } catch (LinkageError | IllegalCallerException e) {
            throw new NativeLibraryException(LoadFailure.here(path).explain(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NativeLibraryException(
                    "interrupted while an earlier class loader still had the native library", e);
        }
    }

    /**
     * A library belongs to one class loader at a time. After a refresh that is the old one until it
     * was collected and the JVM's cleaner has unmapped the library: nobody says when, so this asks
     * for it and tries again.
     */
    private static void loadWhenFree(@Nullable String path, Duration patience)
            throws InterruptedException {
        long start = System.nanoTime();
        for (long pause = PAUSE_MILLIS; ; pause *= 2) {
            try {
                loadNow(path);
                return;
            } catch (UnsatisfiedLinkError e) {
                boolean patient = System.nanoTime() - start < patience.toNanos();
                if (!patient || !LoadFailure.isTaken(String.valueOf(e.getMessage()))) {
                    throw e;
                }
            }
            System.gc();
            Thread.sleep(pause);
        }
    }

    private static void loadNow(@Nullable String path) {
        if (path == null) {
            System.loadLibrary(NAME);
        } else {
            System.load(path);
        }
    }
}
