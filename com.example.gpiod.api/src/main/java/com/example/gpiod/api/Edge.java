package com.example.gpiod.api;

/**
 * Which edges of an input line are reported.
 *
 * <p>Edges are logical: on an active-low line {@link #RISING} is the change from inactive to
 * active, which is electrically falling (kernel uAPI v2).
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
public enum Edge {
    /** No edge is reported. */
    NONE,
    /** Changes from inactive to active. */
    RISING,
    /** Changes from active to inactive. */
    FALLING,
    /** Both kinds of change. */
    BOTH
}
