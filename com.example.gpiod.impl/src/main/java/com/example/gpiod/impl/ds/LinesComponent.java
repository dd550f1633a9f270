package com.example.gpiod.impl.ds;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.Lines;
import com.example.gpiod.impl.core.GpiodView;
import com.example.gpiod.impl.core.LinesView;
import com.example.gpiod.impl.core.OwnedRequest;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
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
 * One configuration, one request, one {@link Lines} service while the request is held. A wrong
 * configuration, or one that the kernel refuses, is logged in one line and tried again when it
 * changes or when a chip comes.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@Component(
        configurationPid = Lines.FACTORY_PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {})
@Designate(ocd = LinesConfig.Attributes.class, factory = true)
public final class LinesComponent {
    private static final Logger LOG = LoggerFactory.getLogger(LinesComponent.class);

    private final BundleContext context;
    private final String pid;
    private final GpiodView door;

    /** Null when the configuration is wrong, and nothing is to be tried. */
    private final @Nullable LinesConfig config;

    /** Held also while the service is registered and unregistered, which calls its users. */
    private final ReentrantLock lock = new ReentrantLock();

    // All below: guarded by lock.
    private @Nullable OwnedRequest request;
    private @Nullable ServiceRegistration<Lines> service;
    private String lastRefusal = "";
    private boolean ended;

    @Activate
    public LinesComponent(
            BundleContext context,
            @Reference GpiodComponent gpiod,
            Map<String, Object> properties) {
        this.context = context;
        this.pid = String.valueOf(properties.get(Constants.SERVICE_PID));
        LinesConfig parsed = null;
        try {
            parsed = LinesConfig.parse(properties);
        } catch (IllegalArgumentException e) {
            LOG.error("Configuration {} is refused: {}", pid, e.getMessage());
        }
        config = parsed;
        door = gpiod.core().door(parsed == null ? pid : parsed.name());
    }

    /** With the chips that are there already, and then with each that comes. */
    @Activate
    void tryNow() {
        hold();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addChip(ServiceReference<Chip> chip) {
        hold();
    }

    void removeChip(ServiceReference<Chip> chip) {
        lock.lock();
        try {
            OwnedRequest held = request;
            if (held != null && held.chip().path().equals(chip.getProperty(Chip.CHIP_PATH))) {
                LOG.warn("Configuration {} is not in effect: its chip is gone", pid);
                release();
            }
        } finally {
            lock.unlock();
        }
    }

    @Deactivate
    void deactivate() {
        lock.lock();
        try {
            ended = true;
            release();
        } finally {
            lock.unlock();
        }
    }

    private void hold() {
        lock.lock();
        try {
            if (config == null || request != null || ended) {
                return;
            }
            OwnedRequest held = request(config);
            if (held == null) {
                return;
            }
            request = held;
            LOG.info(
                    "Configuration {} holds lines {} of {} [{}]",
                    pid,
                    held.offsets(),
                    held.chip().name(),
                    held.chip().label());
            service = context.registerService(
                    Lines.class, new Views(held), properties(config.name(), held));
        } finally {
            lock.unlock();
        }
    }

    /** Call with the lock held. Says in one line why it could not; the same reason only once. */
    private @Nullable OwnedRequest request(LinesConfig wanted) {
        try {
            OwnedRequest held = wanted.request(door);
            lastRefusal = "";
            return held;
        } catch (GpiodException | IllegalArgumentException | IllegalStateException e) {
            // The last when the chip or its backend ends right now.
            String refusal = String.valueOf(e.getMessage());
            if (!refusal.equals(lastRefusal)) {
                lastRefusal = refusal;
                LOG.error("Configuration {} is not in effect: {}", pid, refusal);
            }
            return null;
        }
    }

    /** Call with the lock held. The users let go first, while the lines still work. */
    private void release() {
        if (service != null) {
            service.unregister();
            service = null;
        }
        if (request != null) {
            request.close();
            request = null;
        }
    }

    @SuppressWarnings("JdkObsolete") // the service registry takes a Dictionary
    private static Dictionary<String, Object> properties(String name, OwnedRequest held) {
        ChipInfo chip = held.chip();
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Lines.NAME, name);
        properties.put(Lines.CHIP_NAME, chip.name());
        properties.put(Lines.CHIP_LABEL, chip.label());
        properties.put(Lines.LINES, held.names().toArray(String[]::new));
        properties.put(Lines.OFFSETS, held.offsets().toArray(Integer[]::new));
        return properties;
    }

    /** A view for each user. */
    private static final class Views implements PrototypeServiceFactory<Lines> {
        private final OwnedRequest request;

        Views(OwnedRequest request) {
            this.request = request;
        }

        @Override
        public Lines getService(Bundle bundle, ServiceRegistration<Lines> registration) {
            return request.view();
        }

        @Override
        public void ungetService(
                Bundle bundle, ServiceRegistration<Lines> registration, Lines service) {
            ((LinesView) service).endSubscriptions();
        }
    }
}
