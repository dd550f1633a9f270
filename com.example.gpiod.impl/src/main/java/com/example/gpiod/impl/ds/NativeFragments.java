package com.example.gpiod.impl.ds;

import com.example.gpiod.impl.jni.JniBackend;
import com.example.gpiod.impl.jni.NativeLibraryException;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.framework.namespace.NativeNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The fragments with a native library for this bundle. The framework attaches the one of this
 * machine, if it has it when it resolves this bundle, and leaves the others alone.
 */
final class NativeFragments {
    private NativeFragments() {}

    /**
     * Checks that one is attached: without it the JVM would look for a library in the system's
     * folders.
     *
     * @throws NativeLibraryException if none is; the message says why and what to do
     */
    static void requireOne(BundleContext context) throws NativeLibraryException {
        BundleWiring host = context.getBundle().adapt(BundleWiring.class);
        boolean attached = host.getProvidedWires(HostNamespace.HOST_NAMESPACE).stream()
                .anyMatch(wire -> isNative(wire.getRequirer()));
        if (!attached) {
            throw new NativeLibraryException(whyNone(context, host.getRevision()));
        }
    }

    private static String whyNone(BundleContext context, BundleRevision host) {
        List<BundleRevision> installed = Arrays.stream(context.getBundles())
                .filter(bundle -> isFor(bundle, host.getSymbolicName()))
                .map(bundle -> bundle.adapt(BundleRevision.class))
                .filter(Objects::nonNull)
                .filter(NativeFragments::isNative)
                .toList();
        if (installed.isEmpty()) {
            return JniBackend.missing();
        }
        BundleRevision framework =
                context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(BundleRevision.class);
        List<BundleRevision> forThisMachine = installed.stream()
                .filter(fragment -> fits(fragment, NativeNamespace.NATIVE_NAMESPACE, framework))
                .toList();
        if (forThisMachine.isEmpty()) {
            return JniBackend.missing() + "; installed, but not for this JVM: " + names(installed);
        }
        boolean ofThisVersion = forThisMachine.stream()
                .anyMatch(fragment -> fits(fragment, HostNamespace.HOST_NAMESPACE, host));
        return ofThisVersion
                ? names(forThisMachine) + " is installed, but not attached: refresh "
                        + host.getSymbolicName()
                : names(forThisMachine) + " does not go with " + name(host)
                        + ": install both in the same version";
    }

    private static boolean isFor(Bundle bundle, String host) {
        String header = bundle.getHeaders("").get(Constants.FRAGMENT_HOST);
        return header != null && header.split(";", 2)[0].strip().equals(host);
    }

    private static boolean isNative(BundleRevision revision) {
        return !revision.getDeclaredRequirements(NativeNamespace.NATIVE_NAMESPACE)
                .isEmpty();
    }

    private static boolean fits(BundleRevision fragment, String namespace, BundleRevision to) {
        List<BundleCapability> offered = to.getDeclaredCapabilities(namespace);
        return fragment.getDeclaredRequirements(namespace).stream()
                .allMatch(requirement -> offered.stream().anyMatch(requirement::matches));
    }

    private static String names(List<BundleRevision> revisions) {
        return revisions.stream().map(NativeFragments::name).collect(Collectors.joining(", "));
    }

    private static String name(BundleRevision revision) {
        return revision.getSymbolicName() + " " + revision.getVersion();
    }
}
