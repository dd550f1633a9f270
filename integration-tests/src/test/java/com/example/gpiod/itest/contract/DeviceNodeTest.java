package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.spi.Errno;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What only a backend with device nodes and descriptors can show. */
@Tag("vm")
class DeviceNodeTest extends Contract {
    @TempDir
    private Path folder;

    private Path link(String target) throws IOException {
        return Files.createSymbolicLink(folder.resolve("link"), Path.of(target));
    }

    @Test
    void linkToAChipIsAChipDevice() throws Exception {
        assertTrue(gpiod().isChipDevice(link(plug(1).path()).toString()));
    }

    @Test
    void otherDevicesAndFilesAreNoChipDevices() throws Exception {
        assertFalse(gpiod().isChipDevice("/dev/null"));
        assertFalse(gpiod().isChipDevice(link("/dev/null").toString()));
        assertFalse(gpiod().isChipDevice(folder.toString()));
    }

    @Test
    void chipOpensByLinkAndKeepsThatPath() throws Exception {
        BoardChip plugged = plug(2);
        String link = link(plugged.path()).toString();

        var info = held(gpiod().openChip(link)).info();

        assertEquals(link, info.path());
        assertEquals(plugged.name(), info.name());
    }

    @Test
    void folderIsNoChip() {
        var refusal = assertRefused(Reason.NOT_FOUND, () -> gpiod().openChip(folder.toString()));

        assertEquals(Errno.ENOTTY, refusal.errno());
    }

    @Test
    void otherDeviceIsNoChip() {
        var refusal = assertRefused(Reason.NOT_FOUND, () -> gpiod().openChip("/dev/null"));

        assertEquals(Errno.ENODEV, refusal.errno());
    }

    @Test
    void versionOfLibgpiodIsTold() {
        assertTrue(
                gpiod().apiVersion().matches("[0-9]+\\.[0-9]+(\\.[0-9]+)?"), gpiod().apiVersion());
    }

    @Test
    void busyLineNamesOurOwnProcess() throws Exception {
        BoardChip plugged = plug(2);
        request(plugged, lines(input(), 0).consumer("ourselves"));

        GpiodException refusal = assertRefused(
                Reason.BUSY, () -> open(plugged).request(lines(input(), 0).build()));

        assertContains("'ourselves'", refusal.getMessage());
        assertContains("process " + ProcessHandle.current().pid() + " (", refusal.getMessage());
    }

    @Test
    void busyLineNamesTheProcessOfAnother() throws Exception {
        BoardChip plugged = plug(2);
        Chip chip = open(plugged);
        // Set by run-tests.
        Path tool = Path.of(System.getProperty("itest.gpiod.tools"), "gpioset");
        Process other = new ProcessBuilder(tool.toString(), "--chip", plugged.path(), "1=1")
                .redirectErrorStream(true)
                .start();
        try {
            Await.until("gpioset", () -> chip.lineInfo(1).used() || !other.isAlive());

            GpiodException refusal = assertRefused(
                    Reason.BUSY, () -> chip.request(lines(input(), 1).build()));

            assertContains("'gpioset'", refusal.getMessage());
            assertContains("process " + other.pid() + " (", refusal.getMessage());
            assertTrue(plugged.isHigh(1));
        } finally {
            other.destroy();
            other.waitFor();
        }
        held(chip.request(lines(input(), 1).build()));
    }

    @Test
    void nothingIsLeftOpen() throws Exception {
        BoardChip plugged = plug(2);
        useEverything(plugged);
        Map<String, Long> before = descriptors();

        for (int i = 0; i < 20; i++) {
            useEverything(plugged);
        }

        assertEquals(before, descriptors());
    }

    private void useEverything(BoardChip plugged) throws Exception {
        gpiod().chips();
        gpiod().findLines("WINDOW");
        assertRefused(Reason.NOT_FOUND, () -> gpiod().openChip("/dev/null"));
        try (var chip = gpiod().openChip(plugged.path());
                LineRequest request = chip.request(lines(edges(Edge.BOTH), 0).build())) {
            request.subscribe(new EdgeRecorder());
            request.get(0);
            assertRefused(Reason.BUSY, () -> chip.request(lines(input(), 1, 0).build()));
            chip.watchLineInfo(1);
            assertFalse(chip.waitInfoEvent(Duration.ofMillis(1)));
            chip.subscribe(new InfoRecorder());
        }
    }

    @Test
    void forgottenChipIsClosed() throws Exception {
        BoardChip plugged = plug(1);
        long before = open(plugged.path());
        openAndForget(plugged.path(), before + 1);
        Await.until("the end of the forgotten chip", () -> {
            System.gc();
            return open(plugged.path()) == before;
        });
    }

    private void openAndForget(String path, long expected) throws Exception {
        Chip chip = gpiod().openChip(path);
        assertEquals(expected, open(path));
        // Not before: a collection may come at any time.
        Reference.reachabilityFence(chip);
    }

    private static long open(String path) throws IOException {
        return descriptors().getOrDefault(path, 0L);
    }

    /** How many descriptors of each kind this process has that are of GPIO or of the poller. */
    private static Map<String, Long> descriptors() throws IOException {
        Map<String, Long> kinds = new TreeMap<>();
        List<Path> descriptors;
        try (var entries = Files.list(Path.of("/proc/self/fd"))) {
            descriptors = entries.toList();
        }
        for (Path descriptor : descriptors) {
            try {
                String target = Files.readSymbolicLink(descriptor).toString();
                if (target.startsWith("/dev/gpiochip") || target.startsWith("anon_inode:")) {
                    kinds.merge(target, 1L, Long::sum);
                }
            } catch (NoSuchFileException e) {
                // The one that listed the folder.
                continue;
            }
        }
        return kinds;
    }
}
