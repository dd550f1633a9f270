package com.example.gpiod.impl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.GpiodException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

@Timeout(60)
class EdgeSubscriptionTest {
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
    private final EdgeSubscription subscription =
            new EdgeSubscription(listener, waiting::add, closed -> {});

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
        subscription.offer(events(1, 2), 0);
        subscription.offer(events(3, 3), 0);
        assertEquals(1, waiting.size(), "one run at a time");
        run();
        assertEquals(List.of("edge 1", "edge 2", "edge 3"), told);
    }

    @Test
    void kernelDropped_isToldBeforeTheEventsAndCounted() {
        subscription.offer(events(8, 8), 7);
        run();
        assertEquals(List.of("lost 7", "edge 8"), told);
        assertEquals(7, subscription.lost());
    }

    @Test
    void queueFull_dropsTheOldestAndTells() {
        int capacity = EdgeSubscription.CAPACITY;
        subscription.offer(events(1, capacity + 5), 0);
        run();
        assertEquals("lost 5", told.get(0));
        assertEquals("edge 6", told.get(1));
        assertEquals("edge " + (capacity + 5), told.get(told.size() - 1));
        assertEquals(capacity + 1, told.size());
        assertEquals(5, subscription.lost());
    }

    @Test
    void gone_isToldOnceAfterTheLastEvent() {
        subscription.offer(events(1, 1), 0);
        subscription.gone(unplugged());
        subscription.gone(unplugged());
        subscription.offer(events(2, 2), 0);
        run();
        assertEquals(List.of("edge 1", "gone"), told);
    }

    @Test
    void closed_isToldNothingMore() {
        subscription.offer(events(1, 3), 0);
        subscription.close();
        subscription.gone(unplugged());
        run();
        assertEquals(List.of(), told);
    }

    @Test
    void closedInsideTheListener_isToldNothingMore() {
        List<EdgeSubscription> self = new ArrayList<>();
        self.add(new EdgeSubscription(
                event -> {
                    told.add("edge");
                    self.get(0).close();
                },
                waiting::add,
                closed -> told.add("closed")));
        self.get(0).offer(events(1, 3), 0);
        run();
        assertEquals(List.of("edge", "closed"), told);
    }

    @Test
    void listenerThrows_isCountedAndGoesOn() {
        EdgeSubscription throwing = new EdgeSubscription(
                event -> {
                    told.add("edge " + event.lineSeqno());
                    throw new AssertionError("a defect of the listener's");
                },
                waiting::add,
                closed -> {});
        throwing.offer(events(1, 2), 0);
        run();
        assertEquals(List.of("edge 1", "edge 2"), told);
        assertEquals(2, throwing.failures());
    }

    @Test
    void offeredFromAnotherThread_allComeOnceAndInOrder() throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        List<Long> seen = new ArrayList<>(); // the calls are serial: no lock
        int count = 10_000;
        EdgeSubscription concurrent =
                new EdgeSubscription(event -> seen.add(event.lineSeqno()), pool, closed -> {});
        for (int i = 1; i <= count; i++) {
            concurrent.offer(events(i, i), 0);
        }
        concurrent.gone(unplugged());
        pool.shutdown();
        assertTrue(pool.awaitTermination(30, TimeUnit.SECONDS));
        assertEquals(LongStream.rangeClosed(1, count).boxed().toList(), seen);
    }
}
