package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipClosedException;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEventBuffer;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;
import com.example.gpiod.spi.BackendChip;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.ErrnoException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Bad arguments, for every method of the API by reflection: a call succeeds, or it throws what is
 * documented and names the argument; what was held is held, and nothing else. The number of a try is
 * its seed: the same tries everywhere.
 */
@Tag("races")
class FuzzTest extends Contract {
    private static final int TRIES = 6_000;
    private static final int LINES = 8;

    /** A wait that is longer than this is interrupted. */
    private static final Duration SHORT = Duration.ofMillis(1);

    private BoardChip plugged;
    private Chip chip;
    private LineRequest request;

    /** A method, and whom to call it on. */
    private record Call(Method method, Callable<?> target) {
        boolean waits() {
            return Arrays.asList(method.getExceptionTypes()).contains(InterruptedException.class);
        }

        @Override
        public String toString() {
            return method.getDeclaringClass().getSimpleName() + "." + method.getName()
                    + Arrays.toString(method.getParameterTypes());
        }
    }

    @BeforeEach
    void holdLines() throws Exception {
        plugged = plug(ChipPlan.of("fuzz", LINES)
                .line(0, "DOOR")
                .line(1, "TWIN")
                .line(4, "TWIN")
                .line(5, "6"));
        chip = open(plugged);
        request = held(chip.request(RequestConfig.builder()
                .line(0, edges(Edge.BOTH).build())
                .line(1, input().build())
                .line(2, output(false).build())
                .line("3", output(false).build())
                .build()));
    }

    /** All that a user can call, but close. */
    private List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        EdgeEventBuffer buffer = request.newEventBuffer(4);
        add(calls, Gpiod.class, this::gpiod);
        add(calls, Chip.class, () -> chip);
        add(calls, LineRequest.class, () -> request);
        add(calls, EdgeEventBuffer.class, () -> buffer);
        add(calls, LineKey.class, () -> LineKey.of("DOOR"));
        add(calls, LineSettings.Builder.class, LineSettings::builder);
        add(calls, RequestConfig.Builder.class, () -> lines(output(true), 0, 1, 2));
        return calls;
    }

    private static void add(List<Call> calls, Class<?> type, Callable<?> target) {
        Stream.of(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class)
                .filter(method -> !method.getName().equals("close"))
                // Always in the same order, as nothing promises.
                .sorted(Comparator.comparing(Method::toGenericString))
                .map(method -> new Call(method, target))
                .forEach(calls::add);
    }

    @Test
    void nullIsRefusedByTheNameOfTheArgument() throws Exception {
        OddArguments arguments = new OddArguments(0, () -> request.newEventBuffer(1));
        List<String> wrong = new ArrayList<>();
        for (Call call : calls()) {
            Parameter[] parameters = call.method().getParameters();
            for (int i = 0; i < parameters.length; i++) {
                if (!parameters[i].getType().isPrimitive()) {
                    Object[] values = Stream.of(parameters).map(arguments::make).toArray();
                    values[i] = null;
                    Throwable thrown = thrown(call, values);
                    if (!(thrown instanceof NullPointerException
                            && begins(thrown.getMessage(), parameters[i].getType()))) {
                        wrong.add(call + ", argument " + i + ": " + thrown);
                    }
                }
            }
        }
        assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
    }

    private static boolean begins(String message, Class<?> type) {
        return message != null && OddArguments.words(type).contains(message);
    }

    @Test
    void oddArgumentsAreTakenOrRefusedByName() throws Exception {
        tryAll(0, TRIES / 10);
        assertNothingElseIsHeld();
        List<String> before = descriptors();

        tryAll(TRIES / 10, TRIES);

        assertNothingElseIsHeld();
        assertEquals(before, descriptors());
        assertTheRequestWorks();
    }

    @Test
    void oddArgumentsAreTakenOrRefusedByNameAfterTheEnd() throws Exception {
        request.close();
        chip.close();
        List<String> before = descriptors();

        tryAll(0, TRIES / 2);

        assertEquals(before, descriptors());
        try (Chip again = gpiod().openChip(plugged.path())) {
            for (int offset = 0; offset < LINES; offset++) {
                assertFalse(again.lineInfo(offset).used(), "line " + offset);
            }
        }
    }

    private void tryAll(int from, int to) throws Exception {
        List<Call> calls = calls();
        EdgeEventBuffer buffer = request.newEventBuffer(16);
        for (int seed = from; seed < to; seed++) {
            OddArguments arguments = new OddArguments(seed, () -> buffer);
            Call call = arguments.pick(calls);
            Object[] values =
                    Stream.of(call.method().getParameters()).map(arguments::odd).toArray();
            Throwable thrown = thrown(call, values);
            if (thrown != null && !isAllowed(call, thrown)) {
                throw new AssertionError(
                        "try " + seed + ": " + call + " with " + Arrays.deepToString(values),
                        thrown);
            }
        }
    }

    /** Calls it, and closes what it returns; null if it threw nothing. */
    private static Throwable thrown(Call call, Object... values) throws Exception {
        boolean isStatic = Modifier.isStatic(call.method().getModifiers());
        if (call.waits() && Stream.of(values).anyMatch(FuzzTest::isLong)) {
            Thread.currentThread().interrupt();
        }
        // The library's classes are not public: what implements the API is called through it.
        try {
            Object result = call.method().invoke(isStatic ? null : call.target().call(), values);
            if (result instanceof AutoCloseable made) {
                made.close();
            }
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        } finally {
            Thread.interrupted();
        }
    }

    private static boolean isLong(Object value) {
        return value instanceof Duration duration && duration.compareTo(SHORT) > 0;
    }

    private static boolean isAllowed(Call call, Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        if (thrown instanceof IllegalArgumentException
                || thrown instanceof NullPointerException
                || thrown instanceof IndexOutOfBoundsException) {
            return namesAnArgument(call.method(), message);
        }
        if (thrown instanceof GpiodException refusal) {
            // The chip is there.
            return !message.isEmpty() && refusal.reason() != Reason.GONE;
        }
        return thrown instanceof ChipClosedException
                || thrown instanceof RequestReleasedException
                || thrown instanceof InterruptedException && call.waits();
    }

    private static boolean namesAnArgument(Method method, String message) {
        List<String> words = method.getParameterCount() == 0
                ? OddArguments.allWords()
                : Stream.of(method.getParameterTypes())
                        .flatMap(type -> OddArguments.words(type).stream())
                        .toList();
        String lower = message.toLowerCase(Locale.ROOT);
        // What the JVM says of a null that nobody looked for.
        return !message.startsWith("Cannot ")
                && words.stream().anyMatch(word -> lower.contains(word.toLowerCase(Locale.ROOT)));
    }

    private void assertNothingElseIsHeld() throws Exception {
        for (int offset = 0; offset < LINES; offset++) {
            assertEquals(
                    request.offsets().contains(offset),
                    chip.lineInfo(offset).used(),
                    "line " + offset);
        }
    }

    private void assertTheRequestWorks() throws Exception {
        request.reconfigure(Map.of(
                LineKey.of(0), edges(Edge.BOTH).build(),
                LineKey.of(1), input().build(),
                LineKey.of(2), output(false).build(),
                LineKey.of(3), output(false).build()));
        request.setMask(0xC, 0x4);
        assertTrue(plugged.isHigh(2));
        assertFalse(plugged.isHigh(3));
        plugged.pullUp(0);
        plugged.pullDown(1);
        assertEquals(0x5, request.getMask(0xF));
    }

    private static Optional<String> target(Path descriptor) throws IOException {
        try {
            return Optional.of(Files.readSymbolicLink(descriptor).toString());
        } catch (NoSuchFileException e) {
            // Another thread of the JVM closed it meanwhile.
            return Optional.empty();
        }
    }

    /** Which descriptors the process has that may be of chips, requests and pollers. */
    private static List<String> descriptors() throws IOException {
        List<String> targets = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : (Iterable<Path>) all::iterator) {
                if (!Files.isRegularFile(descriptor)) {
                    target(descriptor).ifPresent(targets::add);
                }
            }
        }
        // Of the one that lists there is always one.
        return targets.stream()
                .filter(target -> !target.startsWith("/proc/"))
                .sorted()
                .toList();
    }

    @Test
    void aConsumerIsShownAsItWasGivenOrRefused() throws Exception {
        for (int seed = 0; seed < TRIES / 10; seed++) {
            String consumer = new OddArguments(seed, () -> null).text();
            RequestConfig.Builder config = lines(input(), 6);
            if (isKernelText(consumer)) {
                try (LineRequest made = chip.request(config.consumer(consumer).build())) {
                    String shown = chip.lineInfo(6).consumer();
                    assertEquals(consumer.isEmpty() ? "?" : consumer, shown, "try " + seed);
                }
            } else {
                IllegalArgumentException refusal = assertIllegal(() -> config.consumer(consumer));
                assertContains("consumer", refusal.getMessage());
            }
        }
    }

    @Test
    void halfASurrogatePairIsNoText() {
        assertContains(
                "chip", assertIllegal(() -> gpiod().openChip("/dev/\ud800")).getMessage());
        assertContains("name", assertIllegal(() -> LineKey.of("\udc00\ud800")).getMessage());
        assertFalse(gpiod().isChipDevice(plugged.path() + "\ud800"));
    }

    private static boolean isKernelText(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text)
                && text.getBytes(StandardCharsets.UTF_8).length <= 31
                && text.indexOf('\0') < 0;
    }

    @Test
    void theLongestWaitsEndWithWhatTheyWaitFor() throws Exception {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
        FutureTask<Boolean> edge = inBackground(() -> request.waitEdgeEvents(longest));
        plugged.pullUp(0);
        assertTrue(edge.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS));

        chip.watchLineInfo(6);
        FutureTask<Boolean> info = inBackground(() -> chip.waitInfoEvent(longest));
        chip.request(lines(input(), 6).build()).close();
        assertTrue(info.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    private static FutureTask<Boolean> inBackground(Callable<Boolean> wait) {
        FutureTask<Boolean> task = new FutureTask<>(wait);
        Thread thread = new Thread(task, "fuzz-wait");
        thread.setDaemon(true);
        thread.start();
        Await.until("the wait", () -> thread.getState() == Thread.State.TIMED_WAITING);
        return task;
    }

    /** Below the core, which asks for nothing of the kind: no backend must rely on that. */
    @Test
    void theBackendRefusesWhatTheCoreWouldNotAskFor() throws Exception {
        BackendChip below = backend().open(plugged.path());
        try {
            for (int seed = 0; seed < TRIES / 2; seed++) {
                OddArguments arguments = new OddArguments(seed, () -> null);
                int[] offsets = Stream.generate(arguments::number)
                        .limit(Math.abs(arguments.number() % 80))
                        .mapToInt(Integer::intValue)
                        .toArray();
                List<LineSettings> settings = Stream.generate(arguments::settings)
                        .limit(offsets.length)
                        .toList();
                assertRefusedBelow(seed, () -> below.lineInfo(arguments.number()));
                assertRefusedBelow(seed, () -> below.watch(arguments.number()));
                assertRefusedBelow(seed, () -> {
                    below.unwatch(arguments.number());
                    return null;
                });
                assertRefusedBelow(seed, () -> {
                    BackendRequest made =
                            below.request(arguments.text(), arguments.number(), offsets, settings);
                    made.close();
                    return made;
                });
                assertRefusedBelow(seed, () -> {
                    backend().open(arguments.text()).close();
                    return null;
                });
            }
        } finally {
            below.close();
        }
        assertNothingElseIsHeld();
    }

    @Test
    void theBackendRefusesMasksThatTheCoreWouldNotAskFor() throws Exception {
        BackendChip below = backend().open(plugged.path());
        BackendRequest made = below.request(
                "fuzz",
                16,
                new int[] {6, 7},
                List.of(output(false).build(), output(false).build()));
        try {
            for (int seed = 0; seed < TRIES / 2; seed++) {
                OddArguments arguments = new OddArguments(seed, () -> null);
                assertRefusedBelow(seed, () -> made.get(arguments.mask()));
                assertRefusedBelow(seed, () -> {
                    made.set(arguments.mask(), arguments.mask());
                    return null;
                });
                List<LineSettings> settings = Stream.generate(arguments::settings)
                        .limit(Math.abs(arguments.number() % 4))
                        .toList();
                assertRefusedBelow(seed, () -> {
                    made.reconfigure(settings);
                    return null;
                });
            }
            made.reconfigure(List.of(output(true).build(), output(false).build()));
            assertEquals(1, made.get(3));
        } finally {
            made.close();
            below.close();
        }
        assertThrows(ErrnoException.class, () -> backend().open(plugged.path() + "x"));
    }

    /** Succeeds, or fails with an error number or with an exception of Java's. */
    private static void assertRefusedBelow(int seed, Callable<?> call) {
        try {
            call.call();
        } catch (ErrnoException e) {
            assertTrue(e.errno() > 0 && e.errno() < 4096, "try " + seed + ": errno " + e.errno());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // Fine as well, whatever it says: nobody but the core calls it.
            return;
        } catch (Exception e) {
            throw new AssertionError("try " + seed, e);
        }
    }
}
