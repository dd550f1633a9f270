package com.example.gpiod.spi;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a {@link BackendPoller} waits for: a request, which has edge events, or a chip, which has
 * info events.
 *
 * <p><b>Synchronization:</b> none required, within what the core promises (see the package).
 */
@ConsumerType
public interface EventSource {
    /**
     * Says whether there is an event to read; never blocks.
     *
     * @return whether there is one; without waiting, this may change at any time
     * @throws ErrnoException ENODEV when the chip went away
     */
    boolean hasEvents() throws ErrnoException;
}
