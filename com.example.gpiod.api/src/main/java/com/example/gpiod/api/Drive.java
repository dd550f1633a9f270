package com.example.gpiod.api;

/**
 * How an output line is driven.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
public enum Drive {
    /** Both levels are driven. */
    PUSH_PULL,
    /** Only low is driven; high needs a pull-up. */
    OPEN_DRAIN,
    /** Only high is driven; low needs a pull-down. */
    OPEN_SOURCE
}
