package com.example.gpiod.impl.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.LineSettings;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Arguments that Java never lets through, as far as it goes without GPIO: an errno or an exception,
 * and the JVM lives on. The number of a try is its seed: the same tries everywhere.
 */
class NativeFuzzTest {
    private static final int TRIES = 5_000;

    /** Lines that one request can hold. */
    private static final int MOST = 64;

    private static final long NO_CHIP = 0;

    private static JniBackend backend;

    @BeforeAll
    static void load() throws NativeLibraryException {
        backend = JniBackend.load(System.getProperty(JniBackend.LIBRARY), Duration.ZERO);
    }

    private static String text(Random random) {
        String unit = List.of("/", "x", "x/", "../", "\u00e4", "\ud83d\ude00", "\ud800", "\0", "%n")
                .get(random.nextInt(9));
        int most = random.nextInt(4) == 0 ? 5_000 : 40;
        String text = unit.repeat(random.nextInt(most));
        return random.nextBoolean() ? text : "/no/" + text;
    }

    @Test
    void anyPathIsOpenedOrRefused() throws Exception {
        for (int seed = 0; seed < TRIES; seed++) {
            String path = text(new Random(seed));
            boolean hasNul = path.indexOf('\0') >= 0;
            assertEquals(hasNul, isRefusedByJava(seed, () -> backend.open(path)), "try " + seed);
            assertEquals(
                    hasNul,
                    isRefusedByJava(seed, () -> {
                        assertFalse(backend.isChipDevice(path));
                        return null;
                    }),
                    "try " + seed);
        }
    }

    /** A path that is none of a chip's gives an errno, or an exception in Java. */
    private static boolean isRefusedByJava(int seed, Callable<?> call) throws Exception {
        try {
            call.call();
            return false;
        } catch (ErrnoException e) {
            assertTrue(e.errno() > 0 && e.errno() < 4096, "try " + seed + ": " + e.errno());
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    @Test
    void tooManyLinesAreRefused() {
        for (int seed = 0; seed < TRIES; seed++) {
            Random random = new Random(seed);
            int[] lines = random.ints((MOST + 1) * Native.LINE_INTS + random.nextInt(5_000))
                    .toArray();
            byte[] consumer = new byte[random.nextInt(33)];
            assertEquals(-Errno.E2BIG, Native.request(NO_CHIP, consumer, random.nextInt(), lines));
            assertEquals(-Errno.E2BIG, Native.reconfigure(NO_CHIP, lines));
        }
    }

    @Test
    void settingsThatLibgpiodDoesNotKnowAreRefused() {
        for (int seed = 0; seed < TRIES; seed++) {
            Random random = new Random(seed);
            int[] lines =
                    random.ints((1 + random.nextInt(MOST)) * Native.LINE_INTS).toArray();
            // Nothing else must be to blame.
            lines[1 + random.nextInt(4)] = 99 + random.nextInt(1_000_000);
            byte[] consumer = new byte[random.nextInt(33)];
            assertEquals(-Errno.EINVAL, Native.request(NO_CHIP, consumer, random.nextInt(), lines));
            assertEquals(-Errno.EINVAL, Native.reconfigure(NO_CHIP, lines));
        }
    }

    @Test
    void aConsumerThatIsTooLongIsRefused() {
        for (int length = 33; length < 100_000; length += 997) {
            byte[] consumer = new byte[length];
            Arrays.fill(consumer, (byte) 'x');
            int[] lines =
                    Records.lines(new int[] {0}, List.of(LineSettings.builder().build()));
            assertEquals(-Errno.EINVAL, Native.request(NO_CHIP, consumer, 16, lines));
        }
    }

    @Test
    void descriptorsThatAreNoneAreRefused() {
        ByteBuffer direct = ByteBuffer.allocateDirect(96);
        for (int seed = 0; seed < TRIES; seed++) {
            Random random = new Random(seed);
            // Neither below 0 nor that high is one of this process.
            int none = random.nextBoolean()
                    ? -1 - random.nextInt(1 << 30)
                    : (1 << 30) + random.nextInt(1 << 30);
            int position = random.nextInt();
            int length = random.nextInt();
            ByteBuffer buffer = random.nextBoolean() ? direct : ByteBuffer.allocate(96);
            Stream.of(
                            (int) Native.get(none, random.nextLong()),
                            Native.getWide(none, random.nextLong(), new long[0]),
                            Native.set(none, random.nextLong(), random.nextLong()),
                            Native.readEvents(none, buffer, position, length),
                            Native.lineInfo(
                                    none, random.nextInt(), random.nextInt(1, 100), new byte[0]),
                            Native.lineWatch(none, random.nextInt(), new byte[LineRecord.BYTES]),
                            Native.lineUnwatch(none, random.nextInt()),
                            Native.readInfoEvent(none, new byte[LineRecord.CHANGE_BYTES]),
                            Native.epollControl(none, random.nextInt(), none, random.nextInt(), 0),
                            Native.epollWait(none, new long[random.nextInt(100)], 0),
                            Native.eventSignal(none),
                            Native.eventDrain(none),
                            Native.watchDrain(none),
                            Native.close(none))
                    .forEach(result -> assertTrue(result < 0, "descriptor " + none));
        }
    }

    @Test
    void readsOfAnyPlaceStayInTheirBuffer() {
        int event = Native.eventCreate();
        ByteBuffer around = ByteBuffer.allocateDirect(192);
        ByteBuffer direct = around.slice(64, 64);
        try {
            for (int seed = 0; seed < TRIES; seed++) {
                Random random = new Random(seed);
                int position = random.nextBoolean() ? random.nextInt(160) - 64 : random.nextInt();
                int length = random.nextBoolean() ? random.nextInt(160) - 64 : random.nextInt();
                ByteBuffer buffer = random.nextBoolean() ? direct : ByteBuffer.allocate(64);
                Native.eventSignal(event);
                int result = Native.readEvents(event, buffer, position, length);
                assertTrue(result == 8 || result == -Errno.EINVAL, "try " + seed + ": " + result);
            }
            for (int i = 0; i < 192; i++) {
                assertTrue(i >= 64 && i < 128 || around.get(i) == 0, "byte " + i);
            }
        } finally {
            Native.close(event);
        }
    }

    @Test
    void arraysThatAreTooShortThrow() {
        int epoll = Native.epollCreate();
        try {
            assertEquals(-Errno.EINVAL, Native.epollWait(epoll, new long[0], 0));
            for (int length = 0; length < 5; length++) {
                byte[] version = new byte[length];
                assertTrue(isOutOfBounds(() -> Native.apiVersion(version)), "length " + length);
            }
        } finally {
            Native.close(epoll);
        }
    }

    @Test
    void recordsOfAnyBytesAreReadOrThrow() {
        for (int seed = 0; seed < TRIES; seed++) {
            Random random = new Random(seed);
            byte[] record = new byte[random.nextInt(2 * LineRecord.CHANGE_BYTES)];
            if (random.nextBoolean()) {
                random.nextBytes(record);
            } else {
                Arrays.fill(record, (byte) random.nextInt(6));
            }
            isOutOfBounds(() -> LineRecord.lineInfo(record));
            isOutOfBounds(() -> LineRecord.infoEvent(record));
            isOutOfBounds(() -> Records.chipInfo("/dev/x", record));
            String text = text(random);
            if (text.indexOf('\0') < 0) {
                byte[] packed = Records.text(text);
                assertEquals(0, packed[packed.length - 1]);
                assertEquals(text.getBytes(StandardCharsets.UTF_8).length + 1, packed.length);
            }
        }
    }

    private static boolean isOutOfBounds(Callable<?> call) {
        try {
            call.call();
            return false;
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            return true;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
