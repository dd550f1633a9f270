package com.example.gpiod.api;

import org.osgi.annotation.versioning.ConsumerType;

import java.io.IOException;

/**
 * Is told what happens to watched lines; see {@link Chip#subscribe}.
 *
 * <p>The methods are called on a thread of the library's, never on the one that reads from the
 * kernel: a listener may block, close the chip, close its subscription or throw. What it throws is
 * logged and counted, and harms nobody else.
 *
 * <p><b>Synchronization:</b> none required; the calls for one subscription come one after the
 * other, in the order of the events, and each sees what the one before it wrote. A listener that
 * subscribes several times is called by several threads at once.
 */
@ConsumerType
@FunctionalInterface
public interface InfoListener {
    /**
     * Called for each event.
     *
     * @param event what happened
     * @throws IOException if what the listener does fails; logged and counted like all that it
     *     throws
     */
    void onInfo(InfoEvent event) throws IOException;

    /**
     * Called when events may have been lost, where they would have come: the kernel keeps 32 events
     * until they are read, drops what comes then, and does not say so; the queue of
     * this subscription may have overflowed, too. {@link
     * Chip#lineInfo(int)} tells how the lines are now. Does nothing unless overridden.
     */
    default void onMayHaveLost() {}

    /**
     * Called once, after the last event, when the chip went away. Not called when the chip or the
     * subscription was closed. Does nothing unless overridden.
     *
     * @param reason what happened
     */
    default void onGone(GpiodException reason) {}
}
