package com.example.gpiod.api;

/**
 * Direction of a line.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
public enum Direction {
    /** Requested without a change of direction; the line stays what it is. */
    AS_IS,
    /** The line is read, and may detect edges. */
    INPUT,
    /** The line is driven. */
    OUTPUT
}
