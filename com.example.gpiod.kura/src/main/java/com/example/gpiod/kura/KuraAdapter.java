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
    private final ReentrantLock lock = new ReentrantLock();

    // All below: guarded by lock.
    private @Nullable AdapterConfig config;
    private boolean usable;
    private boolean active;
    private @Nullable Pins pins;
    private @Nullable ServiceRegistration<GPIOService> service;
    private @Nullable ServiceRegistration<ConfigurableComponent> marker;

    @Activate
    public KuraAdapter(
            BundleContext context, @Reference Gpiod gpiod, Map<String, Object> properties) {
        this.context = context;
        this.gpiod = gpiod;
        usable = !gpiod.apiVersion().isEmpty();
        config = parse(properties);
    }

    @Activate
    void activate() {
        ServiceRegistration<ConfigurableComponent> registered =
                ConfigurationMarkers.register(context, AdapterConfig.PID, AdapterConfig.PID, null);
        boolean waits;
        lock.lock();
        try {
            marker = registered;
            active = true;
            waits = !usable;
        } finally {
            lock.unlock();
        }
        if (waits) {
            LOG.warn(
                    "GPIO cannot be used here yet, so there is no GPIOService: there is no chip, and"
                            + " the log of com.example.gpiod.impl says why there is no native library");
        }
        registerIfUsable();
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
        } finally {
            lock.unlock();
        }
        lookAgain();
        registerIfUsable();
    }

    void removeChip(ServiceReference<Chip> chip) {
        lookAgain();
    }

    private void lookAgain() {
        lock.lock();
        try {
            if (pins != null) {
                pins.lookAgain();
            }
        } finally {
            lock.unlock();
        }
    }

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
        } finally {
            lock.unlock();
        }
        registerIfUsable();
    }

    @Deactivate
    void deactivate() {
        ServiceRegistration<GPIOService> registered;
        ServiceRegistration<ConfigurableComponent> marked;
        Pins last;
        lock.lock();
        try {
            active = false;
            registered = service;
            service = null;
            marked = marker;
            last = pins;
        } finally {
            lock.unlock();
        }
        if (marked != null) {
            marked.unregister();
        }
        if (registered != null) {
            registered.unregister();
        }
        if (last != null) {
            last.stop();
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

    /** Calls users of the service, so without the lock. */
    private void registerIfUsable() {
        Pins first;
        lock.lock();
        try {
            AdapterConfig present = config;
            if (!active || !usable || present == null || pins != null) {
                return;
            }
            first = new Pins(gpiod, present);
            pins = first;
        } finally {
            lock.unlock();
        }
        ServiceRegistration<GPIOService> registered =
                context.registerService(GPIOService.class, first, properties());
        lock.lock();
        try {
            if (active) {
                service = registered;
                return;
            }
        } finally {
            lock.unlock();
        }
        // A user that came with the service stopped us, or somebody else did meanwhile.
        try {
            registered.unregister();
        } catch (IllegalStateException e) {
            LOG.debug("The framework was faster: {}", e.getMessage());
        }
    }

    @SuppressWarnings("JdkObsolete") // the service registry takes a Dictionary
    private static Dictionary<String, Object> properties() {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(KURA_SERVICE_PID, AdapterConfig.PID);
        properties.put(Constants.SERVICE_RANKING, RANKING);
        return properties;
    }
}
