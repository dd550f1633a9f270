package com.example.gpiod.benchmarks;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.util.tracker.ServiceTracker;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Starts a Felix and then our bundles, as on a gateway, once: {@code FirstService CACHE OTHERS OURS},
 * where the last two are lists of bundles, as a class path is. A simulated chip is configured, and a line
 * of it. Prints nanoseconds from the start of the framework until the other bundles are started; from the
 * start of ours until there is the service {@code Gpiod}, and until there is {@code Lines}; then bytes of
 * heap, bytes of metaspace and loaded classes that the others have, and those that ours have more.
 */
final class FirstService {
    private static final long PATIENCE_MILLIS = 60_000;

    private FirstService() {}

    /** See the class. */
    public static void main(String[] args) throws Exception {
        long begun = System.nanoTime();
        Framework felix = ServiceLoader.load(FrameworkFactory.class)
                .iterator()
                .next()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        args[0],
                        Constants.FRAMEWORK_STORAGE_CLEAN,
                        Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                        // To configure from here.
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        "org.osgi.service.cm;version=1.6"));
        felix.start();
        BundleContext context = felix.getBundleContext();
        start(install(context, args[1]));
        long othersNanos = System.nanoTime() - begun;

        configure(context);
        List<Bundle> ours = install(context, args[2]);
        long[] others = footprint();
        begun = System.nanoTime();
        start(ours);
        await(context, "com.example.gpiod.api.Gpiod");
        long gpiodNanos = System.nanoTime() - begun;
        await(context, "com.example.gpiod.api.Lines");
        long linesNanos = System.nanoTime() - begun;
        long[] all = footprint();

        System.out.println(othersNanos + " " + gpiodNanos + " " + linesNanos + " " + others[0] + " "
                + others[1] + " " + others[2] + " " + (all[0] - others[0]) + " "
                + (all[1] - others[1]) + " " + (all[2] - others[2]));
        felix.stop();
        felix.waitForStop(PATIENCE_MILLIS);
    }

    private static List<Bundle> install(BundleContext context, String paths)
            throws BundleException {
        List<Bundle> bundles = new ArrayList<>();
        for (String path : paths.split(File.pathSeparator, -1)) {
            bundles.add(context.installBundle(Path.of(path).toUri().toString()));
        }
        return bundles;
    }

    private static void start(List<Bundle> bundles) throws BundleException {
        for (Bundle bundle : bundles) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
    }

    private static void configure(BundleContext context) throws IOException {
        ConfigurationAdmin admin =
                context.getService(context.getServiceReference(ConfigurationAdmin.class));
        admin.createFactoryConfiguration("com.example.gpiod.simulator", "?")
                .update(FrameworkUtil.asDictionary(
                        Map.of("label", "demo", "lines", "8", "names", "3=LED")));
        admin.createFactoryConfiguration("com.example.gpiod.lines", "?")
                .update(FrameworkUtil.asDictionary(Map.of(
                        "name", "led", "chip", "demo", "lines", "LED", "direction", "output")));
    }

    private static void await(BundleContext context, String service) throws InterruptedException {
        ServiceTracker<Object, Object> tracker = new ServiceTracker<>(context, service, null);
        tracker.open(true);
        if (tracker.waitForService(PATIENCE_MILLIS) == null) {
            throw new IllegalStateException("no service " + service);
        }
        tracker.close();
    }

    private static long[] footprint() throws IOException, InterruptedException {
        return new long[] {
            Memory.now().heap(),
            ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getName().equals("Metaspace"))
                    .mapToLong(pool -> pool.getUsage().getUsed())
                    .sum(),
            ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()
        };
    }
}
