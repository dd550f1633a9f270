package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.api.Subscription;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/** Listeners: how they are called, what they may do, and what they are told of losses. */
class SubscriptionTest extends Contract {
    private final EdgeRecorder recorder = new EdgeRecorder();
    private BoardChip chip;

    @BeforeEach
    void plugChip() {
        chip = plug(4);
    }

    private LineRequest requestBoth(int... offsets) throws Exception {
        return request(chip, lines(edges(Edge.BOTH), offsets));
    }

    /** Makes edges that alternate, beginning with a rising one. */
    private void edges(int offset, int count) {
        for (int i = 0; i < count; i++) {
            if (i % 2 == 0) {
                chip.pullUp(offset);
            } else {
                chip.pullDown(offset);
            }
        }
    }

    private static List<Long> lineSeqnos(List<EdgeEvent> events) {
        return events.stream().map(EdgeEvent::lineSeqno).toList();
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS), "not in time");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void listenerIsCalledSeriallyAndInOrder() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        EdgeRecorder slow = new EdgeRecorder() {
            @Override
            public void onEdge(EdgeEvent event) {
                if (inside.incrementAndGet() != 1) {
                    overlaps.incrementAndGet();
                }
                super.onEdge(event);
                Thread.yield();
                inside.decrementAndGet();
            }
        };
        requestBoth(0).subscribe(slow);

        edges(0, 200);

        assertEquals(range(1, 200), lineSeqnos(slow.awaitEvents(200)));
        assertEquals(0, overlaps.get());
    }

    @Test
    void allListenersGetAllEdges() throws Exception {
        EdgeRecorder other = new EdgeRecorder();
        LineRequest request = requestBoth(0, 1);
        request.subscribe(recorder);
        request.subscribe(other);

        edges(0, 10);
        edges(1, 10);

        assertEquals(recorder.awaitEvents(20), other.awaitEvents(20));
    }

    @Test
    void listenerThatSubscribesTwiceIsCalledTwice() throws Exception {
        LineRequest request = requestBoth(0);
        request.subscribe(recorder);
        request.subscribe(recorder);

        edges(0, 1);

        assertEquals(List.of(1L, 1L), lineSeqnos(recorder.awaitEvents(2)));
    }

    @Test
    void exceptionOfAListenerIsCountedAndHarmless() throws Exception {
        EdgeRecorder failing = new EdgeRecorder() {
            @Override
            public void onEdge(EdgeEvent event) {
                super.onEdge(event);
                if (event.lineSeqno() == 1) {
                    throw new IllegalStateException("thrown by the test");
                }
                if (event.lineSeqno() == 2) {
                    throw new NoClassDefFoundError("thrown by the test");
                }
            }
        };
        LineRequest request = requestBoth(0);
        Subscription subscription = request.subscribe(failing);
        Subscription harmless = request.subscribe(recorder);

        edges(0, 3);

        failing.awaitEvents(3);
        recorder.awaitEvents(3);
        assertEquals(2, subscription.failures());
        assertEquals(0, harmless.failures());
    }

    @Test
    void listenerMayCloseItsSubscription() throws Exception {
        CompletableFuture<Subscription> mine = new CompletableFuture<>();
        EdgeRecorder closing = new EdgeRecorder() {
            @Override
            public void onEdge(EdgeEvent event) {
                super.onEdge(event);
                mine.join().close();
            }
        };
        LineRequest request = requestBoth(0);
        mine.complete(request.subscribe(closing));
        request.subscribe(recorder);

        edges(0, 3);

        assertEquals(range(1, 3), lineSeqnos(recorder.awaitEvents(3)));
        closing.awaitEvents(1);
        // One more for both: had the first listener still been called, then by now.
        chip.pullDown(0);
        recorder.awaitEvents(4);
        assertEquals(List.of(1L), lineSeqnos(closing.events()));
    }

    @Test
    void listenerMayReleaseTheRequest() throws Exception {
        LineRequest request = requestBoth(0);
        CountDownLatch released = new CountDownLatch(1);
        request.subscribe(event -> {
            request.close();
            released.countDown();
        });

        edges(0, 2);

        await(released);
        assertThrows(RequestReleasedException.class, () -> request.get(0));
        requestBoth(0);
    }

    @Test
    void listenerMayUseTheLines() throws Exception {
        LineRequest out = request(chip, lines(output(false), 3));
        LineRequest in = requestBoth(0);
        EdgeRecorder repeater = new EdgeRecorder() {
            @Override
            public void onEdge(EdgeEvent event) {
                try {
                    out.set(3, in.get(0));
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                super.onEdge(event);
            }
        };
        in.subscribe(repeater);

        chip.pullUp(0);

        repeater.awaitEvents(1);
        assertTrue(chip.isHigh(3));
    }

    @Test
    void listenerThatBlocksHoldsUpNobodyElse() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        LineRequest request = requestBoth(0);
        request.subscribe(event -> {
            entered.countDown();
            await(leave);
        });
        request.subscribe(recorder);
        LineRequest other = requestBoth(1);
        EdgeRecorder others = new EdgeRecorder();
        other.subscribe(others);
        edges(0, 1);
        await(entered);

        edges(0, 4);
        edges(1, 4);

        recorder.awaitEvents(4);
        others.awaitEvents(4);
        leave.countDown();
    }

    @Test
    void requestIsReleasedAlthoughAListenerBlocks() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        LineRequest request = requestBoth(0);
        request.subscribe(event -> {
            entered.countDown();
            await(leave);
        });
        edges(0, 1);
        await(entered);

        request.close();

        requestBoth(0);
        leave.countDown();
    }

    @Test
    void closedSubscriptionIsCalledNoMore() throws Exception {
        EdgeRecorder closed = new EdgeRecorder();
        LineRequest request = requestBoth(0);
        Subscription subscription = request.subscribe(closed);
        request.subscribe(recorder);
        edges(0, 1);
        closed.awaitEvents(1);

        subscription.close();
        subscription.close();

        chip.pullDown(0);
        recorder.awaitEvents(2);
        assertEquals(1, closed.calls().size());
    }

    @Test
    void nobodyIsToldOfARelease() throws Exception {
        LineRequest request = requestBoth(0);
        request.subscribe(recorder);
        edges(0, 1);
        recorder.awaitEvents(1);

        request.close();

        // Whoever was to be told would be by now.
        EdgeRecorder later = new EdgeRecorder();
        requestBoth(0).subscribe(later);
        chip.pullDown(0);
        later.awaitEvents(1);
        assertEquals(1, recorder.calls().size());
    }

    @Test
    void edgesBetweenTwoSubscriptionsAreKept() throws Exception {
        LineRequest request = requestBoth(0);
        Subscription first = request.subscribe(new EdgeRecorder());
        first.close();
        edges(0, 4);

        Subscription second = request.subscribe(recorder);

        assertEquals(range(1, 4), lineSeqnos(recorder.awaitEvents(4)));
        assertEquals(0, second.lost());
    }

    @Test
    void listenerOfALineWithoutEdgesIsNeverCalled() throws Exception {
        LineRequest silent = request(chip, lines(input(), 0));
        silent.subscribe(recorder);
        EdgeRecorder other = new EdgeRecorder();
        requestBoth(1).subscribe(other);

        edges(0, 2);
        edges(1, 2);

        other.awaitEvents(2);
        assertEquals(List.of(), recorder.calls());
    }

    @Test
    void listenerIsNeeded() throws Exception {
        LineRequest request = requestBoth(0);

        assertThrows(NullPointerException.class, () -> request.subscribe(null));
    }

    @Test
    void overflowOfTheKernelsBufferIsToldExactly() throws Exception {
        LineRequest request = request(chip, lines(edges(Edge.BOTH), 0).eventBufferSize(16));
        edges(0, 16 + 25);

        Subscription subscription = request.subscribe(recorder);

        List<EdgeEvent> rest = recorder.awaitEvents(16);
        assertEquals(range(26, 41), lineSeqnos(rest));
        assertEquals(25L, recorder.calls().get(0), "before the first event after the gap");
        assertEquals(List.of(25L), recorder.losses());
        assertEquals(25, subscription.lost());
    }

    @Test
    void smallestBufferKeepsTheLastEdges() throws Exception {
        LineRequest request = request(chip, lines(edges(Edge.BOTH), 0).eventBufferSize(2));
        edges(0, 9);

        request.subscribe(recorder);

        assertEquals(range(8, 9), lineSeqnos(recorder.awaitEvents(2)));
        assertEquals(List.of(7L), recorder.losses());
        assertIllegal(() -> lines(edges(Edge.BOTH), 0).eventBufferSize(1));
    }

    @Test
    void edgesOfALineOfWhichNothingIsLeftAreLostToo() throws Exception {
        LineRequest request = request(chip, lines(edges(Edge.BOTH), 0, 1).eventBufferSize(16));
        edges(0, 5);
        edges(1, 16);

        Subscription subscription = request.subscribe(recorder);

        assertEquals(range(1, 16), lineSeqnos(recorder.awaitEvents(16)));
        assertEquals(List.of(5L), recorder.losses());
        assertEquals(5, subscription.lost());
    }

    @Test
    void everyLossIsToldOnce() throws Exception {
        LineRequest request = request(chip, lines(edges(Edge.BOTH), 0, 1).eventBufferSize(16));
        edges(0, 16 + 6);
        EdgeRecorder first = new EdgeRecorder();
        Subscription subscription = request.subscribe(first);
        first.awaitEvents(16);
        subscription.close();
        edges(1, 16 + 4);

        request.subscribe(recorder);

        recorder.awaitEvents(16);
        assertEquals(List.of(6L), first.losses());
        assertEquals(List.of(4L), recorder.losses());
    }

    @Test
    @Tag("simulator") // The queue is the core's own; so many edges take the virtual machine too
    // long.
    void overflowOfTheListenersQueueIsToldExactly() throws Exception {
        int count = 20_000;
        int pace = 500; // less than the kernel's buffer holds
        CountDownLatch leave = new CountDownLatch(1);
        EdgeRecorder blocked = new EdgeRecorder() {
            @Override
            public void onEdge(EdgeEvent event) {
                super.onEdge(event);
                await(leave);
            }
        };
        LineRequest request = requestBoth(0);
        Subscription subscription = request.subscribe(blocked);
        AtomicInteger read = new AtomicInteger();
        request.subscribe(event -> read.incrementAndGet());
        edges(0, 1);
        blocked.awaitEvents(1);
        chip.pullDown(0);

        for (int made = 2; made < count; made += pace) {
            int all = made;
            Await.until("all edges so far", () -> read.get() == all);
            edges(0, Math.min(pace, count - made));
        }
        Await.until("all edges", () -> read.get() == count);
        leave.countDown();

        Await.until("the last edge", () -> {
            List<EdgeEvent> events = blocked.events();
            return events.get(events.size() - 1).lineSeqno() == count;
        });
        long lost = subscription.lost();
        assertTrue(lost > 0, "nothing was lost");
        assertEquals(List.of(lost), blocked.losses());
        assertEquals(lost, blocked.calls().get(1), "told before the first event after the gap");
        List<Long> seen = lineSeqnos(blocked.events());
        assertEquals(1L, seen.get(0));
        assertEquals(range(2 + lost, count), seen.subList(1, seen.size()));
    }
}
