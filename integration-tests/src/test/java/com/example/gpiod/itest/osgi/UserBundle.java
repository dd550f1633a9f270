package com.example.gpiod.itest.osgi;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A user's bundle, which a test may stop: made here of what the test's own bundle has. */
final class UserBundle implements AutoCloseable {
    private final Bundle bundle;

    private UserBundle(Bundle bundle) {
        this.bundle = bundle;
    }

    /** Starts a bundle that does nothing by itself; a test uses services in its name. */
    static UserBundle empty(BundleContext context, String name) {
        return start(context, name, "", List.of());
    }

    /** Starts a bundle with a DS component. */
    static UserBundle withComponent(BundleContext context, String description, Class<?> component) {
        return start(
                context,
                component.getSimpleName(),
                "Import-Package: com.example.gpiod.api\nService-Component: " + description + "\n",
                List.of(description, component.getName().replace('.', '/') + ".class"));
    }

    private static UserBundle start(
            BundleContext context, String name, String headers, List<String> entries) {
        String manifest = "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: "
                + name
                + "\n"
                + headers;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            try (JarOutputStream jar = new JarOutputStream(
                    bytes, new Manifest(new ByteArrayInputStream(manifest.getBytes("UTF-8"))))) {
                for (String entry : entries) {
                    jar.putNextEntry(new JarEntry(entry));
                    try (InputStream content = UserBundle.class.getResourceAsStream("/" + entry)) {
                        content.transferTo(jar);
                    }
                }
            }
            Bundle installed = context.installBundle(
                    "itest:" + name, new ByteArrayInputStream(bytes.toByteArray()));
            installed.start();
            return new UserBundle(installed);
        } catch (IOException | BundleException e) {
            throw new AssertionError("cannot start the bundle " + name, e);
        }
    }

    /** Its context, to use services in its name. */
    BundleContext context() {
        return bundle.getBundleContext();
    }

    void stop() throws BundleException {
        bundle.stop();
    }

    @Override
    public void close() throws BundleException {
        bundle.uninstall();
    }
}
