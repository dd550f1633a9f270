package com.example.gpiod.impl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.InfoListener;
import com.example.gpiod.api.LineInfo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

@Timeout(60)
class EventSubscriptionTest {
    /** Runs later, when told: a listener that is behind. */
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    private final List<String> told = new ArrayList<>();
    private final EdgeListener listener = new EdgeListener() {
        @Override
        public void onEdge(EdgeEvent event) {
            told.add("edge " + event.lineSeqno());
        }

        @Override
        public void onLost(long count) {
            told.add("lost " + count);
        }

        @Override
        public void onGone(GpiodException reason) {
            told.add("gone");
        }
    };
    private final EventSubscription<EdgeEvent> subscription =
            new EventSubscription<>(Target.of(listener), waiting::add, closed -> {});

    private static Target<EdgeEvent> target(EdgeListener listener) {
        return Target.of(listener);
    }

    private static List<EdgeEvent> events(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(n -> new EdgeEvent(EdgeEvent.Type.RISING, n, 0, n, n))
                .toList();
    }

    private static GpiodException unplugged() {
        return Failures.other(GpiodException.Reason.GONE, "read", "chip", List.of(), "unplugged");
    }

    private void run() {
        Runnable task;
        while ((task = waiting.poll()) != null) {
            task.run();
        }
    }

    @Test
    void events_comeInOrder() {
        subscription.offer(events(1, 2), 0, false);
        subscription.offer(events(3, 3), 0, false);
        assertEquals(1, waiting.size(), "one run at a time");
        run();
        assertEquals(List.of("edge 1", "edge 2", "edge 3"), told);
    }

    @Test
    void kernelDropped_isToldBeforeTheEventsAndCounted() {
        subscription.offer(events(8, 8), 7, false);
        run();
        assertEquals(List.of("lost 7", "edge 8"), told);
        assertEquals(7, subscription.lost());
    }

    @Test
    void unknownLoss_isToldWhereEventsMayBeMissingAndNotCounted() {
        List<String> seen = new ArrayList<>();
        InfoListener infoListener = new InfoListener() {
            @Override
            public void onInfo(InfoEvent event) {
                seen.add("info");
            }

            @Override
            public void onMayHaveLost() {
                seen.add("may have lost");
            }
        };
        EventSubscription<InfoEvent> infos =
                new EventSubscription<>(Target.of(infoListener), waiting::add, closed -> {});
        LineInfo line = new LineInfo(
                0,
                "",
                false,
                "",
                Direction.INPUT,
                Edge.NONE,
                Bias.UNKNOWN,
                Drive.PUSH_PULL,
                false,
                Duration.ZERO,
                EventClock.MONOTONIC);
        InfoEvent event = new InfoEvent(InfoEvent.Type.REQUESTED, 1, line);

        infos.offer(List.of(event, event), 0, true);
        infos.offer(List.of(event), 0, false);
        run();

        assertEquals(List.of("info", "info", "may have lost", "info"), seen);
        assertEquals(0, infos.lost());
    }

    @Test
    void beginning_comesBeforeAnythingElse() {
        subscription.begin(() -> told.add("begin"));
        subscription.offer(events(3, 3), 2, false);
        run();
        assertEquals(List.of("begin", "lost 2", "edge 3"), told);
    }

    @Test
    void queueFull_dropsTheOldestAndTells() {
        int capacity = EventSubscription.CAPACITY;
        subscription.offer(events(1, capacity + 5), 0, false);
        run();
        assertEquals("lost 5", told.get(0));
        assertEquals("edge 6", told.get(1));
        assertEquals("edge " + (capacity + 5), told.get(told.size() - 1));
        assertEquals(capacity + 1, told.size());
        assertEquals(5, subscription.lost());
    }

    @Test
    void gone_isToldOnceAfterTheLastEvent() {
        subscription.offer(events(1, 1), 0, false);
        subscription.gone(unplugged());
        subscription.gone(unplugged());
        subscription.offer(events(2, 2), 0, false);
        run();
        assertEquals(List.of("edge 1", "gone"), told);
    }

    @Test
    void closed_isToldNothingMore() {
        subscription.offer(events(1, 3), 0, false);
        subscription.close();
        subscription.gone(unplugged());
        run();
        assertEquals(List.of(), told);
    }

    @Test
    void closedInsideTheListener_isToldNothingMore() {
        List<EventSubscription<EdgeEvent>> self = new ArrayList<>();
        self.add(new EventSubscription<>(
                target(event -> {
                    told.add("edge");
                    self.get(0).close();
                }),
                waiting::add,
                closed -> told.add("closed")));
        self.get(0).offer(events(1, 3), 0, false);
        run();
        assertEquals(List.of("edge", "closed"), told);
    }

    @Test
    void listenerThrows_isCountedAndGoesOn() {
        EventSubscription<EdgeEvent> throwing = new EventSubscription<>(
                target(event -> {
                    told.add("edge " + event.lineSeqno());
                    throw new AssertionError("a defect of the listener's");
                }),
                waiting::add,
                closed -> {});
        throwing.offer(events(1, 2), 0, false);
        run();
        assertEquals(List.of("edge 1", "edge 2"), told);
        assertEquals(2, throwing.failures());
    }

    @Test
    void offeredFromAnotherThread_allComeOnceAndInOrder() throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        List<Long> seen = new ArrayList<>(); // the calls are serial: no lock
        int count = 10_000;
        EventSubscription<EdgeEvent> concurrent = new EventSubscription<>(
                target(event -> seen.add(event.lineSeqno())), pool, closed -> {});
        for (int i = 1; i <= count; i++) {
            concurrent.offer(events(i, i), 0, false);
        }
        concurrent.gone(unplugged());
        pool.shutdown();
        assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
        assertEquals(LongStream.rangeClosed(1, count).boxed().toList(), seen);
    }

    @Test
    void shortQueue_dropsTheOldestSooner() {
        subscription.limit(2);
        subscription.offer(events(1, 3), 0, false);
        subscription.offer(events(4, 4), 0, false);
        run();
        assertEquals(List.of("lost 2", "edge 3", "edge 4"), told);
    }

    @Test
    void givenBack_isToldNothingMore() {
        subscription.offer(events(1, 3), 0, false);
        subscription.giveBack();
        run();
        assertEquals(List.of(), told);
    }

    @Test
    void givenBackAfterTheChipWent_isToldOfTheLossAndTheEnd() {
        subscription.offer(events(1, 3), 0, false);
        subscription.gone(unplugged());
        subscription.giveBack();
        subscription.giveBack();
        run();
        assertEquals(List.of("lost 3", "gone"), told);
        assertEquals(3, subscription.lost());
        assertTrue(subscription.isClosed());
    }

    @Test
    void closedAfterTheChipWent_isToldNothingMore() {
        subscription.gone(unplugged());
        subscription.close();
        run();
        assertEquals(List.of(), told);
    }

    @Test
    void demand_isWhatIsDelivered() {
        subscription.waitForDemand(() -> told.add("complete"));
        subscription.offer(events(1, 5), 0, false);
        assertEquals(0, waiting.size(), "nothing to do");
        subscription.request(2);
        run();
        assertEquals(List.of("edge 1", "edge 2"), told);
        subscription.request(Long.MAX_VALUE);
        subscription.request(Long.MAX_VALUE);
        subscription.end();
        run();
        assertEquals(List.of("edge 1", "edge 2", "edge 3", "edge 4", "edge 5", "complete"), told);
    }

    @Test
    void endOfTheRequest_waitsForDemand() {
        subscription.waitForDemand(() -> told.add("complete"));
        subscription.offer(events(1, 1), 0, false);
        subscription.end();
        run();
        assertEquals(List.of(), told);
        subscription.request(1);
        run();
        assertEquals(List.of("edge 1", "complete"), told);
    }

    @Test
    void givenBackBeforeItIsAskedFor_completesAndCounts() {
        subscription.waitForDemand(() -> told.add("complete"));
        subscription.offer(events(1, 3), 0, false);
        subscription.giveBack();
        run();
        assertEquals(List.of("lost 3", "complete"), told);
    }
}
