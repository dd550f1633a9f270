package com.example.gpiod.itest;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Waits for a condition; generously, for the virtual machine is slow. */
public final class Await {
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration START_PATIENCE = Duration.ofMinutes(4);
    private static final long PAUSE_MILLIS = 10;

    private Await() {}

    /** Waits until the condition holds; fails with what was awaited when it never does. */
    public static void until(String what, Callable<Boolean> condition) {
        until(() -> what, condition);
    }

    public static void until(Supplier<String> what, Callable<Boolean> condition) {
        value(what, () -> condition.call() ? Optional.of(true) : Optional.empty());
    }

    /** The same for what begins with the start of another JVM and a framework. */
    public static void untilStarted(Supplier<String> what, Callable<Boolean> condition) {
        value(START_PATIENCE, what, () -> condition.call() ? Optional.of(true) : Optional.empty());
    }

    /** Waits until there is a value; fails with what was awaited when there never is. */
    public static <T> T value(Supplier<String> what, Callable<Optional<T>> source) {
        return value(PATIENCE, what, source);
    }

    private static <T> T value(
            Duration patience, Supplier<String> what, Callable<Optional<T>> source) {
        long start = System.nanoTime();
        try {
            Optional<T> value;
            while ((value = source.call()).isEmpty()) {
                if (System.nanoTime() - start > patience.toNanos()) {
                    fail("not within " + patience.toSeconds() + " s: " + what.get());
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            return value.get();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("while waiting for " + what.get(), e);
        }
    }
}
