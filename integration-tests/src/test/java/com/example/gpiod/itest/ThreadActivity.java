package com.example.gpiod.itest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the library's threads have done so far. */
public final class ThreadActivity {
    private static final Path TASKS = Path.of("/proc/self/task");

    private ThreadActivity() {}

    /**
     * How often each of the library's threads left the processor of its own accord, and for how many
     * clock ticks it had it: one that spins never leaves.
     */
    public static Map<String, String> now() throws IOException {
        Map<String, String> activity = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(TASKS)) {
            for (Path task : (Iterable<Path>) tasks::iterator) {
                look(task, activity);
            }
        }
        return activity;
    }

    private static void look(Path task, Map<String, String> activity) throws IOException {
        try {
            String name = Files.readString(task.resolve("comm")).strip();
            if (name.startsWith("gpiod-")) {
                activity.put(
                        name + " " + task.getFileName(),
                        voluntary(Files.readString(task.resolve("status")))
                                + " switches, "
                                + ticks(Files.readString(task.resolve("stat")))
                                + " ticks");
            }
        } catch (NoSuchFileException e) {
            // Ended meanwhile.
            return;
        }
    }

    private static long voluntary(String status) {
        return status.lines()
                .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** utime and stime of proc(5); the name before them may have blanks. */
    private static long ticks(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
