package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipClosedException;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEventBuffer;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What libgpiod's Python bindings try with four threads and a lock of the caller's, with no lock at
 * all.
 */
@Tag("races")
class ThreadsTest extends Contract {
    private static final int THREADS = 4;
    private static final int ITERATIONS = 100;

    /** After it a reader looks whether it is done. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Crew crew = new Crew();
    private BoardChip plugged;
    private Chip chip;

    @BeforeEach
    void openChip() throws Exception {
        plugged = plug(ChipPlan.of("foobar", THREADS)
                .line(0, "l0")
                .line(1, "l1")
                .line(2, "l2")
                .line(3, "l3"));
        chip = open(plugged);
    }

    @AfterEach
    void endThreads() {
        crew.close();
    }

    /** Has each thread do something, with its number. */
    private void byAll(int repetitions, IntFunction<Crew.Action> action) throws Exception {
        crew.atOnce(repetitions, IntStream.range(0, THREADS).mapToObj(action).toList());
    }

    private static void repeatedly(Crew.Action action) throws Exception {
        for (int i = 0; i < ITERATIONS; i++) {
            action.run();
        }
    }

    private void ask(Chip asked, int number) throws Exception {
        assertEquals(plugged.name(), asked.info().name());
        assertEquals("foobar", asked.info().label());
        assertEquals(THREADS, asked.info().numLines());
        LineInfo line = asked.lineInfo("l" + number);
        assertEquals(number, line.offset());
        assertEquals("l" + number, line.name());
    }

    @Test
    void chipsPerThread() throws Exception {
        byAll(
                ITERATIONS,
                number -> () -> repeatedly(() -> {
                    try (Chip mine = gpiod().openChip(plugged.path())) {
                        ask(mine, number);
                    }
                }));
    }

    @Test
    void oneChipIsAskedByAll() throws Exception {
        byAll(ITERATIONS, number -> () -> repeatedly(() -> ask(chip, number)));
    }

    @Test
    void chipIsAskedAndClosedByAll() throws Exception {
        for (int i = 0; i < ITERATIONS; i++) {
            Chip shared = gpiod().openChip(plugged.path());
            AtomicInteger answers = new AtomicInteger();
            byAll(1, number -> () -> {
                try {
                    ask(shared, number);
                    answers.incrementAndGet();
                } catch (ChipClosedException e) {
                    assertContains(plugged.name(), String.valueOf(e.getMessage()));
                }
                shared.close();
                assertThrows(ChipClosedException.class, () -> shared.lineInfo(0));
            });
            assertTrue(answers.get() >= 1, "nobody closes before he has asked");
        }
    }

    @Test
    void oneLineIsWatchedAndUnwatchedByAll() throws Exception {
        AtomicInteger watches = new AtomicInteger();
        byAll(
                ITERATIONS,
                number -> () -> repeatedly(() -> {
                    if (succeeds(() -> assertEquals(1, chip.watchLineInfo(1).offset()))) {
                        watches.incrementAndGet();
                    }
                    if (succeeds(() -> chip.unwatchLineInfo(1))) {
                        watches.decrementAndGet();
                    }
                    assertEquals(1, chip.lineInfo(1).offset());
                }));

        boolean watched = succeeds(() -> chip.unwatchLineInfo(1));
        assertEquals(watched ? 1 : 0, watches.get());
    }

    private static boolean succeeds(Crew.Action action) throws Exception {
        try {
            action.run();
            return true;
        } catch (GpiodException e) {
            assertEquals(Reason.BUSY, e.reason(), e.getMessage());
            return false;
        }
    }

    @Test
    void eachThreadWatchesALineOfItsOwn() throws Exception {
        byAll(
                ITERATIONS,
                number -> () -> repeatedly(() -> {
                    assertEquals(number, chip.watchLineInfo(number).offset());
                    chip.unwatchLineInfo(number);
                    assertEquals(number, chip.lineInfo(number).offset());
                }));
    }

    @Test
    void infoEventsOfTwoFeedersAreReadByTwoThreads() throws Exception {
        for (int offset = 0; offset < THREADS; offset++) {
            chip.watchLineInfo(offset);
        }
        int expected = 2 * ITERATIONS * 3;
        Semaphore[] seen = {new Semaphore(0), new Semaphore(0)};
        AtomicInteger left = new AtomicInteger(expected);
        Map<InfoEvent.Type, LongAdder> types = new ConcurrentHashMap<>();
        Crew.Action reader = () -> {
            while (left.get() > 0) {
                Optional<InfoEvent> event = chip.readInfoEvent(PAUSE);
                if (event.isPresent()) {
                    left.decrementAndGet();
                    types.computeIfAbsent(event.get().type(), type -> new LongAdder())
                            .increment();
                    seen[event.get().line().offset() % 2].release();
                }
            }
        };

        crew.atOnce(
                ITERATIONS,
                List.of(reader, reader, infoFeeder(0, seen[0]), infoFeeder(1, seen[1])));

        assertEquals(0, left.get());
        for (InfoEvent.Type type : InfoEvent.Type.values()) {
            assertEquals(2 * ITERATIONS, types.get(type).sum(), type::toString);
        }
        assertFalse(chip.waitInfoEvent(PAUSE));
    }

    /** Waits for its events to be seen: the kernel keeps 32, and drops what comes then. */
    private Crew.Action infoFeeder(int number, Semaphore seen) {
        return () -> {
            for (int i = 0; i < ITERATIONS; i++) {
                int offset = number + 2 * (i % 2);
                try (LineRequest request = chip.request(lines(input(), offset).build())) {
                    request.reconfigure(Map.of(LineKey.of(offset), output(false).build()));
                }
                awaitPermits(seen, 3);
            }
        };
    }

    private static void awaitPermits(Semaphore seen, int count) throws InterruptedException {
        assertTrue(
                seen.tryAcquire(count, Await.PATIENCE.toSeconds(), TimeUnit.SECONDS),
                "no further event in time");
    }

    @Test
    void requestsPerThreadWhileOthersFlipDirections() throws Exception {
        byAll(ITERATIONS, number -> () -> {
            try (LineRequest mine = chip.request(lines(output(false), number).build())) {
                for (int i = 0; i < ITERATIONS; i++) {
                    if (number < 2) {
                        boolean in = i % 2 == 0;
                        mine.reconfigure(
                                Map.of(LineKey.of(number), (in ? input() : output(true)).build()));
                        assertEquals(
                                in ? Direction.INPUT : Direction.OUTPUT,
                                chip.lineInfo(number).direction());
                    } else {
                        toggle(mine, number);
                        assertEquals(Direction.OUTPUT, chip.lineInfo(number).direction());
                    }
                }
            }
        });
    }

    private static void toggle(LineRequest request, int offset) throws GpiodException {
        boolean next = !request.get(offset);
        request.set(offset, next);
        assertEquals(next, request.get(offset));
    }

    @Test
    void oneRequestIsReconfiguredReadAndSet() throws Exception {
        LineRequest request = held(chip.request(lines(output(false), 0, 1, 2, 3).build()));
        byAll(ITERATIONS, number -> () -> {
            for (int i = 0; i < ITERATIONS; i++) {
                if (number < 2) {
                    request.reconfigure(Map.of(
                            LineKey.of(number), (i % 2 == 0 ? input() : output(true)).build()));
                } else {
                    toggle(request, number);
                    setIfOutput(request, number - 2);
                    assertEquals(request.get(number), (request.getMask(0b1111) >> number & 1) != 0);
                }
            }
        });

        // An even number of times.
        assertFalse(plugged.isHigh(2));
        assertFalse(plugged.isHigh(3));
        assertEquals(Direction.OUTPUT, request.settings(0).direction());
    }

    /** Sets somebody else's line, which may be an input just now. */
    private static void setIfOutput(LineRequest request, int offset) throws GpiodException {
        try {
            request.set(offset, true);
        } catch (GpiodException e) {
            assertEquals(Reason.PERMISSION, e.reason(), e.getMessage());
        }
    }

    @Test
    void fourTogglersOnOneLine() throws Exception {
        LineRequest request = held(chip.request(lines(output(false), 0).build()));
        byAll(ITERATIONS, number -> () -> {
            for (int i = 0; i < ITERATIONS; i++) {
                request.set(0, i % 2 == 0);
                request.get(0);
            }
            request.set(0, true);
        });

        assertTrue(plugged.isHigh(0));
        assertTrue(request.get(0));
        assertTrue(request.settings(0).outputValue());
    }

    @Test
    void requestIsReadAndReleasedByAll() throws Exception {
        for (int i = 0; i < ITERATIONS; i++) {
            LineRequest shared = chip.request(lines(output(false), 0, 1, 2, 3).build());
            AtomicInteger answers = new AtomicInteger();
            byAll(1, number -> () -> {
                try {
                    assertEquals(0, shared.getMask(0b1111));
                    answers.incrementAndGet();
                } catch (RequestReleasedException e) {
                    assertContains("released", String.valueOf(e.getMessage()));
                }
                shared.close();
                assertThrows(RequestReleasedException.class, () -> shared.get(0));
            });
            assertTrue(answers.get() >= 1, "nobody releases before he has asked");
            assertFalse(chip.lineInfo(0).used());
        }
    }

    @Test
    void edgesOfTwoFeedersAreReadByTwoThreads() throws Exception {
        LineRequest request =
                held(chip.request(lines(edges(Edge.BOTH), 0, 1, 2, 3).build()));
        int expected = 2 * ITERATIONS * 2;
        Semaphore[] seen = {new Semaphore(0), new Semaphore(0)};
        AtomicInteger left = new AtomicInteger(expected);
        Map<Long, Integer> offsets = new ConcurrentHashMap<>();
        Crew.Action reader = () -> {
            EdgeEventBuffer buffer = request.newEventBuffer(8);
            while (left.get() > 0) {
                for (int i = request.readEdgeEvents(buffer, PAUSE) - 1; i >= 0; i--) {
                    left.decrementAndGet();
                    offsets.put(buffer.globalSeqno(i), buffer.offset(i));
                    seen[buffer.offset(i) % 2].release();
                }
                assertEquals(0, buffer.lost());
            }
        };

        crew.atOnce(
                ITERATIONS,
                List.of(reader, reader, edgeFeeder(0, seen[0]), edgeFeeder(1, seen[1])));

        assertEquals(0, left.get());
        assertEquals(expected, offsets.size(), "each edge once");
        List<Integer> counts = new ArrayList<>();
        for (int offset = 0; offset < THREADS; offset++) {
            int mine = offset;
            counts.add((int) offsets.values().stream().filter(of -> of == mine).count());
        }
        assertEquals(List.of(ITERATIONS, ITERATIONS, ITERATIONS, ITERATIONS), counts);
    }

    /** One by one: edges that come faster than the interrupt is served become one event. */
    private Crew.Action edgeFeeder(int number, Semaphore seen) {
        return () -> {
            for (int i = 0; i < ITERATIONS; i++) {
                int offset = number + 2 * (i % 2);
                plugged.pullUp(offset);
                awaitPermits(seen, 1);
                plugged.pullDown(offset);
                awaitPermits(seen, 1);
            }
        };
    }
}
