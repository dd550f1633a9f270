package com.example.gpiod.impl.core;

import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.PulseCount;
import com.example.gpiod.api.PulseCounter;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Counts the edges of one line of a request. It has no queue that could overflow: it looks at each
 * batch as it is read, and of what is missing in it the kernel's numbers tell.
 *
 * <p><b>Synchronization:</b> none required; thread-safe. It is written by one thread at a time, with
 * the lock of the stream held.
 */
public final class LineCounter implements PulseCounter, EventStream.Tap<EdgeEvent> {
    private static final long SECOND = 1_000_000_000;

    /**
     * What is known after an edge.
     *
     * @param newest the newest edge
     * @param mark an edge that is replaced by the first one that is a second newer
     * @param base the mark before it, to measure the frequency from
     */
    private record State(
            PulseCount newest,
            @Nullable PulseCount mark,
            @Nullable PulseCount base) {

        State after(EdgeEvent edge) {
            PulseCount next =
                    new PulseCount(unwrapped(edge), edge.timestampNanos(), newest.exact());
            if (mark == null || next.timestampNanos() < mark.timestampNanos()) {
                // The first one, or somebody set the clock back.
                return new State(next, next, null);
            }
            return next.timestampNanos() - mark.timestampNanos() < SECOND
                    ? new State(next, mark, base)
                    : new State(next, next, mark);
        }

        /** The kernel's number without the wrap of its unsigned 32 bits. */
        private long unwrapped(EdgeEvent edge) {
            long count = newest.count();
            return count == 0
                    ? edge.lineSeqno()
                    : count + Math.max(0, (int) edge.lineSeqno() - (int) count);
        }

        State exact(boolean exact) {
            return new State(
                    new PulseCount(newest.count(), newest.timestampNanos(), exact), mark, base);
        }

        double frequency() {
            return base == null ? 0 : newest.frequencySince(base);
        }
    }

    /** The last state, and when it was: by our clock, for that of the edges may be any. */
    private record Seen(State state, long nanos) {}

    private final int offset;
    private final LongSupplier clock;
    private volatile Seen seen;

    /**
     * @param offset the line
     * @param last its last event so far
     * @param exact whether no later one of it can have been dropped
     * @param clock nanoseconds since whenever
     */
    LineCounter(int offset, @Nullable EdgeEvent last, boolean exact, LongSupplier clock) {
        this.offset = offset;
        this.clock = clock;
        State none = new State(new PulseCount(0, 0, exact), null, null);
        seen = new Seen(last == null ? none : none.after(last), clock.getAsLong());
    }

    @Override
    public void take(EventStream.Batch<EdgeEvent> batch) {
        List<EdgeEvent> events = batch.events();
        Seen before = seen;
        State state = before.state();
        boolean more = false;
        for (EdgeEvent event : events) {
            if (event.offset() == offset) {
                state = state.after(event);
                more = true;
            }
        }
        boolean lost = batch.lost() > 0;
        if (more || lost) {
            // The kernel drops the oldest: of all lines, only that of the last event surely has its
            // newest.
            boolean exact = !lost || events.get(events.size() - 1).offset() == offset;
            seen = new Seen(state.exact(exact), more ? clock.getAsLong() : before.nanos());
        }
    }

    @Override
    public PulseCount read() {
        return seen.state().newest();
    }

    @Override
    public double frequency(Duration standstill) {
        if (standstill.isZero() || standstill.isNegative()) {
            throw new IllegalArgumentException("standstill must be positive, but is " + standstill);
        }
        Seen last = seen;
        long silence = clock.getAsLong() - last.nanos();
        if (silence > EventStream.nanos(standstill)) {
            return 0;
        }
        double frequency = last.state().frequency();
        return silence > SECOND ? Math.min(frequency, (double) SECOND / silence) : frequency;
    }

    @Override
    public String toString() {
        return "PulseCounter[line " + offset + ", " + read().count() + " edges]";
    }
}
