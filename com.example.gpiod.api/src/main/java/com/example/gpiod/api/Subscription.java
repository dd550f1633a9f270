package com.example.gpiod.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A listener's registration for events; ended by {@link #close}, by the release of the request or
 * the close of the chip that it is of, or by the end of that chip, whatever comes first.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@ProviderType
public interface Subscription extends AutoCloseable {
    /**
     * Says how many events the listener did not get so far: edges that were dropped in the kernel's
     * buffer, also while nobody listened yet, and events of any kind that were dropped in the queue
     * of this subscription. Info events that the kernel dropped are not in it: it does not count
     * them.
     *
     * @return number of lost events
     */
    long lost();

    /**
     * Says how many calls of the listener ended with an exception.
     *
     * @return number of failed calls
     */
    long failures();

    /**
     * Ends the subscription. Events in the queue are dropped. The one call of the listener that was
     * under way or just about to begin on another thread is not waited for: its own code might be
     * what waits for this. May be called from inside the listener, from any thread, any number of
     * times.
     */
    @Override
    void close();
}
