package com.example.gpiod.spi;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Waits for everything of a backend at once: one thread of the core's at a time serves all requests and
 * watches. Level-triggered, as epoll is: what is ready and not served is ready again.
 *
 * <p><b>Synchronization:</b> none required, within what the core promises (see the package). {@link
 * #await} is called by one thread at a time; the others from any threads while it waits. The core ends a wait
 * with {@link #wakeup} before it closes the poller, and removes a source before it closes that.
 */
@ConsumerType
public interface BackendPoller {
    /** Has {@link #await} wait for ever. */
    int NO_TIMEOUT = -1;

    /**
     * Waits for a request or chip. Without events it is ready only when the chip went away.
     *
     * @param source a request or chip of the same backend, not yet waited for
     * @param token positive, and never used before; {@link #await} returns it
     * @param events whether it is ready also when there are events to read
     * @throws ErrnoException if the kernel refuses
     */
    void add(EventSource source, long token, boolean events) throws ErrnoException;

    /**
     * Changes whether a request or chip is ready when there are events to read.
     *
     * @param source a request or chip that was added
     * @param token the token it was added with
     * @param events whether it is ready also when there are events to read
     * @throws ErrnoException if the kernel refuses
     */
    void modify(EventSource source, long token, boolean events) throws ErrnoException;

    /**
     * Waits no more for a request or chip. A wait that is under way may still return its token.
     *
     * @param source a request or chip that was added
     * @throws ErrnoException if the kernel refuses
     */
    void remove(EventSource source) throws ErrnoException;

    /**
     * Waits also for chips that come, go or change their permissions. {@link #await} returns the
     * token after {@link GpioBackend#chipPaths} may have changed.
     *
     * @param token positive, and never used before
     * @throws ErrnoException if the kernel refuses
     */
    void watchChips(long token) throws ErrnoException;

    /**
     * Waits until something is ready, {@link #wakeup} was called or the time is over; a wake-up is
     * consumed.
     *
     * @param tokens gets the tokens of what is ready
     * @param timeoutMillis how long to wait at most, in milliseconds; {@link #NO_TIMEOUT} is for ever
     * @return how many tokens; may be 0
     * @throws ErrnoException if the kernel refuses
     */
    int await(long[] tokens, int timeoutMillis) throws ErrnoException;

    /** Ends the wait that is under way, or else the next one, at once. */
    void wakeup();

    /** Closes the poller. */
    void close();
}
