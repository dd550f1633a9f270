package com.example.gpiod.spi;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Waits for everything of a backend at once: few threads of the core's serve all requests and watches.
 * Edge-triggered, as epoll is with {@code EPOLLET}: what becomes ready is told once, to one of the threads that
 * wait. It has to read all that there is, and is told again when something comes after that, and after
 * {@link #modify}.
 *
 * <p><b>Synchronization:</b> none required, within what the core promises (see the package). All methods
 * are called from any threads, {@link #await} by several at once. The core ends all waits with {@link #end}
 * before it closes the poller, and removes a source before it closes that.
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
     * Says anew whether a request or chip is ready when there are events to read. What is ready then is
     * told, also if it was before.
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
     * Waits until something is ready that nobody was told of, {@link #wakeup} was called or the time is
     * over. A wake-up is consumed by the waits that it ends.
     *
     * @param tokens gets the tokens of what is ready
     * @param timeoutMillis how long to wait at most, in milliseconds; {@link #NO_TIMEOUT} is for ever
     * @return how many tokens; may be 0
     * @throws ErrnoException if the kernel refuses
     */
    int await(long[] tokens, int timeoutMillis) throws ErrnoException;

    /** Ends a wait that is under way, perhaps more than one, or else the next one, at once. */
    void wakeup();

    /** Ends all waits, and those to come, at once. */
    void end();

    /** Closes the poller. */
    void close();
}
