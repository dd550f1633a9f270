package com.example.gpiod.impl.ds;

import com.example.gpiod.api.ConfigurationStatus;
import com.example.gpiod.api.GpiodStatus;
import com.example.gpiod.api.RequestStatus;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import java.util.List;

/**
 * Tells those who look after a gateway what is held and configured.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@Component
public final class StatusComponent implements GpiodStatus {
    private final GpiodComponent gpiod;

    @Activate
    public StatusComponent(@Reference GpiodComponent gpiod) {
        this.gpiod = gpiod;
    }

    @Override
    public List<RequestStatus> requests() {
        return gpiod.core().requests();
    }

    @Override
    public List<ConfigurationStatus> configurations() {
        return gpiod.configurations();
    }
}
