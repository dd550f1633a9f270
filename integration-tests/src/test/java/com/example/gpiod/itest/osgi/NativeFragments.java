package com.example.gpiod.itest.osgi;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The fragments with a native library; those that were not there go with the test. */
public final class NativeFragments implements AutoCloseable {
    private static final String PREFIX = "com.example.gpiod.natives.linux.";

    private final BundleContext context;
    private final List<Bundle> added = new ArrayList<>();

    NativeFragments(BundleContext context) {
        this.context = context;
    }

    public static boolean isNative(Bundle bundle) {
        return bundle.getSymbolicName().startsWith(PREFIX);
    }

    public static boolean isOfThisMachine(Bundle bundle) {
        return bundle.getSymbolicName().equals(nameOfThisMachine());
    }

    /** Symbolic name of the one that this JVM needs. */
    public static String nameOfThisMachine() {
        return PREFIX + processorOfThisMachine();
    }

    public static String processorOfThisMachine() {
        String arch = System.getProperty("os.arch");
        return switch (arch) {
            case "amd64" -> "x86_64";
            case "arm" -> "armhf";
            default -> arch;
        };
    }

    /** Installs the one that this JVM needs. */
    Bundle installThatOfThisMachine() throws BundleException {
        return install(jarOfThisMachine());
    }

    /** Installs those of other machines. */
    List<Bundle> installOthers() throws BundleException {
        List<Bundle> others = new ArrayList<>();
        for (Path jar : Framework.fragments()) {
            if (!jar.equals(jarOfThisMachine())) {
                others.add(install(jar));
            }
        }
        return others;
    }

    private Bundle install(Path jar) throws BundleException {
        String name = jar.getFileName().toString().replace(".jar", "");
        Optional<Bundle> present = Arrays.stream(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst();
        return present.isPresent() ? present.get() : add(jar.toUri().toString(), null);
    }

    /** Installs the one that this JVM needs as one that is for another version of its host. */
    Bundle installThatOfAnotherVersion() throws BundleException, IOException {
        String host = "com.example.gpiod.impl;bundle-version=\"[47,48)\"";
        return add("itest:other-version", jar(host, new byte[0]));
    }

    private Bundle add(String location, InputStream jar) throws BundleException {
        Bundle bundle = context.installBundle(location, jar);
        added.add(bundle);
        return bundle;
    }

    /** Makes the one that this JVM needs with some more bytes at the end of its library. */
    static InputStream withLongerLibrary(int more) throws IOException {
        return jar(null, new byte[more]);
    }

    private static InputStream jar(String host, byte[] more) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarFile jar = new JarFile(jarOfThisMachine().toFile())) {
            Manifest manifest = jar.getManifest();
            if (host != null) {
                manifest.getMainAttributes().putValue(Constants.FRAGMENT_HOST, host);
            }
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                for (JarEntry entry : jar.stream().toList()) {
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        out.putNextEntry(new JarEntry(entry.getName()));
                        jar.getInputStream(entry).transferTo(out);
                    }
                    if (entry.getName().endsWith(".so")) {
                        out.write(more);
                    }
                }
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static Path jarOfThisMachine() {
        return Framework.fragments().stream()
                .filter(jar -> jar.endsWith(nameOfThisMachine() + ".jar"))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws BundleException {
        for (Bundle bundle : added) {
            bundle.uninstall();
        }
        if (!added.isEmpty()) {
            new ImplBundle(context).refresh();
        }
    }
}
