package com.example.gpiod.impl.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.spi.BackendPoller;
import com.example.gpiod.spi.EventSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class PollLoopTest {
    private final Semaphore calls = new Semaphore(0);
    private final PollLoop loop = new PollLoop("test", new Wakeups(), calls::release);

    /** Waits for wake-ups and for nothing else. */
    private static final class Wakeups implements BackendPoller {
        private final Semaphore wakeups = new Semaphore(0);

        @Override
        public int await(long[] tokens, int timeoutMillis) {
            try {
                if (timeoutMillis == NO_TIMEOUT) {
                    wakeups.acquire();
                } else {
                    wakeups.tryAcquire(timeoutMillis, TimeUnit.MILLISECONDS);
                }
                return 0;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void wakeup() {
            wakeups.release();
        }

        @Override
        public void add(EventSource source, long token, boolean events) {}

        @Override
        public void modify(EventSource source, long token, boolean events) {}

        @Override
        public void remove(EventSource source) {}

        @Override
        public void watchChips(long token) {}

        @Override
        public void close() {}
    }

    @Test
    void whatIsToBeCalledSoonIsCalledLater_andAgainWhenAskedAgain() throws InterruptedException {
        for (int i = 1; i <= 3; i++) {
            long before = System.nanoTime();
            loop.callSoon();
            calls.acquire();
            assertTrue(System.nanoTime() - before >= TimeUnit.MILLISECONDS.toNanos(90));
        }
        loop.close();
    }

    @Test
    void closeDoesNotWaitForIt() {
        loop.callSoon();
        loop.close();
        loop.callSoon();
    }
}
