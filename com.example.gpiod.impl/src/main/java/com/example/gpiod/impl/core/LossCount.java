package com.example.gpiod.impl.core;

/**
 * Counts the edges of a request that the kernel dropped, by the numbers that it gives to all edges
 * of the request: those count also the edges of a line of which no event is left.
 *
 * <p>The numbers have gaps of another kind, too: edges of two lines overtake each other, and edges
 * that come faster than the interrupt is served become one event. So a gap is a loss only where the
 * kernel's buffer may have overflowed: where at least as many events were read, before it was seen
 * empty, as it holds.
 *
 * <p><b>Synchronization:</b> external synchronization required.
 */
final class LossCount {
    private final int bufferSize;
    private final boolean inOrder;

    /** Number of the newest edge, without the wrap of the kernel's unsigned 32 bits. */
    private long newest;

    /** How many events were read. */
    private long read;

    /** How many events were read since the kernel's buffer was last seen empty. */
    private long sinceEmpty;

    /** How many edges without an event have been judged: lost, or not. */
    private long judged;

    /** How many edges are known to be lost. */
    private long lost;

    /**
     * @param bufferSize how many events the kernel keeps
     * @param inOrder whether events come in the order of their numbers
     */
    LossCount(int bufferSize, boolean inOrder) {
        this.bufferSize = bufferSize;
        this.inOrder = inOrder;
    }

    /** Says whether the last event of a read has the newest number. */
    boolean inOrder() {
        return inOrder;
    }

    /** One of the events of a read has this number, which is unsigned. */
    void seen(int globalSeqno) {
        newest += Math.max(0, globalSeqno - (int) newest);
    }

    /** So many events were read. */
    void read(int count) {
        read += count;
        sinceEmpty += count;
    }

    /**
     * All events of a read are counted.
     *
     * @param empty whether it left none
     * @return how many edges are known to be lost that were not before
     */
    long lost(boolean empty) {
        long missing = newest - read;
        boolean overflow = sinceEmpty >= bufferSize;
        long more = overflow ? Math.max(0, missing - judged) : 0;
        lost += more;
        if (overflow || empty) {
            judged = missing;
        }
        if (empty) {
            seenEmpty();
        }
        return more;
    }

    /** How many events were read so far. */
    long read() {
        return read;
    }

    /** How many edges are known to be lost so far. */
    long lost() {
        return lost;
    }

    /** The kernel's buffer holds no event now. */
    void seenEmpty() {
        sinceEmpty = 0;
    }
}
