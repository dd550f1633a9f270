package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.itest.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * All races again and again, for as many minutes as the property {@code itest.minutes} says; at the
 * end the process must be as it was after the warm-up.
 */
@Tag("soak")
class SoakTest {
    private static final List<Class<?>> RACES =
            List.of(LifetimeRaceTest.class, RaceTest.class, ThreadsTest.class);
    private static final Duration TIME =
            Duration.ofMinutes(Integer.getInteger("itest.minutes", 30));

    /** What the JVM itself may take meanwhile: compiled code, and the allocator's leftovers. */
    private static final double GROWTH = 1.05;

    /** What the process has: descriptors, threads, and resident memory in KiB. */
    private record Footprint(long descriptors, long threads, long resident) {
        static Footprint measure() throws Exception {
            // The pools of the races and the library's listeners end theirs after some seconds.
            Await.until(
                    "threads to end",
                    () -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().startsWith("gpiod-")
                                    || thread.getName().startsWith("pool-")));
            for (int i = 0; i < 3; i++) {
                System.gc();
                // For the cleaners, which nobody can wait for.
                Thread.sleep(500);
            }
            return new Footprint(count("/proc/self/fd"), count("/proc/self/task"), kibResident());
        }

        private static long count(String folder) throws IOException {
            try (Stream<Path> all = Files.list(Path.of(folder))) {
                return all.count();
            }
        }

        private static long kibResident() throws IOException {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void racesLeaveNothingBehind() throws Exception {
        long start = System.nanoTime();
        int passes = runUntil(start + TIME.toNanos() / 6, 0);
        Footprint before = Footprint.measure();
        System.out.println("soak: warm after " + passes + " passes: " + before);

        passes = runUntil(start + TIME.toNanos(), passes);

        Footprint after = Footprint.measure();
        System.out.println("soak: ended after " + passes + " passes and "
                + Duration.ofNanos(System.nanoTime() - start).toMinutes() + " minutes: " + after);
        assertEquals(before.descriptors(), after.descriptors(), "descriptors");
        assertEquals(before.threads(), after.threads(), "threads");
        assertTrue(
                after.resident() <= before.resident() * GROWTH,
                () -> "resident memory grew from " + before + " to " + after);
    }

    /** Runs at least one pass; returns how many there were in all. */
    private static int runUntil(long end, int passes) throws Exception {
        int count = passes;
        do {
            for (Class<?> races : RACES) {
                for (Method race : annotated(races, Test.class)) {
                    run(races, race);
                }
            }
            count++;
            System.out.println(
                    "soak: pass " + count + " ended, resident " + Footprint.kibResident() + " KiB");
        } while (System.nanoTime() - end < 0);
        return count;
    }

    private static void run(Class<?> races, Method race) throws Exception {
        Object test = ReflectionSupport.newInstance(races);
        try {
            for (Method before : annotated(races, BeforeEach.class)) {
                ReflectionSupport.invokeMethod(before, test);
            }
            ReflectionSupport.invokeMethod(race, test);
        } catch (AssertionError e) {
            throw new AssertionError(race.getName() + ": " + e.getMessage(), e);
        } finally {
            List<Method> after = annotated(races, AfterEach.class);
            for (int i = after.size() - 1; i >= 0; i--) {
                ReflectionSupport.invokeMethod(after.get(i), test);
            }
        }
    }

    private static List<Method> annotated(Class<?> type, Class<? extends Annotation> annotation) {
        return AnnotationSupport.findAnnotatedMethods(
                type, annotation, HierarchyTraversalMode.TOP_DOWN);
    }
}
