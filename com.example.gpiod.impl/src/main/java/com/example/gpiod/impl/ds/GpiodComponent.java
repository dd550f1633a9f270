package com.example.gpiod.impl.ds;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.ConfigurationStatus;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.Lines;
import com.example.gpiod.impl.core.GpiodCore;
import com.example.gpiod.impl.core.GpiodView;
import com.example.gpiod.impl.core.Threads;
import com.example.gpiod.spi.GpioBackend;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Puts backends and core together, and into the service registry: {@link Gpiod} once for each using
 * bundle, and a {@link Chip} for each chip that is present.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
// Registered by hand, which bnd does not see; some resolvers, Karaf's for one, ask for it.
@Capability(
        namespace = "osgi.service",
        attribute =
                "objectClass:List<String>=\"com.example.gpiod.api.Gpiod,com.example.gpiod.api.Chip\"",
        effective = "active")
@Component(service = GpiodComponent.class, immediate = true)
public final class GpiodComponent {
    private static final Logger LOG = LoggerFactory.getLogger(GpiodComponent.class);

    private static final long PATIENCE_SECONDS = 10;

    private final BundleContext context;
    private final GpiodCore core = new GpiodCore();

    /** Set once the backends that were there first are bound; confined to SCR's calls. */
    private @Nullable ServiceRegistration<Gpiod> gpiod;

    /** Looks about, one look after the other; has no thread while nothing changes. */
    private final ThreadPoolExecutor looks = new ThreadPoolExecutor(
            0,
            1,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> Threads.daemon("gpiod-chips", task),
            new ThreadPoolExecutor.DiscardPolicy());

    /** Whether a look is asked for that has not begun. */
    private final AtomicBoolean asked = new AtomicBoolean();

    /** Whether it is to be about chips, too. */
    private final AtomicBoolean chipsAsked = new AtomicBoolean();

    /** What else looks again when something changed. */
    private final Set<LinesComponent> watchers = new CopyOnWriteArraySet<>();

    /** Why chips could not be opened at the last look; confined to the thread that looks. */
    private List<String> failures = List.of();

    /** What is registered; changed by the thread that looks, and at the end. */
    private final Map<ChipInfo, ServiceRegistration<Chip>> chips = new ConcurrentHashMap<>();

    @Activate
    public GpiodComponent(BundleContext context, @Reference NativeComponent tried) {
        this.context = context;
    }

    /** Only now: who gets the service at once finds the chips of the backends that are there. */
    @Activate
    void register() {
        gpiod = context.registerService(Gpiod.class, new Doors(), null);
    }

    GpiodCore core() {
        return core;
    }

    /**
     * Has a configuration look, on the thread that looks, when chips came or went or lines became
     * free.
     */
    void watch(LinesComponent watcher) {
        watchers.add(watcher);
    }

    void unwatch(LinesComponent watcher) {
        watchers.remove(watcher);
    }

    /** Tells of all configurations, by PID. */
    List<ConfigurationStatus> configurations() {
        return watchers.stream()
                .map(LinesComponent::status)
                .sorted(Comparator.comparing(ConfigurationStatus::pid))
                .toList();
    }

    @Reference(
            service = GpioBackend.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void addBackend(GpioBackend backend) {
        try {
            core.add(backend, this::lookForChips, this::lookSoon);
            lookForChips();
        } catch (GpiodException e) {
            LOG.error("Backend {} is not used: {}", backend.getClass().getName(), e.getMessage());
        }
    }

    void removeBackend(GpioBackend backend) {
        core.remove(backend);
        lookForChips();
    }

    @Deactivate
    void deactivate() {
        looks.shutdown();
        try {
            if (!looks.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A user of a chip or of lines takes very long to start; not waited for");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (gpiod != null) {
            gpiod.unregister();
        }
        publish(Set.of());
        core.close();
    }

    private void lookForChips() {
        chipsAsked.set(true);
        lookSoon();
    }

    /**
     * Registering a chip calls its users, who may call us: so it is done on a thread of its own,
     * and no lock is held.
     */
    private void lookSoon() {
        if (asked.compareAndSet(false, true)) {
            looks.execute(this::look);
        }
    }

    private void look() {
        asked.set(false);
        if (chipsAsked.getAndSet(false)) {
            List<String> reasons = new ArrayList<>();
            publish(new LinkedHashSet<>(core.chips(reasons)));
            reasons.stream().filter(reason -> !failures.contains(reason)).forEach(LOG::warn);
            failures = reasons;
        }
        watchers.forEach(LinesComponent::look);
    }

    /** Makes the registered chips those that are present. */
    private void publish(Set<ChipInfo> present) {
        chips.forEach((chip, registration) -> {
            if (!present.contains(chip) && chips.remove(chip, registration)) {
                registration.unregister();
                LOG.info("Chip {} [{}] is gone", chip.name(), chip.label());
            }
        });
        for (ChipInfo chip : present) {
            if (!chips.containsKey(chip)) {
                LOG.info(
                        "Chip {} [{}] is there, with {} lines",
                        chip.name(),
                        chip.label(),
                        chip.numLines());
                chips.put(
                        chip,
                        context.registerService(Chip.class, new Chips(chip), properties(chip)));
            }
        }
    }

    @SuppressWarnings("JdkObsolete") // the service registry takes a Dictionary
    private static Dictionary<String, Object> properties(ChipInfo chip) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Lines.CHIP_NAME, chip.name());
        properties.put(Lines.CHIP_LABEL, chip.label());
        properties.put(Chip.CHIP_PATH, chip.path());
        properties.put(Chip.CHIP_DEVICE, chip.device());
        properties.put(Chip.CHIP_NUM_LINES, chip.numLines());
        return properties;
    }

    static String name(Bundle bundle) {
        String name = bundle.getSymbolicName();
        return name == null ? "bundle " + bundle.getBundleId() : name;
    }

    /**
     * A door for each bundle; what a bundle forgot to close is closed when it gives its door back.
     */
    private final class Doors implements ServiceFactory<Gpiod> {
        @Override
        public Gpiod getService(Bundle bundle, ServiceRegistration<Gpiod> registration) {
            return core.door(name(bundle));
        }

        @Override
        public void ungetService(
                Bundle bundle, ServiceRegistration<Gpiod> registration, Gpiod service) {
            ((GpiodView) service).close();
        }
    }

    /** An open chip for each user, with a door of its own: what went through it goes with it. */
    private final class Chips implements PrototypeServiceFactory<Chip> {
        private final ChipInfo info;
        private final Map<Chip, GpiodView> doors = new ConcurrentHashMap<>();

        Chips(ChipInfo info) {
            this.info = info;
        }

        @Override
        public @Nullable Chip getService(Bundle bundle, ServiceRegistration<Chip> registration) {
            try {
                GpiodView door = core.door(name(bundle));
                Chip chip = door.openChip(info.path());
                doors.put(chip, door);
                return chip;
            } catch (GpiodException e) {
                LOG.error("{}", e.getMessage());
                return null;
            }
        }

        @Override
        public void ungetService(
                Bundle bundle, ServiceRegistration<Chip> registration, Chip service) {
            service.close();
            GpiodView door = doors.remove(service);
            if (door != null) {
                door.close();
            }
        }
    }
}
