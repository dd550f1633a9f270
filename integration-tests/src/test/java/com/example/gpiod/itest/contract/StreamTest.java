package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.api.Subscription;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.stream.LongStream;

/** Edges as a stream: no more than is asked for, and how it ends. */
class StreamTest extends Contract {
    private BoardChip chip;

    @BeforeEach
    void plugChip() {
        chip = plug(4);
    }

    /** Remembers what it got; asks only when the test does. */
    private static class Subscriber implements Flow.Subscriber<EdgeEvent> {
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private final List<Long> seqnos = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> end = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
        }

        @Override
        public void onNext(EdgeEvent event) {
            seqnos.add(event.lineSeqno());
        }

        @Override
        public void onError(Throwable reason) {
            end.completeExceptionally(reason);
        }

        @Override
        public void onComplete() {
            end.complete(null);
        }

        Flow.Subscription subscription() {
            Await.until("onSubscribe", subscription::isDone);
            return subscription.join();
        }

        void request(long count) {
            subscription().request(count);
        }

        List<Long> await(int count) {
            Await.until(() -> count + " edges, have " + seqnos, () -> seqnos.size() >= count);
            return List.copyOf(seqnos);
        }

        void awaitCompletion() {
            Await.until("the end", end::isDone);
            end.join();
        }

        <T extends Throwable> T awaitError(Class<T> type) {
            Await.until("the end", end::isDone);
            return assertInstanceOf(
                    type, end.handle((nothing, reason) -> reason).join());
        }
    }

    private final Subscriber subscriber = new Subscriber();

    private LineRequest stream(Flow.Subscriber<EdgeEvent> to) throws Exception {
        LineRequest request = request(chip, lines(edges(Edge.BOTH), 0));
        request.publisher().subscribe(to);
        return request;
    }

    private void edges(int count) {
        for (int i = 0; i < count; i++) {
            if (i % 2 == 0) {
                chip.pullUp(0);
            } else {
                chip.pullDown(0);
            }
        }
    }

    /** Another one who gets all: when it has them, the stream has got them too. */
    private EdgeRecorder witness(LineRequest request) throws Exception {
        EdgeRecorder witness = new EdgeRecorder();
        request.subscribe(witness);
        return witness;
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void edgesComeAsTheyAreAskedFor() throws Exception {
        EdgeRecorder witness = witness(stream(subscriber));
        edges(6);
        witness.awaitEvents(6);
        assertEquals(List.of(), subscriber.seqnos);

        subscriber.request(2);
        assertEquals(range(1, 2), subscriber.await(2));
        subscriber.request(3);

        assertEquals(range(1, 5), subscriber.await(5));
        assertEquals(0, ((Subscription) subscriber.subscription()).lost());
    }

    @Test
    void edgesMayBeAskedForBeforeTheyAreThere() throws Exception {
        stream(subscriber);
        subscriber.request(Long.MAX_VALUE);

        edges(4);

        assertEquals(range(1, 4), subscriber.await(4));
    }

    @Test
    void subscribersAskEachForThemselves() throws Exception {
        LineRequest request = stream(subscriber);
        Subscriber slow = new Subscriber();
        request.publisher().subscribe(slow);
        subscriber.request(4);
        slow.request(1);

        edges(4);

        assertEquals(range(1, 4), subscriber.await(4));
        assertEquals(range(1, 1), slow.await(1));
    }

    @Test
    void releaseCompletes_afterWhatIsQueued() throws Exception {
        LineRequest request = stream(subscriber);
        EdgeRecorder witness = witness(request);
        edges(3);
        witness.awaitEvents(3);

        request.close();
        subscriber.request(2);
        assertEquals(range(1, 2), subscriber.await(2));
        assertTrue(!subscriber.end.isDone());
        subscriber.request(1);

        subscriber.awaitCompletion();
        assertEquals(range(1, 3), subscriber.seqnos);
    }

    @Test
    void unplugIsAnError_afterWhatIsQueued() throws Exception {
        EdgeRecorder witness = witness(stream(subscriber));
        edges(2);
        witness.awaitEvents(2);

        chip.unplug();
        witness.awaitEnd();
        subscriber.request(10);

        assertEquals(Reason.GONE, subscriber.awaitError(GpiodException.class).reason());
        assertEquals(range(1, 2), subscriber.seqnos);
    }

    @Test
    void whoComesTooLateIsTold() throws Exception {
        LineRequest request = request(chip, lines(edges(Edge.BOTH), 0));
        request.close();

        request.publisher().subscribe(subscriber);

        subscriber.awaitError(RequestReleasedException.class);
        subscriber.request(1);
        subscriber.subscription().cancel();
    }

    @Test
    void toAskForLessThanOneIsAnError() throws Exception {
        LineRequest request = stream(subscriber);

        subscriber.request(0);

        assertContains(
                "not 0", subscriber.awaitError(IllegalArgumentException.class).getMessage());
        Await.until("it is over", () -> request.statistics().subscriptions().isEmpty());
    }

    @Test
    void cancelledSubscriberGetsNoMore() throws Exception {
        LineRequest request = stream(subscriber);
        EdgeRecorder witness = witness(request);
        subscriber.request(10);
        edges(2);
        subscriber.await(2);

        subscriber.subscription().cancel();
        subscriber.subscription().cancel();
        subscriber.request(1);
        edges(2);

        witness.awaitEvents(4);
        assertEquals(range(1, 2), subscriber.seqnos);
        assertEquals(1, request.statistics().subscriptions().size());
        request.close();
        assertTrue(!subscriber.end.isDone());
    }

    @Test
    void exceptionOfASubscriberCancels() throws Exception {
        Subscriber failing = new Subscriber() {
            @Override
            public void onNext(EdgeEvent event) {
                super.onNext(event);
                throw new IllegalStateException("thrown by the test");
            }
        };
        LineRequest request = stream(failing);
        EdgeRecorder witness = witness(request);
        failing.request(10);

        edges(3);

        witness.awaitEvents(3);
        Await.until(
                "it is cancelled", () -> request.statistics().subscriptions().size() == 1);
        assertEquals(range(1, 1), failing.seqnos);
        Await.until("it is counted", () -> ((Subscription) failing.subscription()).failures() == 1);
    }

    @Test
    void subscriberMayReleaseTheRequest() throws Exception {
        CompletableFuture<LineRequest> mine = new CompletableFuture<>();
        Subscriber closing = new Subscriber() {
            @Override
            public void onNext(EdgeEvent event) {
                super.onNext(event);
                mine.join().close();
            }
        };
        mine.complete(stream(closing));
        closing.request(10);

        edges(1);

        closing.awaitCompletion();
        request(chip, lines(input(), 0));
    }

    @Test
    void readingIsRefusedUntilTheSubscriberCancels() throws Exception {
        LineRequest request = stream(subscriber);
        assertThrows(IllegalStateException.class, () -> request.waitEdgeEvents(Duration.ZERO));

        subscriber.subscription().cancel();

        edges(1);
        assertTrue(request.waitEdgeEvents(Await.PATIENCE));
    }

    @Test
    void subscriberIsNeeded() throws Exception {
        LineRequest request = request(chip, lines(edges(Edge.BOTH), 0));

        assertThrows(NullPointerException.class, () -> request.publisher().subscribe(null));
    }

    @Test
    void edgesThatTheKernelDroppedAreCounted() throws Exception {
        LineRequest request = request(chip, lines(edges(Edge.BOTH), 0).eventBufferSize(16));
        edges(16 + 25);

        request.publisher().subscribe(subscriber);
        subscriber.request(16);

        assertEquals(range(26, 41), subscriber.await(16));
        assertEquals(25, ((Subscription) subscriber.subscription()).lost());
    }

    @Test
    @Tag("simulator") // The queue is the core's own; so many edges take the virtual machine too
    // long.
    void overflowOfTheQueueKeepsTheNewest() throws Exception {
        int count = 20_000;
        int pace = 500; // less than the kernel's buffer holds
        EdgeRecorder witness = witness(stream(subscriber));
        for (int made = 0; made < count; made += pace) {
            edges(pace);
            witness.awaitEvents(made + pace);
        }

        subscriber.request(Long.MAX_VALUE);

        long lost = ((Subscription) subscriber.subscription()).lost();
        assertTrue(lost > 0, "nothing was lost");
        assertEquals(range(lost + 1, count), subscriber.await((int) (count - lost)));
    }
}
