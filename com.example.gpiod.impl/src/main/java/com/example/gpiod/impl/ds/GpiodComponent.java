package com.example.gpiod.impl.ds;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.Lines;
import com.example.gpiod.impl.core.GpiodCore;
import com.example.gpiod.impl.core.GpiodView;
import com.example.gpiod.spi.GpioBackend;

import org.jspecify.annotations.Nullable;
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

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Puts backends and core together, and into the service registry: {@link Gpiod} once for each using
 * bundle, and a {@link Chip} for each chip that is present.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@Component(service = GpiodComponent.class, immediate = true)
public final class GpiodComponent {
    private static final Logger LOG = LoggerFactory.getLogger(GpiodComponent.class);

    private static final long PATIENCE_SECONDS = 10;

    private final BundleContext context;
    private final GpiodCore core = new GpiodCore();
    private final ServiceRegistration<Gpiod> gpiod;

    /** Looks for chips, one look after the other; has no thread while nothing changes. */
    private final ThreadPoolExecutor looks = new ThreadPoolExecutor(
            0,
            1,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
                Thread thread = new Thread(task, "gpiod-chips");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());

    /** What is registered; changed by the thread that looks, and at the end. */
    private final Map<ChipInfo, ServiceRegistration<Chip>> chips = new ConcurrentHashMap<>();

    @Activate
    public GpiodComponent(BundleContext context, @Reference NativeComponent tried) {
        this.context = context;
        gpiod = context.registerService(Gpiod.class, new Doors(), null);
    }

    GpiodCore core() {
        return core;
    }

    @Reference(
            service = GpioBackend.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void addBackend(GpioBackend backend) {
        try {
            core.add(backend, this::lookSoon);
            lookSoon();
        } catch (GpiodException e) {
            LOG.error("Backend {} is not used: {}", backend.getClass().getName(), e.getMessage());
        }
    }

    void removeBackend(GpioBackend backend) {
        core.remove(backend);
        lookSoon();
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
        gpiod.unregister();
        publish(Set.of());
        core.close();
    }

    /**
     * Registering a chip calls its users, who may call us: so it is done on a thread of its own, and
     * no lock is held.
     */
    private void lookSoon() {
        looks.execute(() -> publish(new LinkedHashSet<>(core.chips())));
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
        properties.put(Chip.CHIP_NUM_LINES, chip.numLines());
        return properties;
    }

    private static String name(Bundle bundle) {
        String name = bundle.getSymbolicName();
        return name == null ? "bundle " + bundle.getBundleId() : name;
    }

    /** A door for each bundle; what a bundle forgot to close is closed when it gives its door back. */
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

    /** An open chip for each user. */
    private final class Chips implements PrototypeServiceFactory<Chip> {
        private final ChipInfo info;

        Chips(ChipInfo info) {
            this.info = info;
        }

        @Override
        public @Nullable Chip getService(Bundle bundle, ServiceRegistration<Chip> registration) {
            try {
                return core.door(name(bundle)).openChip(info.path());
            } catch (GpiodException e) {
                LOG.error("{}", e.getMessage());
                return null;
            }
        }

        @Override
        public void ungetService(
                Bundle bundle, ServiceRegistration<Chip> registration, Chip service) {
            service.close();
        }
    }
}
