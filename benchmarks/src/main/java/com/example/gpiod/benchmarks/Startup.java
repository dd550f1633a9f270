package com.example.gpiod.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/**
 * How long it takes to the first services, and how big the bundles are: {@code Startup FOLDER ROUNDS HOME},
 * where HOME has the bundles as the distribution has. {@link FirstService} runs in a new JVM each round,
 * because what is started is fast the second time. Leaves a {@link Report}.
 */
final class Startup {
    /** What ours need of others; see the README. */
    private static final List<String> OTHERS = List.of(
            "logging/slf4j-api",
            "logging/slf4j-simple",
            "bundle/org.osgi.util.function",
            "bundle/org.osgi.util.promise",
            "bundle/org.osgi.service.component",
            "bundle/org.apache.felix.configadmin",
            "bundle/org.apache.felix.scr");

    private static final List<String> OURS = List.of(
            "bundle/com.example.gpiod.api",
            "bundle/com.example.gpiod.natives.linux.x86_64",
            "bundle/com.example.gpiod.simulator",
            "late/com.example.gpiod.impl");

    /** What {@link FirstService} prints, in that order, and by what it is divided for the table. */
    private static final List<Figure> FIGURES = List.of(
            new Figure("others_nanos", "framework and the bundles of others started, ms", 1e6),
            new Figure("gpiod_nanos", "from the start of our bundles to Gpiod, ms", 1e6),
            new Figure("lines_nanos", "from the start of our bundles to Lines, ms", 1e6),
            new Figure("heap", "heap without ours, KiB", 1024),
            new Figure("metaspace", "metaspace without ours, KiB", 1024),
            new Figure("classes", "loaded classes without ours", 1),
            new Figure("more_heap", "heap more with ours, KiB", 1024),
            new Figure("more_metaspace", "metaspace more with ours, KiB", 1024),
            new Figure("more_classes", "loaded classes more with ours", 1));

    private record Figure(String key, String title, double unit) {}

    private final Path home;
    private final Report report = new Report(
            List.of("what", "least", "median", "most"),
            List.of(
                    "program",
                    "round",
                    FIGURES.stream().map(Figure::key).collect(Collectors.joining(","))));

    private Startup(Path home) {
        this.home = home;
    }

    /** See the class. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Startup startup = new Startup(Path.of(args[2]).toAbsolutePath());
        startup.measure(Integer.parseInt(args[1]), folder.resolve("cache"));
        for (String bundle : OURS) {
            startup.describe(bundle);
        }
        startup.report.write(folder);
    }

    private void measure(int rounds, Path cache) throws IOException, InterruptedException {
        double[][] all = new double[rounds][];
        // The first one reads the files into memory.
        run(cache);
        for (int round = 0; round < rounds; round++) {
            all[round] = run(cache);
            report.round("felix", round, all[round]);
        }
        for (int i = 0; i < FIGURES.size(); i++) {
            Figure figure = FIGURES.get(i);
            int index = i;
            double[] sorted = Arrays.stream(all)
                    .mapToDouble(round -> round[index] / figure.unit())
                    .sorted()
                    .toArray();
            report.tell(
                    figure.title(),
                    text(sorted[0]),
                    text(sorted[rounds / 2]),
                    text(sorted[rounds - 1]));
        }
    }

    private double[] run(Path cache) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.add("-XX:+UseSerialGC");
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(FirstService.class.getName(), cache.toString()));
        command.addAll(List.of(paths(OTHERS), paths(OURS)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            String line = output.readLine();
            if (line == null || process.waitFor() != 0) {
                throw new IOException("failed: " + String.join(" ", command));
            }
            return Arrays.stream(line.split(" ", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }
    }

    private String paths(List<String> bundles) {
        return bundles.stream()
                .map(bundle -> jar(bundle).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Path jar(String bundle) {
        return home.resolve(bundle + ".jar");
    }

    private void describe(String bundle) throws IOException {
        Path jar = jar(bundle);
        String name = bundle.substring(bundle.indexOf('/') + 1);
        tell(name + ", KiB", Files.size(jar) / 1024.0);
        try (JarFile opened = new JarFile(jar.toFile())) {
            long classes = opened.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .count();
            tell(name + ", classes", (double) classes);
        }
    }

    private void tell(String what, double number) {
        report.tell(what, text(number), text(number), text(number));
    }

    private static String text(double number) {
        return Report.text("%,.0f", number);
    }
}
