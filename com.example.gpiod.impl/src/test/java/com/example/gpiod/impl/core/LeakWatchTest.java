package com.example.gpiod.impl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class LeakWatchTest {
    private final LeakWatch leaks = new LeakWatch();
    private final AtomicBoolean held = new AtomicBoolean(true);
    private final AtomicInteger releases = new AtomicInteger();

    @Test
    void forgottenOneIsReleased() throws InterruptedException {
        leaks.watch(new Object(), () -> "forgotten", held::get, this::release);
        while (held.get()) {
            System.gc();
            Thread.sleep(1);
        }
        assertEquals(1, releases.get());
    }

    /** As when a bundle stops that forgot it: its door released it, and said so. */
    @Test
    void oneThatIsGoneOtherwiseIsLeftAlone() {
        var watch = leaks.watch(new Object(), () -> "gone", held::get, this::release);
        held.set(false);
        // What the garbage collector would bring about.
        watch.clean();
        assertEquals(0, releases.get());
    }

    /** In a storm the places are not noted, but what is forgotten is released. */
    @Test
    void oneOfTooManyIsReleased() {
        for (int i = 0; i < 300; i++) {
            leaks.watch(this, () -> "one of many", held::get, this::release).clean();
            assertEquals(i + 1, releases.get());
            held.set(true);
        }
    }

    private void release() {
        releases.incrementAndGet();
        held.set(false);
    }
}
