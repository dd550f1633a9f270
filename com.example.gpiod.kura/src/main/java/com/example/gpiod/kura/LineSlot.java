package com.example.gpiod.kura;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.ReentrantLock;

/**
 * What the pins of one line share, which differ in their settings: only one of them can be open.
 *
 * <p><b>Synchronization:</b> external synchronization required, by {@link #lock}.
 */
final class LineSlot {
    /** Held while a pin of the line is opened, closed, or given a listener; not while it is used. */
    final ReentrantLock lock = new ReentrantLock();

    /** Guarded by lock. The pin that was opened last. */
    @Nullable Pin opened;
}
