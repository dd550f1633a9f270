package com.example.gpiod.itest.osgi;

import com.example.gpiod.api.GpiodStatus;
import com.example.gpiod.api.Lines;
import com.example.gpiod.itest.Await;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;

/** Factory configurations of lines that go with the test. */
public final class Configurations implements AutoCloseable {
    private final BundleContext context;
    private final ConfigurationAdmin admin;
    private final List<Configuration> made = new ArrayList<>();

    Configurations(BundleContext context) {
        this.context = context;
        admin = context.getService(context.getServiceReference(ConfigurationAdmin.class));
    }

    /** Makes a configuration of attributes such as {@code edge=both}. */
    public Configuration create(String... attributes) throws IOException {
        Configuration configuration = admin.createFactoryConfiguration(Lines.FACTORY_PID, "?");
        made.add(configuration);
        update(configuration, attributes);
        return configuration;
    }

    public static void update(Configuration configuration, String... attributes)
            throws IOException {
        Hashtable<String, Object> properties = new Hashtable<>();
        for (String attribute : attributes) {
            int equals = attribute.indexOf('=');
            properties.put(attribute.substring(0, equals), attribute.substring(equals + 1));
        }
        configuration.update(properties);
    }

    public void delete(Configuration configuration) throws IOException {
        made.remove(configuration);
        configuration.delete();
    }

    /** Deletes what is left. */
    public void deleteAll() throws IOException {
        for (Configuration configuration : made) {
            configuration.delete();
        }
        made.clear();
    }

    /** Those that are not in effect have no service to see. */
    private boolean areForgotten() {
        ServiceReference<GpiodStatus> status = context.getServiceReference(GpiodStatus.class);
        return status == null || context.getService(status).configurations().isEmpty();
    }

    /** Deletes what is left; when this returns it has no effect any more on the chips to come. */
    @Override
    public void close() throws IOException {
        deleteAll();
        Await.until(
                "deleted configurations are out of effect",
                () -> context.getServiceReference(Lines.class) == null && areForgotten());
    }
}
