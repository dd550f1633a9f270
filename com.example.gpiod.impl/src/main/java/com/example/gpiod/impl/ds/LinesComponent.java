package com.example.gpiod.impl.ds;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.ConfigurationStatus;
import com.example.gpiod.api.ConfigurationStatus.State;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.Lines;
import com.example.gpiod.impl.core.GpiodView;
import com.example.gpiod.impl.core.LinesView;
import com.example.gpiod.impl.core.OwnedRequest;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
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
 * changes, when a chip comes and when other lines are released; until then an earlier one that was in
 * effect stays so.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
// Registered by hand, which bnd does not see; some resolvers, Karaf's for one, ask for it.
@Capability(
        namespace = "osgi.service",
        attribute =
                "objectClass:List<String>=\"com.example.gpiod.api.Lines,com.example.gpiod.api.PulseCounter\"",
        effective = "active")
@Component(
        configurationPid = Lines.FACTORY_PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {})
@Designate(ocd = LinesConfig.Attributes.class, factory = true)
public final class LinesComponent {
    private static final Logger LOG = LoggerFactory.getLogger(LinesComponent.class);

    /** By name: its package may be missing. */
    private static final String EVENT_ADMIN = "org.osgi.service.event.EventAdmin";

    private final BundleContext context;
    private final String pid;
    private final GpiodComponent gpiod;

    /** Held also while the service is registered and unregistered, which calls its users. */
    private final ReentrantLock lock = new ReentrantLock();

    // All below: guarded by lock.
    /** What shall be in effect. Null if nothing well-formed was there yet. */
    private @Nullable LinesConfig wanted;

    /** What is in effect, or was until the chip went. */
    private @Nullable LinesConfig current;

    private @Nullable OwnedRequest request;
    private @Nullable ServiceRegistration<Lines> service;
    private final CounterServices counters;
    private String name = "";
    private String lastRefusal = "";
    private boolean ended;

    /** For those who ask while the lock is held for long. */
    private volatile ConfigurationStatus status;

    @Activate
    public LinesComponent(
            BundleContext context,
            @Reference GpiodComponent gpiod,
            Map<String, Object> properties) {
        this.context = context;
        this.gpiod = gpiod;
        this.counters = new CounterServices(context);
        this.pid = String.valueOf(properties.get(Constants.SERVICE_PID));
        wanted = parse(properties);
        status = describe();
    }

    @Activate
    void activate() {
        gpiod.watch(this);
        look();
    }

    ConfigurationStatus status() {
        return status;
    }

    private ConfigurationStatus describe() {
        State state = request == null
                ? State.INACTIVE
                : lastRefusal.isEmpty() ? State.ACTIVE : State.EARLIER;
        return new ConfigurationStatus(pid, name, state, lastRefusal);
    }

    /** Changes what is held, in place where that is possible. What is refused changes nothing. */
    @Modified
    void modified(Map<String, Object> properties) {
        lock.lock();
        try {
            LinesConfig next = parse(properties);
            if (next == null) {
                return;
            }
            wanted = next;
            lastRefusal = "";
            if (request != null && current != null && request.isHeld()) {
                change(request, current, next);
            }
        } finally {
            status = describe();
            lock.unlock();
        }
        look();
    }

    @Deactivate
    void deactivate() {
        gpiod.unwatch(this);
        lock.lock();
        try {
            ended = true;
            release();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable LinesConfig parse(Map<String, Object> properties) {
        name = String.valueOf(properties.getOrDefault("name", ""));
        try {
            return LinesConfig.parse(properties);
        } catch (IllegalArgumentException e) {
            refuse(e);
            return null;
        }
    }

    /** Lets go of lines that are held no more, and tries to get what is wanted. */
    void look() {
        lock.lock();
        try {
            if (request != null && !request.isHeld()) {
                release();
            }
            LinesConfig next = wanted;
            LinesConfig earlier = current;
            // One that was refused beside an earlier one is tried, too: its chip may have come.
            if (next == null || ended || (request != null && next.equals(earlier))) {
                return;
            }
            Exception refusal = get(next);
            if (refusal != null) {
                if (request == null && earlier != null) {
                    get(earlier);
                }
                refuse(refusal);
            }
        } finally {
            status = describe();
            lock.unlock();
        }
    }

    /** Call with the lock held. */
    private void change(OwnedRequest held, LinesConfig present, LinesConfig next) {
        try {
            if (next.canFollow(present)) {
                next.reconfigure(held);
                follow(next, held);
            } else {
                hold(next, next.request(door(next)));
            }
        } catch (GpiodException | IllegalArgumentException | IllegalStateException e) {
            if (isBusy(e) && next.sharesLinesWith(held)) {
                replace(held, present, next);
            } else {
                // If it names what is not there, or is not free, that may change.
                wanted = next.canFollow(present) ? present : next;
                refuse(e);
            }
        }
    }

    private static boolean isBusy(Exception refusal) {
        return refusal instanceof GpiodException e && e.reason() == Reason.BUSY;
    }

    /** Call with the lock held. For lines that are perhaps busy by ourselves: releases them first. */
    private void replace(OwnedRequest held, LinesConfig present, LinesConfig next) {
        LinesConfig again = present.withPresentValues(held);
        release();
        Exception refusal = get(next);
        if (refusal != null) {
            wanted = again;
            get(again);
            refuse(refusal);
        }
    }

    /** Call with the lock held. The lines are the same: users keep their service. */
    private void follow(LinesConfig next, OwnedRequest held) {
        current = next;
        if (service != null) {
            service.setProperties(properties(next, held));
        }
        count(next, held);
        LOG.info("Configuration {} is changed in place", pid);
        tellIfNobodyPosts(next);
    }

    /** Call with the lock held. Gets lines in place of those that are held; null, or why not. */
    private @Nullable Exception get(LinesConfig config) {
        try {
            hold(config, config.request(door(config)));
            return null;
        } catch (GpiodException | IllegalArgumentException | IllegalStateException e) {
            // The last when the chip or its backend ends right now.
            return e;
        }
    }

    private GpiodView door(LinesConfig config) {
        return gpiod.core().door(config.name());
    }

    /** Says in one line why something is not in effect; the same reason only once. */
    private void refuse(Exception reason) {
        String refusal = String.valueOf(reason.getMessage());
        if (!refusal.equals(lastRefusal)) {
            lastRefusal = refusal;
            LOG.error(
                    "Configuration {} is {}: {}",
                    pid,
                    request == null ? "not in effect" : "refused, the earlier one stays in effect",
                    refusal);
        }
    }

    /** Call with the lock held. */
    private void hold(LinesConfig config, OwnedRequest held) {
        release();
        request = held;
        current = config;
        if (config.equals(wanted)) {
            lastRefusal = "";
        }
        LOG.info(
                "Configuration {} holds lines {} of {} [{}]",
                pid,
                held.offsets(),
                held.chip().name(),
                held.chip().label());
        tellIfNobodyPosts(config);
        // Its users are called now, and may ask.
        status = describe();
        service = context.registerService(Lines.class, new Views(held), properties(config, held));
        count(config, held);
    }

    /** Call with the lock held, after the service is there. */
    private void count(LinesConfig config, OwnedRequest held) {
        counters.follow(config, held);
        if (ended) {
            // A user that came with one of the services stopped us.
            release();
        }
    }

    /** Call with the lock held. The users let go first, while the lines still work. */
    private void release() {
        ServiceRegistration<Lines> registered = service;
        OwnedRequest held = request;
        service = null;
        request = null;
        try {
            counters.end();
            if (registered != null) {
                registered.unregister();
            }
        } finally {
            if (held != null && current != null) {
                held.close(current.valuesOnRelease());
            }
        }
    }

    @SuppressWarnings("JdkObsolete") // the service registry takes a Dictionary
    private static Dictionary<String, Object> properties(LinesConfig config, OwnedRequest held) {
        ChipInfo chip = held.chip();
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Lines.NAME, config.name());
        properties.put(Lines.CHIP_NAME, chip.name());
        properties.put(Lines.CHIP_LABEL, chip.label());
        properties.put(Lines.LINES, held.names().toArray(String[]::new));
        properties.put(Lines.OFFSETS, held.offsets().toArray(Integer[]::new));
        config.eventRate().ifPresent(rate -> properties.put(Lines.EVENT_RATE, rate));
        if (config.operator()) {
            properties.put(Lines.OPERATOR, true);
        }
        return properties;
    }

    private void tellIfNobodyPosts(LinesConfig config) {
        if (config.eventRate().isPresent() && context.getServiceReference(EVENT_ADMIN) == null) {
            LOG.info(
                    "Configuration {} has event-topics: its edges are posted once there is an"
                            + " EventAdmin",
                    pid);
        }
    }

    /** A view for each user. */
    private static final class Views implements PrototypeServiceFactory<Lines> {
        private final OwnedRequest request;

        Views(OwnedRequest request) {
            this.request = request;
        }

        @Override
        public Lines getService(Bundle bundle, ServiceRegistration<Lines> registration) {
            return request.view(GpiodComponent.name(bundle));
        }

        @Override
        public void ungetService(
                Bundle bundle, ServiceRegistration<Lines> registration, Lines service) {
            ((LinesView) service).giveBack();
        }
    }
}
