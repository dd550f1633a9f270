package com.example.gpiod.itest.osgi;

import com.example.gpiod.itest.Await;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The implementation's bundle, with what administrators do to bundles. */
final class ImplBundle {
    private final BundleContext context;
    private final Bundle bundle;

    ImplBundle(BundleContext context) {
        this.context = context;
        bundle = Arrays.stream(context.getBundles())
                .filter(each -> "com.example.gpiod.impl".equals(each.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    void stop() throws BundleException {
        bundle.stop();
    }

    void start() throws BundleException {
        bundle.start();
    }

    void update() throws BundleException {
        bundle.update();
    }

    /** Refreshes it with its fragments; if it was active, it is so again when this returns. */
    void refresh() {
        AtomicBoolean done = new AtomicBoolean();
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkWiring.class)
                .refreshBundles(List.of(bundle), event -> {
                    if (event.getType() == FrameworkEvent.PACKAGES_REFRESHED) {
                        done.set(true);
                    }
                });
        Await.until("impl is refreshed", done::get);
    }

    Bundle bundle() {
        return bundle;
    }

    /** The fragments that are attached to it. */
    List<Bundle> fragments() {
        return bundle
                .adapt(BundleWiring.class)
                .getProvidedWires(HostNamespace.HOST_NAMESPACE)
                .stream()
                .map(wire -> wire.getRequirer().getBundle())
                .toList();
    }

    ClassLoader classLoader() {
        return bundle.adapt(BundleWiring.class).getClassLoader();
    }
}
