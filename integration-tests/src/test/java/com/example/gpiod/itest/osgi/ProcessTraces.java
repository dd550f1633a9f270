package com.example.gpiod.itest.osgi;

import com.example.gpiod.itest.Await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What this process holds outside of the heap: open descriptors, threads, and mapped copies of our
 * native library; how many there are of each. Numbers in their names become {@code #}, for some grow
 * with each update of a bundle.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
public record ProcessTraces(Map<String, Integer> counts) {
    private static final String LIBRARY = "library ";

    private static final Path PROCESS = Path.of("/proc/self");

    public static ProcessTraces now() {
        Map<String, Integer> counts = new TreeMap<>();
        try (Stream<Path> descriptors = Files.list(PROCESS.resolve("fd"))) {
            for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
                count(counts, "descriptor ", target(descriptor));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        mappedLibraries().forEach(library -> count(counts, LIBRARY, library.toString()));
        Thread.getAllStackTraces()
                .keySet()
                .forEach(thread -> count(counts, "thread ", thread.getName()));
        return new ProcessTraces(Collections.unmodifiableMap(counts));
    }

    /** The copies of our native library that are mapped to be executed. */
    public static List<Path> mappedLibraries() {
        try (Stream<String> mappings = Files.lines(PROCESS.resolve("maps"))) {
            // Of one that it refuses, glibc leaves other segments mapped.
            return mappings.filter(mapping -> mapping.matches("\\S+ r-xp .*/libgpiod-osgi.*"))
                    .map(mapping -> Path.of(mapping.substring(mapping.indexOf('/'))))
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until there is one, such as that, and the last ones are unmapped. */
    public static Path awaitMappedLibrary(String what, Predicate<Path> condition) {
        Await.until(() -> "a single library " + what + ": " + mappedLibraries(), () -> {
            System.gc();
            List<Path> mapped = mappedLibraries();
            return mapped.size() == 1 && condition.test(mapped.get(0));
        });
        return mappedLibraries().get(0);
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return "closed meanwhile";
        }
    }

    private static void count(Map<String, Integer> counts, String kind, String name) {
        counts.merge(kind + name.replaceAll("[0-9]+", "#"), 1, Integer::sum);
    }

    /** How many copies of our native library are mapped. */
    int libraries() {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(LIBRARY))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** What there is more of than there was. Less is no leak: idle threads end some time later. */
    public List<String> beyond(ProcessTraces before) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() > before.counts.getOrDefault(entry.getKey(), 0))
                .map(entry -> entry + ", was " + before.counts.getOrDefault(entry.getKey(), 0))
                .toList();
    }
}
