package com.example.gpiod.itest.osgi;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.OptionUtils.combine;

import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.options.UrlProvisionOption;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is installed in the framework: the services that our bundles stand on, our
 * bundles, and in place of the native fragments the simulator where there is no gpio-sim. In those of
 * Kura, which have services of their own, what its packages have.
 */
final class Framework {
    private static final Path HOME = Path.of(System.getProperty("itest.home"));
    private static final String NAME = System.getProperty("itest.framework");
    private static final boolean KURA = NAME.startsWith("kura-");
    private static final String OURS = "com.example.gpiod.";

    private Framework() {}

    static Option[] options() throws IOException {
        List<String> folders = KURA
                ? List.of("bundles", NAME + "/bundles", "kura")
                : List.of("bundles", NAME + "/bundles");
        Stream<Path> bundles = folders.stream()
                .map(HOME::resolve)
                .flatMap(Framework::jars)
                .filter(Framework::isWanted);
        return combine(
                bundles.map(Framework::provision).toArray(Option[]::new),
                // A test's assertions, and what our bundles log, are seen on both sides.
                systemPackages(
                        "org.junit.jupiter.api;version=5",
                        "org.junit.jupiter.api.condition;version=5",
                        "org.junit.jupiter.api.extension;version=5",
                        "org.junit.jupiter.api.function;version=5",
                        "org.opentest4j;version=1",
                        "org.slf4j;version=1.7.36",
                        "org.slf4j.helpers;version=1.7.36",
                        "org.slf4j.spi;version=1.7.36",
                        "ch.qos.logback.classic;version=1.2",
                        "ch.qos.logback.classic.spi;version=1.2",
                        "ch.qos.logback.core;version=1.2",
                        "ch.qos.logback.core.read;version=1.2",
                        "ch.qos.logback.core.spi;version=1.2"));
    }

    /** The framework itself. */
    static Path jar() {
        return jars(HOME.resolve(NAME + "/framework")).findFirst().orElseThrow();
    }

    /** The fragments with a native library, of all machines. */
    static List<Path> fragments() {
        return jars(HOME.resolve("bundles")).filter(Framework::isFragment).toList();
    }

    private static boolean isWanted(Path jar) {
        String name = jar.getFileName().toString();
        if (OsgiTest.ON_SIMULATOR ? isFragment(jar) : name.equals(OURS + "simulator.jar")) {
            return false;
        }
        return !KURA
                || !jar.startsWith(HOME.resolve("bundles"))
                || isFragment(jar)
                || Stream.of("api", "impl", "simulator")
                        .anyMatch(ours -> name.equals(OURS + ours + ".jar"));
    }

    private static Stream<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UrlProvisionOption provision(Path jar) {
        UrlProvisionOption option = bundle(jar.toUri().toString());
        return isFragment(jar) ? option.noStart() : option;
    }

    private static boolean isFragment(Path jar) {
        return jar.getFileName().toString().contains(".natives.");
    }
}
