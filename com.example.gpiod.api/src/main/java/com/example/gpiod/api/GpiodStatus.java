package com.example.gpiod.api;

import org.osgi.annotation.versioning.ProviderType;

import java.util.List;

/**
 * What is held and what is configured in this framework: an OSGi service for those who look after a
 * gateway.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@ProviderType
public interface GpiodStatus {
    /**
     * Lists the requests that are held in this framework.
     *
     * @return unmodifiable snapshot, by chip and offsets
     */
    List<RequestStatus> requests();

    /**
     * Lists the configurations with the factory PID {@value Lines#FACTORY_PID}.
     *
     * @return unmodifiable snapshot, by PID
     */
    List<ConfigurationStatus> configurations();
}
