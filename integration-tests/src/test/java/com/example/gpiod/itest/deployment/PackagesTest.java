package com.example.gpiod.itest.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Constants;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;

/** What the packages for Kura have inside; looked at where they are built. */
@Tag("simulator")
class PackagesTest {
    private static final String OURS = "com.example.gpiod.";
    private static final String FRAGMENTS = OURS + "natives.linux.";

    static List<String> variants() throws IOException {
        return DeploymentPackage.variants();
    }

    @Test
    void areThere() throws IOException {
        assertTrue(variants().containsAll(List.of("linux", "linux.x86_64")));
        if ("true".equals(System.getenv("CI"))) {
            assertEquals(
                    List.of(
                            "linux",
                            "linux.aarch64",
                            "linux.armhf",
                            "linux.riscv64",
                            "linux.x86_64"),
                    variants());
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void manifestSaysWhatIsInside(String variant) throws IOException {
        DeploymentPackage dp = DeploymentPackage.of(variant);
        assertEquals("com.example.gpiod.kura", dp.name());
        List<String> inside = new ArrayList<>(dp.bundles().keySet());
        assertEquals(dp.manifest().getEntries().keySet(), dp.bundles().keySet());
        assertEquals(OURS + "api.jar", inside.get(0));
        assertEquals(OURS + "impl.jar", inside.get(1));
        List<String> fragments = inside.subList(2, inside.size() - 1);
        assertTrue(fragments.stream().allMatch(name -> name.startsWith(FRAGMENTS)));
        if (!variant.equals("linux")) {
            assertEquals(List.of(OURS + "natives." + variant + ".jar"), fragments);
        }
        assertEquals(OURS + "kura.jar", inside.get(inside.size() - 1));
        for (Map.Entry<String, byte[]> bundle : dp.bundles().entrySet()) {
            Attributes said = dp.manifest().getAttributes(bundle.getKey());
            try (JarInputStream jar =
                    new JarInputStream(new ByteArrayInputStream(bundle.getValue()))) {
                Attributes is = jar.getManifest().getMainAttributes();
                for (String header :
                        List.of(Constants.BUNDLE_SYMBOLICNAME, Constants.BUNDLE_VERSION)) {
                    assertEquals(is.getValue(header).split(";")[0], said.getValue(header), header);
                }
                assertEquals(
                        is.getValue(Constants.BUNDLE_VERSION),
                        dp.manifest().getMainAttributes().getValue(DeploymentPackage.VERSION));
                // Kura's own are Kura's: a copy would be another type.
                for (JarEntry entry; (entry = jar.getNextJarEntry()) != null; ) {
                    assertFalse(entry.getName().startsWith("org/"), entry::getName);
                }
            }
        }
    }

    @Test
    void debianPackageIsForKura6() throws Exception {
        String deb = DeploymentPackage.file("_all.deb").toString();
        String control = output("dpkg-deb", "--field", deb);
        assertTrue(control.contains("Package: gpiod-osgi-kura"), control);
        assertTrue(control.contains("Depends: kura"), control);
        assertTrue(control.contains("Architecture: all"), control);
        List<String> files = output("dpkg-deb", "--contents", deb)
                .lines()
                .map(line -> line.replaceAll("\\s+", " ").split(" "))
                .filter(fields -> !fields[5].endsWith("/"))
                .map(fields -> fields[0] + " " + fields[1] + " " + fields[5].substring(1))
                .toList();
        String plugin = "-rw-r--r-- kurad/kurad /opt/eclipse/kura/plugins/";
        for (String host : List.of("api", "impl", "kura")) {
            assertTrue(files.contains(plugin + "6s/" + OURS + host + ".jar"), files::toString);
        }
        // In a folder without s: Kura starts the bundles of the others.
        assertTrue(files.contains(plugin + "5/" + FRAGMENTS + "x86_64.jar"), files::toString);
        assertEquals(
                DeploymentPackage.of("linux").bundles().size(),
                files.stream().filter(file -> file.endsWith(".jar")).count(),
                files::toString);
        assertTrue(
                files.contains(
                        "-rw-r--r-- root/root" + " /usr/lib/udev/rules.d/60-gpiod-osgi-kura.rules"),
                files::toString);
    }

    private static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
