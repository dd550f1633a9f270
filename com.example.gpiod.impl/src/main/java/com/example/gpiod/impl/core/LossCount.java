package com.example.gpiod.impl.core;

/**
 * Counts the edges of a request that the kernel dropped, by the numbers that it gives to all edges
 * of the request: those count also the edges of a line of which no event is left.
 *
 * <p>The numbers have gaps of another kind, too: edges of two lines overtake each other, and edges
 * that come faster than the interrupt is served become one event. So a gap is a loss only where the
 * kernel's buffer may have overflowed.
 *
 * <p><b>Synchronization:</b> external synchronization required.
 */
final class LossCount {
    /** Number of the newest edge, without the wrap of the kernel's unsigned 32 bits. */
    private long newest;

    /** How many events were read. */
    private long read;

    /** How many edges had no event after the last read, lost or not. */
    private long missing;

    /** An event was read. */
    void read(long globalSeqno) {
        newest += Math.max(0, (int) globalSeqno - (int) newest);
        read++;
    }

    /**
     * All events of a read are counted.
     *
     * @param full whether the kernel's buffer may have overflowed before it
     * @return how many edges were lost since the last call
     */
    long lost(boolean full) {
        long lost = full ? Math.max(0, newest - read - missing) : 0;
        missing = newest - read;
        return lost;
    }
}
