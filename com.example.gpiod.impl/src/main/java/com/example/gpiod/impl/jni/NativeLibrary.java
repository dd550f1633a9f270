package com.example.gpiod.impl.jni;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Loads {@code libgpiod-osgi.so}: from where the framework put the fragment's, or from a path. The
 * framework finds, unpacks and removes it; what is left to do here is to wait for its turn and to
 * say what went wrong.
 */
final class NativeLibrary {
    private static final String NAME = "gpiod-osgi";
    private static final long PAUSE_MILLIS = 50;

    private NativeLibrary() {}

    static void load(@Nullable String path, Duration patience) throws NativeLibraryException {
        try {
            loadWhenFree(path, patience);
        } catch (LinkageError e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            String advice = advice(
                    message, path, System.getProperty("os.name"), System.getProperty("os.arch"));
            throw new NativeLibraryException(advice, e);
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
                if (!patient || !isTaken(String.valueOf(e.getMessage()))) {
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

    private static boolean isTaken(String message) {
        return message.contains("already loaded in another class");
    }

    /** Makes one sentence of what the JVM's loader said. */
    static String advice(String message, @Nullable String path, String osName, String osArch) {
        if (!osName.equals("Linux")) {
            return "no native library for " + osName
                    + ": GPIO character devices are Linux's, elsewhere there is only the simulator";
        }
        if (message.startsWith("no " + NAME + " in ")) {
            return "no native library for os.arch " + osArch + ": install the fragment "
                    + fragment(osArch) + " and refresh com.example.gpiod.impl";
        }
        if (isTaken(message)) {
            return "the native library is still held by the class loader of an earlier"
                    + " com.example.gpiod.impl (" + message
                    + "): refresh com.example.gpiod.impl; if it was, end what still uses the"
                    + " earlier one, or restart the JVM";
        }
        if (message.contains("failed to map segment")) {
            return "the native library must not be executed from where it is (" + message
                    + "): mount that file system without noexec, or set " + JniBackend.LIBRARY
                    + " to the absolute path of a copy elsewhere";
        }
        if (message.contains("libgpiod.so.")) {
            return "the native library was built for a system with a libgpiod of its own ("
                    + message
                    + "): install that (on Debian libgpiod3), or a "
                    + fragment(osArch) + " that has libgpiod inside";
        }
        if (path != null) {
            return JniBackend.LIBRARY + "=" + path + " cannot be loaded (" + message
                    + "): set it to the absolute path of the lib" + NAME + ".so of "
                    + fragment(osArch) + ", or not at all";
        }
        return "the native library cannot be loaded (" + message + "): install " + fragment(osArch)
                + " of the same version as com.example.gpiod.impl";
    }

    private static String fragment(String osArch) {
        return "com.example.gpiod.natives.linux." + processor(osArch);
    }

    private static String processor(String osArch) {
        return switch (osArch) {
            case "amd64" -> "x86_64";
            case "arm" -> "armhf";
            default -> osArch;
        };
    }
}
