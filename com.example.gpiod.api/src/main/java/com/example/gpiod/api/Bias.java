package com.example.gpiod.api;

/**
 * Internal bias (pull resistor) of a line.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
public enum Bias {
    /** Requested without a change of bias. */
    AS_IS,
    /** The kernel does not know the bias. Only reported, never set. */
    UNKNOWN,
    /** No bias. */
    DISABLED,
    /** Pulled up. */
    PULL_UP,
    /** Pulled down. */
    PULL_DOWN
}
