package com.example.gpiod.itest.deployment;

import org.osgi.framework.Constants;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A package that we ship for Kura 5.
 *
 * @param manifest its manifest
 * @param bundles its bundles in their order, by path inside
 */
record DeploymentPackage(Manifest manifest, Map<String, byte[]> bundles) {
    private static final Path FOLDER = Path.of(System.getProperty("itest.packages"));

    static final String NAME = "DeploymentPackage-SymbolicName";
    static final String VERSION = "DeploymentPackage-Version";

    /** Reads the one that is called so, such as {@code linux.aarch64}. */
    static DeploymentPackage of(String variant) throws IOException {
        return read(Files.readAllBytes(file("-" + variant + ".dp")));
    }

    /** The variants that were built. */
    static List<String> variants() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".dp"))
                    .map(name -> name.substring(name.lastIndexOf('-') + 1, name.length() - 3))
                    .sorted()
                    .toList();
        }
    }

    /** The one file among the packages whose name ends so. */
    static Path file(String end) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(end)).toList();
            if (found.size() != 1) {
                throw new IOException("one *" + end + " in " + FOLDER + ", not " + found);
            }
            return found.get(0);
        }
    }

    private static DeploymentPackage read(byte[] bytes) throws IOException {
        try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(bytes))) {
            Map<String, byte[]> bundles = new LinkedHashMap<>();
            for (JarEntry entry; (entry = jar.getNextJarEntry()) != null; ) {
                bundles.put(entry.getName(), jar.readAllBytes());
            }
            return new DeploymentPackage(jar.getManifest(), bundles);
        }
    }

    String name() {
        return manifest.getMainAttributes().getValue(NAME);
    }

    /**
     * The same in another version, and with more bytes at the end of native libraries, which work as
     * well.
     */
    DeploymentPackage withVersion(String version, int more) throws IOException {
        Manifest next = new Manifest(manifest);
        next.getMainAttributes().putValue(VERSION, version);
        for (Attributes section : next.getEntries().values()) {
            section.putValue(Constants.BUNDLE_VERSION, version);
        }
        Map<String, byte[]> bundles = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> bundle : this.bundles.entrySet()) {
            bundles.put(bundle.getKey(), withVersion(bundle.getValue(), version, more));
        }
        return new DeploymentPackage(next, bundles);
    }

    private static byte[] withVersion(byte[] bundle, String version, int more) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(bundle))) {
            Manifest manifest = jar.getManifest();
            manifest.getMainAttributes().putValue(Constants.BUNDLE_VERSION, version);
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                for (JarEntry entry; (entry = jar.getNextJarEntry()) != null; ) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    jar.transferTo(out);
                    if (entry.getName().endsWith(".so")) {
                        out.write(new byte[more]);
                    }
                }
            }
        }
        return bytes.toByteArray();
    }

    InputStream stream() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, byte[]> bundle : bundles.entrySet()) {
                jar.putNextEntry(new JarEntry(bundle.getKey()));
                jar.write(bundle.getValue());
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
