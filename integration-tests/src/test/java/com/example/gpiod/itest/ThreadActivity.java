package com.example.gpiod.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the library's threads have done so far: how often each left the processor of its own accord,
 * and for how many clock ticks it had it, because one that spins never leaves.
 */
public record ThreadActivity(String thread, boolean asleep, long switches, long ticks) {
    private static final Path TASKS = Path.of("/proc/self/task");
    /** A thread that called a listener waits for 5 s at most, for another call or for events. */
    private static final int REST_MILLIS = 6_000;

    private static final int OBSERVED_MILLIS = 10_000;

    /** Fails unless all but one of them end, and that one then does nothing for ten seconds. */
    public static void assertOneThatRests() throws Exception {
        List<ThreadActivity> before = settled();
        // The time that is looked at, not a wait for something.
        Thread.sleep(OBSERVED_MILLIS);

        assertEquals(before, now());
    }

    /** Once there is one, and it has come to rest: on a busy machine a wake-up is long in coming. */
    private static List<ThreadActivity> settled() {
        return Await.value(() -> "one thread at rest", () -> {
            List<ThreadActivity> before = now();
            Thread.sleep(REST_MILLIS);
            return before.size() == 1 && before.get(0).asleep && before.equals(now())
                    ? Optional.of(before)
                    : Optional.empty();
        });
    }

    private static List<ThreadActivity> now() throws IOException {
        List<ThreadActivity> activities = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(TASKS)) {
            for (Path task : (Iterable<Path>) tasks::iterator) {
                of(task).ifPresent(activities::add);
            }
        }
        return activities;
    }

    private static Optional<ThreadActivity> of(Path task) throws IOException {
        try {
            String name = Files.readString(task.resolve("comm")).strip();
            if (!name.startsWith("gpiod-")) {
                return Optional.empty();
            }
            // Those after the name, which may have blanks: state, …, utime and stime of proc(5).
            String stat = Files.readString(task.resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Optional.of(new ThreadActivity(
                    name + " " + task.getFileName(),
                    fields[0].equals("S"),
                    voluntary(Files.readString(task.resolve("status"))),
                    Long.parseLong(fields[11]) + Long.parseLong(fields[12])));
        } catch (IOException e) {
            if (Files.exists(task)) {
                throw e;
            }
            // Ended meanwhile.
            return Optional.empty();
        }
    }

    private static long voluntary(String status) {
        return status.lines()
                .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
