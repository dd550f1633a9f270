package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.impl.core.LineCounter;
import com.example.gpiod.impl.core.OwnedRequest;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.contract.Crew.Action;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Threads that want the same lines and the same edges, with no lock of theirs. */
class RaceTest extends Races {
    private static final int THREADS = 4;
    private static final int REPETITIONS = 200;

    @Test
    void newRequestSucceedsRightAfterTheRelease() throws Exception {
        EdgeRecorder recorder = new EdgeRecorder();
        crew.race(() -> List.of(again(0, recorder), again(1, recorder)));
    }

    private Action again(int offset, EdgeRecorder recorder) {
        RequestConfig config = lines(edges(Edge.BOTH), offset).build();
        return () -> {
            for (int i = 0; i < 2; i++) {
                try (LineRequest request = chip.request(config)) {
                    request.subscribe(recorder);
                }
            }
        };
    }

    @Test
    void lineWandersBetweenThreads() throws Exception {
        RequestConfig config = lines(input(), 0).build();
        Action oneAfterTheOther = () -> {
            synchronized (config) {
                chip.request(config).close();
            }
        };
        crew.race(() -> List.of(oneAfterTheOther, oneAfterTheOther));
    }

    @Test
    void oneThreadGetsALineThatAllWant() throws Exception {
        RequestConfig config = lines(input(), 0).build();
        List<LineRequest> got = new CopyOnWriteArrayList<>();
        Action wanting = () -> {
            try {
                got.add(chip.request(config));
            } catch (GpiodException e) {
                assertEquals(Reason.BUSY, e.reason(), e.getMessage());
            }
        };
        crew.race(() -> List.of(Crew.times(THREADS, wanting)), () -> {
            assertEquals(1, got.size());
            got.remove(0).close();
        });
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

        crew.atOnce(edges, feeders);

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
    void countersComeAndGoWhileEdgesArrive() throws Exception {
        OwnedRequest request =
                (OwnedRequest) held(chip.request(lines(edges(Edge.BOTH), 0).build()));
        LineCounter steady = request.count(0);
        Action guest = () -> {
            long before = 0;
            for (int i = 0; i < REPETITIONS; i++) {
                LineCounter counter = request.count(0);
                long count = counter.read().count();
                request.stopCounting(counter);
                assertTrue(count >= before, before + " edges, then " + count);
                before = count;
            }
        };
        Action feeder = () -> {
            for (int i = 0; i < REPETITIONS; i++) {
                plugged.pullUp(0);
                plugged.pullDown(0);
            }
        };
        crew.atOnce(REPETITIONS, List.of(feeder, guest, guest));
        LineCounter late = request.count(0);
        EdgeRecorder recorder = new EdgeRecorder();
        request.subscribe(recorder);

        plugged.pullUp(0);

        EdgeEvent last = recorder.awaitEvents(1).get(0);
        Await.until("the last edge", () -> steady.read().count() >= last.lineSeqno());
        assertEquals(steady.read(), late.read());
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

        Action feeder = () -> {
            for (int i = 0; i < REPETITIONS; i++) {
                plugged.pullUp(0);
                plugged.pullDown(0);
            }
        };

        crew.atOnce(REPETITIONS, List.of(guest, guest, feeder));

        assertEquals(2 * REPETITIONS, steady.awaitEvents(2 * REPETITIONS).size());
        assertEquals(List.of(), steady.losses());
    }
}
