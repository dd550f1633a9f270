package com.example.gpiod.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Requested lines that the caller owns, and releases.
 *
 * <p>A request outlives the {@link Chip} object that it was made on. One that its owner forgot is
 * released some time after the last reference to it is gone and nobody is subscribed to it any
 * more, with a warning that says where it was made.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@ProviderType
public interface LineRequest extends Lines, AutoCloseable {
    /**
     * Says whether the lines are still held.
     *
     * @return {@code false} once {@link #close} was called or the chip went away
     */
    boolean isHeld();

    /**
     * Releases the lines. When this returns, nothing holds them any more, and a new request of them
     * succeeds; calls of other threads that are under way end first, later ones throw {@link
     * RequestReleasedException}. What an output does from then on is up to the driver. May be
     * called from inside a listener, from any thread, any number of times.
     */
    @Override
    void close();
}
