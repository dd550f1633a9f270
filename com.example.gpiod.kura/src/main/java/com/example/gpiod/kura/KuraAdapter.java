package com.example.gpiod.kura;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Gpiod;

import org.eclipse.kura.configuration.ConfigurableComponent;
import org.eclipse.kura.gpio.GPIOService;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Registers Kura's GPIO service where GPIO can be used: where the native library works, or some chip
 * was there. It stays when chips go, so that applications keep it over an unplug.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@Component(
        configurationPid = AdapterConfig.PID,
        service = {})
@Designate(ocd = AdapterConfig.Attributes.class)
public final class KuraAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(KuraAdapter.class);

    /** What Kura knows a service or a configuration by. */
    static final String KURA_SERVICE_PID = "kura.service.pid";

    /** Above Kura's own, for those who take any: who installs this one wants it. */
    private static final int RANKING = 100;

    private final BundleContext context;
    private final Gpiod gpiod;
    private final ServiceRegistration<ConfigurableComponent> marker;

    /** Held also while the service is registered, which calls its users. */
    private final ReentrantLock lock = new ReentrantLock();

    // All below: guarded by lock.
    private @Nullable AdapterConfig config;
    private boolean usable;
    private boolean active;
    private @Nullable Pins pins;
    private @Nullable ServiceRegistration<GPIOService> service;

    @Activate
    public KuraAdapter(
            BundleContext context, @Reference Gpiod gpiod, Map<String, Object> properties) {
        this.context = context;
        this.gpiod = gpiod;
        usable = !gpiod.apiVersion().isEmpty();
        config = parse(properties);
        marker = ConfigurationMarkers.register(context, AdapterConfig.PID, AdapterConfig.PID, null);
    }

    @Activate
    void activate() {
        lock.lock();
        try {
            active = true;
            register();
            if (!usable) {
                LOG.warn(
                        "GPIO cannot be used here yet, so there is no GPIOService: there is no chip,"
                                + " and the log of com.example.gpiod.impl says why there is no native"
                                + " library");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Just to see it: nobody opens a chip by that. */
    @Reference(
            service = Chip.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void addChip(ServiceReference<Chip> chip) {
        lock.lock();
        try {
            usable = true;
            register();
        } finally {
            lock.unlock();
        }
    }

    void removeChip(ServiceReference<Chip> chip) {}

    @Modified
    void modified(Map<String, Object> properties) {
        lock.lock();
        try {
            AdapterConfig next = parse(properties);
            if (next == null) {
                return;
            }
            config = next;
            if (pins != null) {
                pins.configure(next);
                LOG.info("The configuration is changed; pins that are open stay as they are");
            }
            register();
        } finally {
            lock.unlock();
        }
    }

    @Deactivate
    void deactivate() {
        lock.lock();
        try {
            active = false;
            marker.unregister();
            if (service != null) {
                service.unregister();
            }
            if (pins != null) {
                pins.stop();
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable AdapterConfig parse(Map<String, Object> properties) {
        try {
            return AdapterConfig.parse(properties);
        } catch (IllegalArgumentException e) {
            LOG.error(
                    "Configuration {} is {}: {}",
                    AdapterConfig.PID,
                    config == null
                            ? "refused, and there is no GPIOService"
                            : "refused, the earlier one stays in effect",
                    e.getMessage());
            return null;
        }
    }

    /** Call with the lock held. */
    @SuppressWarnings("JdkObsolete") // the service registry takes a Dictionary
    private void register() {
        AdapterConfig present = config;
        if (!active || !usable || present == null || pins != null) {
            return;
        }
        pins = new Pins(gpiod, present);
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(KURA_SERVICE_PID, AdapterConfig.PID);
        properties.put(Constants.SERVICE_RANKING, RANKING);
        service = context.registerService(GPIOService.class, pins, properties);
        if (!active) {
            // A user that came with the service stopped us.
            service.unregister();
        }
    }
}
