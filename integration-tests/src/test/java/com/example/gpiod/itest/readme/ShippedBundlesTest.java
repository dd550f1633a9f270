package com.example.gpiod.itest.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.packageurl.PackageURL;

import org.cyclonedx.Version;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Hash;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Each bundle that we ship says what is inside; a fragment also brings what libgpiod's licence wants. */
class ShippedBundlesTest {
    private static final String GROUP = "com.example.gpiod";
    private static final String FRAGMENT = GROUP + ".natives.linux.";

    private static final Map<String, String> DEBIAN_ARCHITECTURES =
            Map.of("x86_64", "amd64", "aarch64", "arm64", "armhf", "armhf", "riscv64", "riscv64");

    /** Without a cross compiler the build leaves out the fragment of that processor. */
    @Test
    void areAllLookedAt() {
        List<String> bundles = bundles().stream().map(ShippedBundlesTest::name).toList();
        for (String bundle : List.of(
                "api",
                "impl",
                "simulator",
                "shell",
                "healthcheck",
                "kura",
                "natives.linux.x86_64")) {
            assertTrue(bundles.contains(GROUP + "." + bundle), bundles::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void haveAValidSbom(Path bundle) throws Exception {
        byte[] sbom = sbom(bundle);
        assertEquals(List.of(), new JsonParser().validate(sbom, Version.VERSION_16));
        Bom bom = new JsonParser().parse(sbom);
        Component subject = bom.getMetadata().getComponent();
        assertEquals(name(bundle), subject.getName());
        PackageURL purl = new PackageURL(subject.getPurl());
        assertEquals(
                List.of("maven", GROUP, name(bundle), subject.getVersion()),
                List.of(purl.getType(), purl.getNamespace(), purl.getName(), purl.getVersion()));
        // They would differ from build to build.
        String text = new String(sbom, StandardCharsets.UTF_8);
        assertFalse(text.contains("serialNumber"), text);
        assertFalse(text.contains("timestamp"), text);
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void haveNothingInsideThatTheSbomDoesNotName(Path bundle) throws Exception {
        boolean fragment = name(bundle).startsWith(FRAGMENT);
        List<Component> components = new JsonParser().parse(sbom(bundle)).getComponents();
        assertEquals(
                fragment ? List.of("libgpiod") : List.of(),
                components.stream().map(Component::getName).toList());
        try (JarFile jar = new JarFile(bundle.toFile())) {
            List<String> code = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches(".*\\.(class|jar|so|a)"))
                    .filter(name -> !name.startsWith("com/example/gpiod/"))
                    .toList();
            assertEquals(
                    fragment
                            ? List.of("META-INF/native/linux-"
                                    + architecture(bundle)
                                    + "/libgpiod-osgi.so")
                            : List.of(),
                    code);
        }
    }

    @ParameterizedTest
    @MethodSource("fragments")
    void sbomNamesTheLibgpiodOfTheManifest(Path fragment) throws Exception {
        Component libgpiod =
                new JsonParser().parse(sbom(fragment)).getComponents().get(0);
        assertEquals(header(fragment, "Gpiod-Libgpiod-Version"), libgpiod.getVersion());
        PackageURL purl = new PackageURL(libgpiod.getPurl());
        assertEquals(
                header(fragment, "Gpiod-Libgpiod-Package"),
                purl.getName() + " " + purl.getVersion());
        assertEquals("deb", purl.getType());
        assertEquals(
                DEBIAN_ARCHITECTURES.get(architecture(fragment)),
                purl.getQualifiers().get("arch"));
        assertEquals(
                "LGPL-2.1-or-later", libgpiod.getLicenses().getLicenses().get(0).getId());
        assertEquals(
                List.of(Hash.Algorithm.SHA_256.getSpec()),
                libgpiod.getHashes().stream().map(Hash::getAlgorithm).toList());
        String source = libgpiod.getExternalReferences().get(0).getUrl();
        assertTrue(Page.of("docs/relinking.md").text().contains(source), source);
    }

    @ParameterizedTest
    @MethodSource("fragments")
    void bringWhatTheLicenceOfLibgpiodWants(Path fragment) throws Exception {
        String licence = text(fragment, "META-INF/libgpiod/LGPL-2.1.txt");
        assertTrue(licence.contains("GNU LESSER GENERAL PUBLIC LICENSE"), licence);
        assertTrue(licence.contains("Version 2.1"), licence);
        String copyright = text(fragment, "META-INF/libgpiod/copyright.txt");
        assertTrue(copyright.contains("Bartosz Golaszewski"), copyright);
        assertEquals(
                Page.of("docs/relinking.md").text(),
                text(fragment, "META-INF/libgpiod/relinking.md"));
        assertTrue(header(fragment, "Gpiod-Libgpiod-Package")
                .startsWith("libgpiod-dev " + header(fragment, "Gpiod-Libgpiod-Version")));
    }

    static List<Path> bundles() {
        return Stream.of("bundles", "kura")
                .flatMap(folder -> Project.jars(folder, GROUP + ".").stream())
                .toList();
    }

    static List<Path> fragments() {
        return Project.jars("bundles", FRAGMENT);
    }

    private static String name(Path bundle) {
        return bundle.getFileName().toString().replaceFirst("\\.jar$", "");
    }

    private static String architecture(Path fragment) {
        return name(fragment).substring(FRAGMENT.length());
    }

    private static byte[] sbom(Path bundle) throws IOException {
        return bytes(bundle, "META-INF/sbom/" + name(bundle) + ".cdx.json");
    }

    private static String text(Path bundle, String entry) throws IOException {
        return new String(bytes(bundle, entry), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Path bundle, String entry) throws IOException {
        try (JarFile jar = new JarFile(bundle.toFile())) {
            ZipEntry found = jar.getEntry(entry);
            assertTrue(found != null, () -> bundle + " has no " + entry);
            try (InputStream in = jar.getInputStream(found)) {
                return in.readAllBytes();
            }
        }
    }

    private static String header(Path bundle, String name) throws IOException {
        try (JarFile jar = new JarFile(bundle.toFile())) {
            String value = jar.getManifest().getMainAttributes().getValue(name);
            assertTrue(value != null, () -> bundle + " has no header " + name);
            return value;
        }
    }
}
