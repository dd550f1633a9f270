package com.example.gpiod.impl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class LifetimeTest {
    private final AtomicInteger freed = new AtomicInteger();
    private final Lifetime lifetime = new Lifetime(freed::incrementAndGet);

    @Test
    void nobodyInside_closeFreesAtOnce() {
        assertTrue(lifetime.close(() -> {}));
        assertEquals(1, freed.get());
    }

    @Test
    void closed_nobodyEnters() {
        lifetime.close(() -> {});
        assertFalse(lifetime.enter());
        assertTrue(lifetime.isClosed());
    }

    @Test
    void userInside_isFreedOnlyWhenItLeaves() {
        assertTrue(lifetime.enter());
        lifetime.close(() -> {});
        assertEquals(0, freed.get());
        lifetime.exit();
        assertEquals(1, freed.get());
    }

    @Test
    void onlyOneOfSeveralClosesWins() {
        assertTrue(lifetime.close(() -> {}));
        assertFalse(lifetime.close(() -> {}));
        assertEquals(1, freed.get());
    }

    @Test
    void wakeRunsBeforeTheResourceIsFreed() {
        lifetime.close(() -> assertEquals(0, freed.get()));
        assertEquals(1, freed.get());
    }

    @Test
    void awaitFreed_keepsTheInterruptForTheCaller() {
        lifetime.close(() -> {});
        Thread.currentThread().interrupt();
        lifetime.awaitFreed();
        assertTrue(Thread.interrupted());
    }

    /** The resource is a flag: whoever is inside must never see it freed. */
    @Test
    void usersAndClosersRace_nobodySeesAFreedResource() throws Exception {
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CyclicBarrier start = new CyclicBarrier(threads);
        for (int round = 0; round < 5_000; round++) {
            AtomicBoolean alive = new AtomicBoolean(true);
            AtomicInteger frees = new AtomicInteger();
            AtomicInteger wins = new AtomicInteger();
            Lifetime contested = new Lifetime(() -> {
                alive.set(false);
                frees.incrementAndGet();
            });
            List<Future<?>> parts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                boolean closes = i >= threads / 2;
                parts.add(pool.submit(() -> {
                    start.await();
                    if (closes) {
                        if (contested.close(() -> assertTrue(alive.get()))) {
                            wins.incrementAndGet();
                        }
                        contested.awaitFreed();
                        assertFalse(alive.get());
                        return null;
                    }
                    while (contested.enter()) {
                        try {
                            assertTrue(alive.get());
                        } finally {
                            contested.exit();
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
            assertEquals(1, frees.get());
            assertEquals(1, wins.get());
        }
        pool.shutdown();
        assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
    }
}
