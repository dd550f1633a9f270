package com.example.gpiod.simulator;

import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.LineSettings;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Future;

/**
 * Edge detection and software debounce of one line of a request. Everything that can change is
 * guarded by the simulator's lock, which the callers hold.
 */
final class EdgeDetector {
    private final Simulator simulator;
    private final SimRequest request;
    private final Line line;

    private Edge edge = Edge.NONE;
    private EventClock clock = EventClock.MONOTONIC;

    /** 0 without debounce. */
    private long debounceNanos;

    /** The level after the debounce, while there is one. */
    private boolean stableHigh;

    /** Ends the debounce period that is running, if any. */
    private @Nullable Future<?> period;

    /** Counts debounce periods: one that was cancelled too late sees that it is not the last. */
    private int periods;

    /** Number of the last edge; goes on through reconfigurations. */
    private int seqno;

    EdgeDetector(Simulator simulator, SimRequest request, Line line) {
        this.simulator = simulator;
        this.request = request;
        this.line = line;
    }

    void configure(LineSettings settings) {
        edge = settings.edge();
        clock = settings.eventClock();
        long nanos = settings.debounce().toNanos();
        if (nanos == 0) {
            cancelPeriod();
        } else if (debounceNanos == 0) {
            stableHigh = line.isHigh();
        }
        debounceNanos = nanos;
    }

    void stop() {
        configure(LineSettings.builder().build());
    }

    /** The level as the request sees it. */
    boolean isHigh() {
        return debounceNanos == 0 ? line.isHigh() : stableHigh;
    }

    void levelChanged() {
        if (debounceNanos == 0) {
            report();
            return;
        }
        cancelPeriod();
        int number = periods;
        period = simulator.schedule(() -> periodEnded(number), debounceNanos);
    }

    private void cancelPeriod() {
        periods++;
        if (period != null) {
            period.cancel(false);
            period = null;
        }
    }

    /** Called by the timer, without the lock. */
    private void periodEnded(int number) {
        simulator.lock.lock();
        try {
            if (number == periods && stableHigh != line.isHigh()) {
                stableHigh = line.isHigh();
                report();
            }
        } finally {
            simulator.lock.unlock();
        }
    }

    private void report() {
        boolean rising = isHigh() != line.isActiveLow();
        if (edge == Edge.BOTH || edge == (rising ? Edge.RISING : Edge.FALLING)) {
            request.putEvent(clock, rising, line.offset(), ++seqno);
        }
    }
}
