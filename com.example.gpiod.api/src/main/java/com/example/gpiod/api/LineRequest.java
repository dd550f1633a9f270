package com.example.gpiod.api;

import org.osgi.annotation.versioning.ProviderType;

import java.time.Duration;

/**
 * Requested lines that the caller owns, and releases.
 *
 * <p>A request outlives the {@link Chip} object that it was made on. One that its owner forgot is
 * released some time after the last reference to it is gone and nobody is subscribed to it any
 * more, with a warning that says where it was made (unless more than 100 requests and chips were made in that second).
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@ProviderType
public interface LineRequest extends Lines, AutoCloseable {
    /** The largest capacity of an event buffer. */
    int MAX_EVENT_BUFFER_CAPACITY = 65_536;

    /**
     * Says whether the lines are still held.
     *
     * @return {@code false} once {@link #close} was called or the chip went away
     */
    boolean isHeld();

    /**
     * Makes room for edge events.
     *
     * @param capacity how many events fit, 1 to {@value #MAX_EVENT_BUFFER_CAPACITY}; more than the
     *     kernel keeps are rarely read at once
     * @return an empty buffer, for this and any other request
     * @throws IllegalArgumentException if out of range
     */
    EdgeEventBuffer newEventBuffer(int capacity);

    /**
     * Waits until there are edge events to read. The wait ends at once when the lines are released,
     * when their chip goes away, and when the thread is interrupted.
     *
     * @param timeout how long at the most; zero does not wait
     * @return {@code false} after the time-out
     * @throws IllegalArgumentException if the time-out is negative
     * @throws IllegalStateException if a listener is subscribed, which gets the events
     * @throws RequestReleasedException if the request was or is released
     * @throws GpiodException if the kernel refuses; {@link GpiodException.Reason#GONE} when the
     *     chip went away
     * @throws InterruptedException if the thread is interrupted
     */
    boolean waitEdgeEvents(Duration timeout) throws GpiodException, InterruptedException;

    /**
     * Reads edge events, as many as there are and fit; waits for the first if there is none. Of
     * several threads that read, each event goes to one.
     *
     * @param buffer gets the events, instead of those it had
     * @param timeout how long to wait at the most; zero does not wait
     * @return how many; 0 after the time-out
     * @throws IllegalArgumentException if the time-out is negative, or if the buffer is none that
     *     {@link #newEventBuffer} made
     * @throws IllegalStateException if a listener is subscribed, which gets the events
     * @throws RequestReleasedException if the request was or is released
     * @throws GpiodException if the kernel refuses; {@link GpiodException.Reason#GONE} when the
     *     chip went away
     * @throws InterruptedException if the thread is interrupted
     */
    int readEdgeEvents(EdgeEventBuffer buffer, Duration timeout)
            throws GpiodException, InterruptedException;

    /**
     * Releases the lines. When this returns, nothing holds them any more, and a new request of them
     * succeeds; calls of other threads that are under way end first, those that wait for events at
     * once, later ones throw {@link RequestReleasedException}. What an output does from then on is
     * up to the driver. May be called from inside a listener, from any thread, any number of times.
     */
    @Override
    void close();
}
