package com.example.gpiod.impl.jni;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.spi.BackendPoller;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The library of this fragment, as far as it goes without GPIO: loaded, and called from Java. */
class NativeTest {
    private static final int EBADF = 9;
    private static final int EIO = 5;
    private static final int ENAMETOOLONG = 36;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static JniBackend backend;

    @BeforeAll
    static void load() throws NativeLibraryException {
        backend = JniBackend.load(System.getProperty(JniBackend.LIBRARY), Duration.ZERO);
    }

    @Test
    void theManifestNamesTheLibgpiodInside() throws IOException {
        Path manifest =
                Path.of(System.getProperty("basedir"), "target/classes/META-INF/MANIFEST.MF");
        try (InputStream in = Files.newInputStream(manifest)) {
            String version =
                    new Manifest(in).getMainAttributes().getValue("Gpiod-Libgpiod-Version");
            assertEquals(version, backend.apiVersion());
        }
    }

    @Test
    void otherFilesAreNoChips(@TempDir Path folder) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));

        assertFalse(backend.isChipDevice("/dev/null"));
        assertFalse(backend.isChipDevice(link.toString()));
        assertFalse(backend.isChipDevice(folder.toString()));
        assertFalse(backend.isChipDevice(folder.resolve("missing").toString()));
        assertFalse(backend.isChipDevice(""));
        Files.delete(link);
    }

    @Test
    void whatIsNoChipIsToldApart(@TempDir Path folder) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("missing"));

        assertErrno(Errno.ENOENT, () -> backend.open(folder.resolve("missing").toString()));
        assertErrno(Errno.ENOENT, () -> backend.open(dangling.toString()));
        assertErrno(Errno.ENOTTY, () -> backend.open(folder.toString()));
        assertErrno(Errno.ENODEV, () -> backend.open("/dev/null"));
        assertErrno(Errno.ENODEV, () -> backend.open(link.toString()));
        Files.delete(link);
    }

    @Test
    void aPathBeyondTheKernelsLimitIsRefused() {
        assertErrno(ENAMETOOLONG, () -> backend.open("/" + "x".repeat(5000)));
        assertErrno(ENAMETOOLONG, () -> backend.open("/" + "x/".repeat(2046) + "end"));
    }

    @Test
    void failuresLeaveNoDescriptor(@TempDir Path folder) throws Exception {
        int before = descriptors();
        for (int i = 0; i < 100; i++) {
            assertErrno(Errno.ENODEV, () -> backend.open("/dev/null"));
            assertTrue(Native.watchCreate(Records.text(folder.resolve("no").toString())) < 0);
            backend.openPoller().close();
        }
        // The JVM opens some of its own.
        assertTrue(descriptors() < before + 50, () -> "more than " + before + " before");
    }

    @Test
    void descriptorsCloseOnExec(@TempDir Path folder) throws IOException {
        int epoll = Native.epollCreate();
        int event = Native.eventCreate();
        int watch = Native.watchCreate(Records.text(folder.toString()));
        for (int descriptor : new int[] {epoll, event, watch}) {
            String flags = Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor))
                    .get(1);
            assertTrue((Integer.parseInt(flags.substring(6).strip(), 8) & 02000000) != 0, flags);
            assertEquals(0, Native.close(descriptor));
            assertEquals(-EBADF, Native.close(descriptor));
        }
    }

    @Test
    void theDataPathReportsErrnos() {
        int event = Native.eventCreate();
        ByteBuffer buffer = ByteBuffer.allocateDirect(96);
        try {
            assertEquals(-Errno.ENOTTY, Native.get(event, 1));
            assertEquals(-Errno.ENOTTY, Native.getWide(event, 1, new long[1]));
            assertEquals(-Errno.ENOTTY, Native.set(event, 1, 1));
            assertEquals(0, Native.readEvents(event, buffer, 0, 96), "EAGAIN");
            assertEquals(-EBADF, Native.get(-1, 1));
            assertEquals(-EBADF, Native.getWide(-1, 1, new long[1]));
            assertEquals(-EBADF, Native.set(-1, 1, 1));
            assertEquals(-EBADF, Native.readEvents(-1, buffer, 0, 96));
        } finally {
            Native.close(event);
        }
    }

    @Test
    void theFunctionsOfLinesReportErrnos() {
        int event = Native.eventCreate();
        byte[] lines = new byte[Native.LINES_AT_ONCE * LineRecord.BYTES];
        byte[] change = new byte[LineRecord.CHANGE_BYTES];
        try {
            assertEquals(-Errno.ENOTTY, Native.lineInfo(event, 0, Native.LINES_AT_ONCE, lines));
            assertEquals(-Errno.EINVAL, Native.lineInfo(event, 0, Native.LINES_AT_ONCE + 1, lines));
            assertEquals(-Errno.EINVAL, Native.lineInfo(event, 0, -1, lines));
            assertEquals(-Errno.ENOTTY, Native.lineWatch(event, 0, lines));
            assertEquals(-Errno.ENOTTY, Native.lineUnwatch(event, 0));
            assertEquals(0, Native.readInfoEvent(event, change), "EAGAIN");
            Native.eventSignal(event);
            assertEquals(-EIO, Native.readInfoEvent(event, change), "no whole event");
            assertEquals(-EBADF, Native.readInfoEvent(-1, change));
        } finally {
            Native.close(event);
        }
        assertArrayEquals(new byte[LineRecord.CHANGE_BYTES], change);
    }

    @Test
    void aReadPutsItsBytesWhereItIsTold() {
        int event = Native.eventCreate();
        ByteBuffer buffer = ByteBuffer.allocateDirect(24);
        try {
            Native.eventSignal(event);
            assertEquals(8, Native.readEvents(event, buffer, 8, 16));
        } finally {
            Native.close(event);
        }
        assertEquals(0, buffer.getLong(0));
        assertTrue(buffer.getLong(8) != 0);
        assertEquals(0, buffer.getLong(16));
    }

    @Test
    void aReadWritesNowhereElse() {
        int event = Native.eventCreate();
        ByteBuffer around = ByteBuffer.allocateDirect(64);
        ByteBuffer buffer = around.slice(16, 16);
        try {
            Native.eventSignal(event);
            assertEquals(-Errno.EINVAL, Native.readEvents(event, buffer, 16, 8), "behind its end");
            assertEquals(-Errno.EINVAL, Native.readEvents(event, buffer, 8, 16), "over its end");
            assertEquals(-Errno.EINVAL, Native.readEvents(event, buffer, -8, 8), "before it");
            assertEquals(-Errno.EINVAL, Native.readEvents(event, buffer, 8, -8), "backwards");
            assertEquals(
                    -Errno.EINVAL, Native.readEvents(event, ByteBuffer.allocate(16), 0, 8), "heap");
            assertEquals(ByteBuffer.allocate(64), around);
            assertEquals(8, Native.readEvents(event, buffer, 8, 8), "still there");
        } finally {
            Native.close(event);
        }
    }

    @Test
    void tokensComeBackWithAllTheirBits() {
        int epoll = Native.epollCreate();
        int event = Native.eventCreate();
        long[] tokens = new long[4];
        long token = 0x8000_0001_0000_0002L;
        try {
            assertEquals(0, control(epoll, Native.EPOLL_ADD, event, token));
            assertEquals(0, Native.epollWait(epoll, tokens, 0));
            Native.eventSignal(event);
            assertEquals(1, Native.epollWait(epoll, tokens, -1));
            assertEquals(token, tokens[0]);

            assertEquals(0, Native.epollControl(epoll, Native.EPOLL_MODIFY, event, 0, token));
            assertEquals(0, Native.epollWait(epoll, tokens, 0), "not asked for");
            assertEquals(0, control(epoll, Native.EPOLL_MODIFY, event, 7));
            assertEquals(1, Native.epollWait(epoll, tokens, -1));
            assertEquals(7, tokens[0]);

            assertEquals(0, Native.eventDrain(event));
            assertEquals(0, Native.epollWait(epoll, tokens, 0), "drained");
            assertEquals(0, Native.eventDrain(event), "nothing to drain");
            assertEquals(0, Native.epollControl(epoll, Native.EPOLL_REMOVE, event, 0, 0));
            assertEquals(
                    -Errno.ENOENT, Native.epollControl(epoll, Native.EPOLL_REMOVE, event, 0, 0));
        } finally {
            Native.close(event);
            Native.close(epoll);
        }
    }

    @Test
    void oneWaitReportsNoMoreThanThereIsRoomFor() {
        int epoll = Native.epollCreate();
        int[] events =
                Stream.generate(Native::eventCreate).limit(70).mapToInt(e -> e).toArray();
        try {
            for (int event : events) {
                Native.eventSignal(event);
                assertEquals(0, control(epoll, Native.EPOLL_ADD, event, event));
            }
            assertEquals(3, Native.epollWait(epoll, new long[3], -1));
            assertEquals(64, Native.epollWait(epoll, new long[100], -1));
        } finally {
            for (int event : events) {
                Native.close(event);
            }
            Native.close(epoll);
        }
    }

    @Test
    void chipsAndWhatIsNewCountInAWatchedFolder(@TempDir Path folder) throws IOException {
        Path other = Files.createFile(folder.resolve("ttyS0"));
        int watch = Native.watchCreate(Records.text(folder.toString()));
        try {
            assertEquals(0, Native.watchDrain(watch));
            assertTrue(other.toFile().setWritable(false), "changes its mode");
            Files.delete(other);
            assertEquals(0, Native.watchDrain(watch), "no chip");
            Path link = Files.createSymbolicLink(folder.resolve("expander"), Path.of("gpiochip0"));
            assertEquals(1, Native.watchDrain(watch), "may be a link to a chip");
            Path chip = Files.createFile(folder.resolve("gpiochip0"));
            assertEquals(1, Native.watchDrain(watch), "comes");
            assertEquals(0, Native.watchDrain(watch), "told once");
            assertTrue(chip.toFile().setWritable(false), "changes its mode");
            assertEquals(1, Native.watchDrain(watch), "permissions");
            Files.delete(chip);
            assertEquals(1, Native.watchDrain(watch), "goes");
            Files.delete(link);
            for (int i = 0; i < 500; i++) {
                Files.createFile(folder.resolve("other" + i));
            }
            assertEquals(1, Native.watchDrain(watch), "more than one batch");
            assertEquals(0, Native.watchDrain(watch), "told once");
        } finally {
            Native.close(watch);
        }
    }

    @Test
    void aFolderToWatchMustBeOne() {
        assertEquals(-Errno.ENOENT, Native.watchCreate(Records.text("/no/such/folder")));
    }

    @Test
    void aWakeupEndsTheWait() throws Exception {
        BackendPoller poller = backend.openPoller();
        try {
            poller.watchChips(1);
            Thread waker = new Thread(poller::wakeup);
            waker.start();
            assertEquals(0, await(poller));
            waker.join();
        } finally {
            poller.close();
        }
    }

    @Test
    void aWakeupBeforeTheWaitEndsItAndIsConsumed() throws Exception {
        BackendPoller poller = backend.openPoller();
        try {
            poller.wakeup();
            poller.wakeup();
            assertEquals(0, await(poller));

            FutureTask<Integer> second =
                    new FutureTask<>(() -> poller.await(new long[8], BackendPoller.NO_TIMEOUT));
            Thread waiting = new Thread(second);
            waiting.start();
            while (!isInside("epollWait", waiting)) {
                assertFalse(second.isDone(), "the second wait ended without a wake-up");
                Thread.onSpinWait();
            }
            poller.wakeup();
            assertEquals(0, second.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } finally {
            poller.close();
        }
    }

    private static boolean isInside(String method, Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length > 0 && stack[0].getMethodName().equals(method);
    }

    private static int await(BackendPoller poller) {
        return assertTimeoutPreemptively(
                PATIENCE, () -> poller.await(new long[8], BackendPoller.NO_TIMEOUT));
    }

    private static int control(int epoll, int operation, int descriptor, long token) {
        return Native.epollControl(epoll, operation, descriptor, Native.EPOLL_IN, token);
    }

    private static void assertErrno(int errno, Executable call) {
        assertEquals(errno, assertThrows(ErrnoException.class, call).errno());
    }

    private static int descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return (int) all.count();
        }
    }
}
