package com.example.gpiod.api;

import java.util.Objects;

/**
 * How many edges a line had, and when the newest of them was. Two of them, of one {@link
 * PulseCounter}, make an exact frequency: {@link #frequencySince}.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 *
 * @param count edges since the lines were requested, of the type that the configuration asks for;
 *     those that the kernel dropped are in it
 * @param timestampNanos when the newest of them was, in nanoseconds of the {@link EventClock} of the
 *     line; 0 while there was none
 * @param exact {@code false} if the count may be behind the kernel's until the next edge of the line:
 *     the kernel dropped edges, and the newest of this line may be among them. Can only be so where
 *     other lines are in the same request.
 */
public record PulseCount(long count, long timestampNanos, boolean exact) {
    private static final double NANOS_OF_A_SECOND = 1e9;

    /**
     * Returns the mean frequency between two counts: the edges between the newest edge of the
     * earlier one and the newest edge of this one, by the time between those two edges. It does not
     * depend on when the counts were read, and no edge is left out or counted twice by it.
     *
     * @param earlier count that was read earlier from the same counter
     * @return edges a second; 0 if there was no edge in between, if the earlier count is 0 and so
     *     has no time to begin with, or if the clock was set back in between
     * @throws NullPointerException if {@code earlier} is null
     */
    public double frequencySince(PulseCount earlier) {
        Objects.requireNonNull(earlier, "earlier");
        long edges = count - earlier.count;
        long nanos = timestampNanos - earlier.timestampNanos;
        return earlier.count > 0 && edges > 0 && nanos > 0 ? edges * NANOS_OF_A_SECOND / nanos : 0;
    }
}
