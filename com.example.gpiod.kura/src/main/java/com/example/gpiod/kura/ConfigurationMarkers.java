package com.example.gpiod.kura;

import org.eclipse.kura.configuration.ConfigurableComponent;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Has Kura's console show the configurations of our factories that Kura made: it shows what has a
 * service of the marker's type with both PIDs. The bundles that are configured know nothing of Kura.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@Component(immediate = true)
public final class ConfigurationMarkers implements ConfigurationListener {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationMarkers.class);

    private static final String FACTORIES = "com.example.gpiod.";
    private static final String FACTORY_PID = "service.factoryPid";

    private final BundleContext context;
    private final ConfigurationAdmin admin;

    /** Held also while markers are registered and unregistered, which calls Kura. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by lock. By PID. */
    private final Map<String, ServiceRegistration<ConfigurableComponent>> markers = new HashMap<>();

    /** Guarded by lock. */
    private boolean ended;

    @Activate
    public ConfigurationMarkers(BundleContext context, @Reference ConfigurationAdmin admin) {
        this.context = context;
        this.admin = admin;
    }

    @Activate
    void activate() {
        look();
    }

    @Override
    public void configurationEvent(ConfigurationEvent event) {
        String factory = event.getFactoryPid();
        if (factory != null && factory.startsWith(FACTORIES)) {
            look();
        }
    }

    @Deactivate
    void deactivate() {
        lock.lock();
        try {
            ended = true;
            markers.values().forEach(ServiceRegistration::unregister);
            markers.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Makes the markers those of the present configurations. */
    private void look() {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            Map<String, Dictionary<String, Object>> present = present();
            markers.entrySet().removeIf(marker -> {
                boolean gone = !present.containsKey(marker.getKey());
                if (gone) {
                    marker.getValue().unregister();
                }
                return gone;
            });
            present.forEach((pid, properties) -> markers.computeIfAbsent(
                    pid,
                    any -> register(
                            context,
                            pid,
                            (String) properties.get(KuraAdapter.KURA_SERVICE_PID),
                            (String) properties.get(FACTORY_PID))));
        } catch (IOException | InvalidSyntaxException e) {
            LOG.error("Kura's console does not show all configurations", e);
        } finally {
            lock.unlock();
        }
    }

    /** What Kura did not make has no name there, and is not Kura's to change. */
    private Map<String, Dictionary<String, Object>> present()
            throws IOException, InvalidSyntaxException {
        Map<String, Dictionary<String, Object>> present = new HashMap<>();
        Configuration @Nullable [] configurations =
                admin.listConfigurations("(" + FACTORY_PID + "=" + FACTORIES + "*)");
        for (Configuration each : configurations == null ? new Configuration[0] : configurations) {
            try {
                Dictionary<String, Object> properties = each.getProperties();
                if (properties != null
                        && properties.get(KuraAdapter.KURA_SERVICE_PID) instanceof String) {
                    present.put(each.getPid(), properties);
                }
            } catch (IllegalStateException e) {
                LOG.debug("A configuration is deleted right now: {}", e.getMessage());
            }
        }
        return present;
    }

    @SuppressWarnings("JdkObsolete") // the service registry takes a Dictionary
    static ServiceRegistration<ConfigurableComponent> register(
            BundleContext context, String pid, String kuraPid, @Nullable String factoryPid) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_PID, pid);
        properties.put(KuraAdapter.KURA_SERVICE_PID, kuraPid);
        if (factoryPid != null) {
            properties.put(FACTORY_PID, factoryPid);
        }
        return context.registerService(
                ConfigurableComponent.class, new ConfigurableComponent() {}, properties);
    }
}
