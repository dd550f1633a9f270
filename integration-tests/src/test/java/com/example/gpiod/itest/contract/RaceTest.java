package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipClosedException;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.api.Subscription;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Threads that share everything, with no lock of theirs: only what is documented may happen. */
@Tag("races")
class RaceTest extends Contract {
    private static final int THREADS = 4;
    private static final int REPETITIONS = 200;

    @FunctionalInterface
    private interface Action {
        void run() throws Exception;
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private BoardChip plugged;
    private Chip chip;

    @BeforeEach
    void openChip() throws Exception {
        plugged = plug(8);
        chip = open(plugged);
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    /** Runs actions at once; fails with what one of them threw, or when one does not end. */
    private void atOnce(Action... actions) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(actions.length);
        List<Future<?>> running = new ArrayList<>();
        for (Action action : actions) {
            running.add(threads.submit(() -> {
                barrier.await();
                action.run();
                return null;
            }));
        }
        for (Future<?> one : running) {
            // Somewhat longer than what the action itself waits.
            one.get(2 * Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static Action[] times(int count, Action action) {
        Action[] actions = new Action[count];
        Arrays.fill(actions, action);
        return actions;
    }

    /** Goes on until the request has been released, or its chip has gone. */
    private static void untilTheEnd(Action action) throws Exception {
        try {
            while (true) {
                action.run();
            }
        } catch (RequestReleasedException | ChipClosedException e) {
            // The end that is documented.
            return;
        } catch (GpiodException e) {
            if (e.reason() != Reason.GONE) {
                throw e;
            }
        }
    }

    @Test
    void releaseAgainstEverything() throws Exception {
        RequestConfig config = RequestConfig.builder()
                .line(0, edges(Edge.BOTH).build())
                .line(1, output(false).build())
                .build();
        for (int i = 0; i < REPETITIONS; i++) {
            LineRequest request = chip.request(config);
            atOnce(
                    () -> untilTheEnd(() -> request.getMask(0b11)),
                    () -> untilTheEnd(() -> request.set(1, true)),
                    () -> untilTheEnd(() -> {
                        Subscription subscription = request.subscribe(event -> {});
                        plugged.pullUp(0);
                        plugged.pullDown(0);
                        subscription.close();
                    }),
                    () -> {
                        request.close();
                        assertFalse(chip.lineInfo(0).used(), "still held after the release");
                    });
        }
    }

    @Test
    void releaseByAll() throws Exception {
        for (int i = 0; i < REPETITIONS; i++) {
            LineRequest request = chip.request(lines(input(), 0).build());
            atOnce(times(THREADS, () -> {
                request.close();
                assertThrows(RequestReleasedException.class, () -> request.get(0));
                assertFalse(chip.lineInfo(0).used(), "still held after the release");
            }));
        }
    }

    @Test
    void newRequestSucceedsRightAfterTheRelease() throws Exception {
        EdgeRecorder recorder = new EdgeRecorder();
        List<Action> actions = new ArrayList<>();
        for (int offset = 0; offset < 2; offset++) {
            RequestConfig config = lines(edges(Edge.BOTH), offset).build();
            actions.add(() -> {
                for (int i = 0; i < REPETITIONS; i++) {
                    try (LineRequest request = chip.request(config)) {
                        request.subscribe(recorder);
                    }
                }
            });
        }

        atOnce(actions.toArray(Action[]::new));
    }

    @Test
    void lineWandersBetweenThreads() throws Exception {
        RequestConfig config = lines(input(), 0).build();

        atOnce(times(2, () -> {
            for (int i = 0; i < REPETITIONS; i++) {
                synchronized (config) {
                    chip.request(config).close();
                }
            }
        }));
    }

    @Test
    void oneThreadGetsALineThatAllWant() throws Exception {
        RequestConfig config = lines(input(), 0).build();
        for (int i = 0; i < REPETITIONS; i++) {
            List<LineRequest> got = new ArrayList<>();
            atOnce(times(THREADS, () -> {
                try {
                    LineRequest request = chip.request(config);
                    synchronized (got) {
                        got.add(request);
                    }
                } catch (GpiodException e) {
                    assertEquals(Reason.BUSY, e.reason(), e.getMessage());
                }
            }));
            assertEquals(1, got.size());
            got.get(0).close();
        }
    }

    @Test
    void closedChipAgainstQueries() throws Exception {
        RequestConfig config = lines(input(), 3).build();
        for (int i = 0; i < REPETITIONS; i++) {
            Chip shared = gpiod().openChip(plugged.path());
            atOnce(
                    () -> untilTheEnd(() -> shared.lineInfo(0)),
                    () -> untilTheEnd(() -> shared.lineInfo("7")),
                    () -> untilTheEnd(() -> shared.request(config).close()),
                    shared::close);
        }
    }

    @Test
    void edgesOfTwoFeedersAllArrive() throws Exception {
        int edges = 100;
        EdgeRecorder recorder = new EdgeRecorder();
        List<Semaphore> seen = List.of(new Semaphore(0), new Semaphore(0));
        LineRequest request = held(chip.request(lines(edges(Edge.BOTH), 0, 1).build()));
        request.subscribe(recorder);
        request.subscribe(event -> seen.get(event.offset()).release());
        List<Action> feeders = new ArrayList<>();
        for (int offset = 0; offset < 2; offset++) {
            int mine = offset;
            // One by one: edges that come faster than the interrupt is served become one event.
            Action toBeSeen = () -> assertTrue(
                    seen.get(mine).tryAcquire(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS),
                    () -> "no further event of line " + mine + " after " + recorder.calls());
            feeders.add(() -> {
                for (int i = 0; i < edges; i += 2) {
                    plugged.pullUp(mine);
                    toBeSeen.run();
                    plugged.pullDown(mine);
                    toBeSeen.run();
                }
            });
        }

        atOnce(feeders.toArray(Action[]::new));

        List<EdgeEvent> events = recorder.awaitEvents(2 * edges);
        List<Long> all = LongStream.rangeClosed(1, edges).boxed().toList();
        for (int offset = 0; offset < 2; offset++) {
            int mine = offset;
            assertEquals(
                    all,
                    events.stream()
                            .filter(event -> event.offset() == mine)
                            .map(EdgeEvent::lineSeqno)
                            .toList());
        }
        assertEquals(List.of(), recorder.losses());
    }

    @Test
    void listenersComeAndGoWhileEdgesArrive() throws Exception {
        EdgeRecorder steady = new EdgeRecorder();
        LineRequest request = held(chip.request(lines(edges(Edge.BOTH), 0).build()));
        request.subscribe(steady);
        Action guest = () -> {
            for (int i = 0; i < REPETITIONS; i++) {
                request.subscribe(new EdgeRecorder()).close();
            }
        };

        atOnce(guest, guest, () -> {
            for (int i = 0; i < REPETITIONS; i++) {
                plugged.pullUp(0);
                plugged.pullDown(0);
            }
        });

        assertEquals(2 * REPETITIONS, steady.awaitEvents(2 * REPETITIONS).size());
        assertEquals(List.of(), steady.losses());
    }

    @Test
    void unplugAgainstEverything() throws Exception {
        for (int i = 0; i < 20; i++) {
            BoardChip going = plug(2);
            EdgeRecorder recorder = new EdgeRecorder();
            Chip open = open(going);
            LineRequest request = held(open.request(RequestConfig.builder()
                    .line(0, edges(Edge.BOTH).build())
                    .line(1, output(false).build())
                    .build()));
            request.subscribe(recorder);
            atOnce(
                    () -> untilTheEnd(() -> request.getMask(0b11)),
                    () -> untilTheEnd(() -> request.set(1, true)),
                    () -> untilTheEnd(() -> request.subscribe(event -> {}).close()),
                    () -> untilTheEnd(() -> open.lineInfo(0)),
                    going::unplug);
            recorder.awaitEnd();
        }
    }

    @Test
    void endOfTheLibraryAgainstEverything() throws Exception {
        for (int i = 0; i < 20; i++) {
            Chip open = gpiod().openChip(plugged.path());
            RequestConfig config = lines(input(), 5).build();
            LineRequest request = open.request(lines(edges(Edge.BOTH), 0).build());
            atOnce(
                    () -> untilTheEnd(() -> request.get(0)),
                    () -> untilTheEnd(() -> request.subscribe(event -> {}).close()),
                    () -> untilTheEnd(() -> open.request(config).close()),
                    core()::close);
            core().add(backend(), () -> {}, () -> {});
            assertFalse(isUsed(0));
        }
    }

    private boolean isUsed(int offset) throws Exception {
        try (Chip again = gpiod().openChip(plugged.path())) {
            return again.lineInfo(offset).used();
        }
    }
}
