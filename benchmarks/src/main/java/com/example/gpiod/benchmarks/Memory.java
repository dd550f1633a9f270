package com.example.gpiod.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory in use, in bytes.
 *
 * @param heap Java's
 * @param resident what the kernel says is resident of this process
 * @param machine what the kernel cannot give to anybody else, its own included
 */
record Memory(long heap, long resident, long machine) {
    private static final int COLLECTIONS = 3;

    /** After the garbage was collected. */
    static Memory now() throws IOException, InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            // What was found to be garbage is cleaned up by other threads.
            Thread.sleep(100);
        }
        Path all = Path.of("/proc/meminfo");
        return new Memory(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                bytes(Path.of("/proc/self/status"), "VmRSS:"),
                bytes(all, "MemTotal:") - bytes(all, "MemAvailable:"));
    }

    Memory minus(Memory other) {
        return new Memory(heap - other.heap, resident - other.resident, machine - other.machine);
    }

    private static long bytes(Path file, String name) throws IOException {
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        throw new IOException(file + " does not say " + name);
    }
}
