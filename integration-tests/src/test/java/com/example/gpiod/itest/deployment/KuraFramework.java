package com.example.gpiod.itest.deployment;

import com.example.gpiod.itest.Await;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.service.deploymentadmin.DeploymentAdmin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The framework of Kura 5 with its services and its DeploymentAdmin, and nothing of ours. */
final class KuraFramework implements AutoCloseable {
    private static final Path HOME = Path.of(System.getProperty("itest.home"));

    private final Framework framework;

    KuraFramework(Path storage) throws BundleException, IOException {
        framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        storage.toString(),
                        // What the test calls, and where our bundles log.
                        Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                        "org.osgi.service.deploymentadmin;version=1.0,"
                                + "org.osgi.service.deploymentadmin.spi;version=1.0,"
                                + "org.slf4j;version=1.7.36"));
        framework.start();
        for (String folder : List.of("kura-5/bundles", "deployment/bundles")) {
            for (Path jar : jars(HOME.resolve(folder))) {
                context().installBundle(jar.toUri().toString());
            }
        }
        for (Bundle bundle : context().getBundles()) {
            bundle.start();
        }
    }

    private static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private BundleContext context() {
        return framework.getBundleContext();
    }

    DeploymentAdmin deploymentAdmin() {
        return (DeploymentAdmin) service(DeploymentAdmin.class.getName());
    }

    /** Waits for a service. */
    Object service(String type) {
        return Await.value(
                () -> "service " + type + "; " + bundles(),
                () -> reference(type).map(context()::getService));
    }

    boolean hasService(String type) {
        return reference(type).isPresent();
    }

    /** Of any type of that name: the test's own class path has another one. */
    private Optional<ServiceReference<?>> reference(String type) {
        try {
            ServiceReference<?>[] all = context().getAllServiceReferences(type, null);
            return all == null ? Optional.empty() : Optional.of(all[0]);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Optional<Bundle> bundle(String name) {
        return Arrays.stream(context().getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst();
    }

    /** Name and version of what is installed. */
    Set<String> bundles() {
        return Arrays.stream(context().getBundles())
                .map(bundle -> bundle.getSymbolicName() + " " + bundle.getVersion())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            framework.waitForStop(Await.PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
