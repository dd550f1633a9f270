package com.example.gpiod.impl.ds;

import java.util.concurrent.TimeUnit;

/**
 * At most so many in any one second; those that come slower are not held up.
 *
 * <p><b>Synchronization:</b> external synchronization required.
 */
final class Pace {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** When the last ones passed; the oldest is overwritten next. */
    private final long[] passed;

    private int oldest;
    private boolean full;

    Pace(int perSecond) {
        passed = new long[perSecond];
    }

    /** Returns how long the next one has to wait; 0 if it may pass. */
    long nanosToWait(long now) {
        return full ? Math.max(0, SECOND - (now - passed[oldest])) : 0;
    }

    void pass(long now) {
        passed[oldest] = now;
        oldest = (oldest + 1) % passed.length;
        full |= oldest == 0;
    }
}
