package com.example.gpiod.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The exclusive right to write lines that others share; see {@link Lines#claim}.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@ProviderType
public interface LinesClaim extends AutoCloseable {
    /**
     * Gives the right back: from now on the last writer wins again. May be called from any thread,
     * any number of times; it is done, too, when the claimer gives the {@link Lines} service back
     * or the lines are released.
     */
    @Override
    void close();
}
