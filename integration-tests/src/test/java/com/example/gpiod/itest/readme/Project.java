package com.example.gpiod.itest.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where things are in the checkout. */
final class Project {
    /** What the build put together for the tests. */
    static final Path HOME = Path.of(System.getProperty("itest.home"));

    /** The checkout: home is its {@code integration-tests/target/itest}. */
    static final Path ROOT =
            HOME.toAbsolutePath().normalize().resolve("../../..").normalize();

    private Project() {}

    /** The pages that people read, relative to the root. */
    static List<Path> pages() {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(ROOT::relativize)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The jars of a folder below home whose names begin so. */
    static List<Path> jars(String folder, String prefix) {
        try (Stream<Path> files = Files.list(HOME.resolve(folder))) {
            List<Path> jars = files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
            if (jars.isEmpty()) {
                throw new IllegalStateException("no " + prefix + "*.jar in " + folder);
            }
            return jars;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
