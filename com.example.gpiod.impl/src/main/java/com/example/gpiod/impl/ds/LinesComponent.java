package com.example.gpiod.impl.ds;

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
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
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
 * changes, when a chip comes and when other lines are released.
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
    private final GpiodComponent gpiod;
    private final GpiodView door;

    /** One object, for {@link GpiodComponent#unwatch}. */
    private final Runnable look = this::look;

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
        this.gpiod = gpiod;
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

    @Activate
    void activate() {
        gpiod.watch(look);
        look();
    }

    @Deactivate
    void deactivate() {
        gpiod.unwatch(look);
        lock.lock();
        try {
            ended = true;
            release();
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of lines that are held no more, and tries to get what is wanted. */
    private void look() {
        lock.lock();
        try {
            if (request != null && !request.isHeld()) {
                release();
            }
            if (config != null && request == null && !ended) {
                hold(config);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Call with the lock held. */
    private void hold(LinesConfig wanted) {
        OwnedRequest held = request(wanted);
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
                Lines.class, new Views(held), properties(wanted.name(), held));
        if (ended) {
            // A user that came with the service stopped us.
            release();
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
        ServiceRegistration<Lines> registered = service;
        OwnedRequest held = request;
        service = null;
        request = null;
        try {
            if (registered != null) {
                registered.unregister();
            }
        } finally {
            if (held != null) {
                held.close();
            }
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
