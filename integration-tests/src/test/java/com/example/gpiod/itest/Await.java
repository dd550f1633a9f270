package com.example.gpiod.itest;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Waits for a condition; generously, for the virtual machine is slow. */
public final class Await {
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long PAUSE_MILLIS = 10;

    private Await() {}

    /** Waits until the condition holds; fails with what was awaited when it never does. */
    public static void until(String what, Callable<Boolean> condition) {
        until(() -> what, condition);
    }

    public static void until(Supplier<String> what, Callable<Boolean> condition) {
        long start = System.nanoTime();
        try {
            while (!condition.call()) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    fail("not within " + PATIENCE.toSeconds() + " s: " + what.get());
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("while waiting for " + what.get(), e);
        }
    }
}
