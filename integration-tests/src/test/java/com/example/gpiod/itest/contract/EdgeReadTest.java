package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeEvent.Type;
import com.example.gpiod.api.EdgeEventBuffer;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.api.Subscription;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;
import com.example.gpiod.spi.Errno;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Threads that wait for edges and read them themselves. */
class EdgeReadTest extends Contract {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofHours(1);

    private BoardChip chip;

    @BeforeEach
    void plugChip() {
        chip = plug(ChipPlan.of("contract", 8).line(0, "DOOR"));
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

    private static EdgeEvent next(LineRequest request) throws Exception {
        EdgeEventBuffer buffer = request.newEventBuffer(1);
        assertEquals(1, request.readEdgeEvents(buffer, Await.PATIENCE), "no edge in time");
        return buffer.event(0);
    }

    /** Reads with one buffer until there were so many events. */
    private static List<EdgeEvent> read(LineRequest request, EdgeEventBuffer buffer, int count)
            throws Exception {
        List<EdgeEvent> events = new ArrayList<>();
        while (events.size() < count) {
            assertTrue(request.readEdgeEvents(buffer, Await.PATIENCE) > 0, events::toString);
            for (int i = 0; i < buffer.size(); i++) {
                events.add(buffer.event(i));
            }
        }
        return events;
    }

    @Test
    void waitWithoutAnEdgeTimesOut() throws Exception {
        LineRequest request = requestBoth(0);
        EdgeEventBuffer buffer = request.newEventBuffer(4);

        long before = System.nanoTime();
        assertFalse(request.waitEdgeEvents(SHORT));
        assertTrue(System.nanoTime() - before >= SHORT.toNanos());
        before = System.nanoTime();
        assertEquals(0, request.readEdgeEvents(buffer, SHORT));
        assertTrue(System.nanoTime() - before >= SHORT.toNanos());
        assertEquals(0, buffer.size());
    }

    @Test
    void zeroTimeoutDoesNotWait() throws Exception {
        LineRequest request = requestBoth(0);
        EdgeEventBuffer buffer = request.newEventBuffer(4);
        assertFalse(request.waitEdgeEvents(Duration.ZERO));
        assertEquals(0, request.readEdgeEvents(buffer, Duration.ZERO));

        chip.pullUp(0);
        assertTrue(request.waitEdgeEvents(Await.PATIENCE));

        assertTrue(request.waitEdgeEvents(Duration.ZERO));
        assertEquals(1, request.readEdgeEvents(buffer, Duration.ZERO));
        assertFalse(request.waitEdgeEvents(Duration.ZERO));
    }

    @Test
    void waitTakesNothingAway() throws Exception {
        LineRequest request = requestBoth(0);
        chip.pullUp(0);

        assertTrue(request.waitEdgeEvents(Await.PATIENCE));
        assertTrue(request.waitEdgeEvents(Await.PATIENCE));

        assertEquals(1, next(request).lineSeqno());
    }

    @Test
    void lineWithoutEdgeDetectionHasNoEdges() throws Exception {
        LineRequest request = request(chip, lines(input(), 0));
        edges(0, 2);

        assertFalse(request.waitEdgeEvents(SHORT));
    }

    @Test
    void edgeEndsAWait() throws Exception {
        LineRequest request = requestBoth(0, 1);
        var wait = InBackground.waiting(() -> request.waitEdgeEvents(LONG));

        chip.pullUp(1);

        assertTrue(wait.result());
        EdgeEvent event = next(request);
        assertEquals(1, event.offset());
        assertEquals(Type.RISING, event.type());
    }

    @Test
    void longestTimeoutIsForEver() throws Exception {
        LineRequest request = requestBoth(0);
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
        var wait = InBackground.waiting(() -> request.waitEdgeEvents(longest));

        chip.pullUp(0);

        assertTrue(wait.result());
        assertEquals(1, request.readEdgeEvents(request.newEventBuffer(8), longest));
    }

    @Test
    void timeoutThatIsNoneIsRefused() throws Exception {
        LineRequest request = requestBoth(0);
        EdgeEventBuffer buffer = request.newEventBuffer(1);

        assertIllegal(() -> request.waitEdgeEvents(Duration.ofNanos(-1)));
        assertIllegal(() -> request.waitEdgeEvents(Duration.ofSeconds(Long.MIN_VALUE)));
        assertIllegal(() -> request.readEdgeEvents(buffer, Duration.ofNanos(-1)));
        assertThrows(NullPointerException.class, () -> request.waitEdgeEvents(null));
        assertThrows(NullPointerException.class, () -> request.readEdgeEvents(buffer, null));
        assertThrows(NullPointerException.class, () -> request.readEdgeEvents(null, SHORT));
    }

    @Test
    void queuedEdgesComeInOneRead() throws Exception {
        EdgeEventBuffer buffer = requestBoth(7).newEventBuffer(8);
        // The kernel does not say how many edges it has seen so far: tried until they all were.
        Await.until("three edges in one read", () -> {
            try (LineRequest request =
                    open(chip).request(lines(edges(Edge.BOTH), 1).build())) {
                edges(1, 3);
                Thread.sleep(SHORT.toMillis());
                int read = request.readEdgeEvents(buffer, Await.PATIENCE);
                chip.pullDown(1);
                return read == 3;
            }
        });

        assertEquals(3, buffer.size());
        assertEquals(0, buffer.lost());
        for (int i = 0; i < 3; i++) {
            assertEquals(1, buffer.offset(i));
            assertEquals(i + 1, buffer.lineSeqno(i));
            assertEquals(i + 1, buffer.globalSeqno(i));
            assertEquals(i == 1 ? Type.FALLING : Type.RISING, buffer.type(i));
            assertTrue(i == 0 || buffer.timestampNanos(i) > buffer.timestampNanos(i - 1));
            assertEquals(
                    new EdgeEvent(
                            buffer.type(i),
                            buffer.timestampNanos(i),
                            buffer.offset(i),
                            buffer.globalSeqno(i),
                            buffer.lineSeqno(i)),
                    buffer.event(i));
        }
        assertContains("3 of 8", buffer.toString());
    }

    @Test
    void whatDoesNotFitComesWithTheNextRead() throws Exception {
        LineRequest request = requestBoth(0);
        edges(0, 5);

        List<EdgeEvent> events = read(request, request.newEventBuffer(2), 5);

        assertEquals(
                LongStream.rangeClosed(1, 5).boxed().toList(),
                events.stream().map(EdgeEvent::lineSeqno).toList());
    }

    @Test
    void eventThatWasCopiedStays() throws Exception {
        LineRequest request = requestBoth(0);
        EdgeEventBuffer buffer = request.newEventBuffer(1);
        edges(0, 2);
        request.readEdgeEvents(buffer, Await.PATIENCE);
        EdgeEvent first = buffer.event(0);

        request.readEdgeEvents(buffer, Await.PATIENCE);

        assertEquals(1, first.lineSeqno());
        assertEquals(2, buffer.lineSeqno(0));
    }

    @Test
    void anyRequestFillsABuffer() throws Exception {
        LineRequest one = requestBoth(0);
        LineRequest other = requestBoth(1);
        EdgeEventBuffer buffer = one.newEventBuffer(4);
        one.close();
        chip.pullUp(1);

        assertEquals(1, other.readEdgeEvents(buffer, Await.PATIENCE));
        assertEquals(1, buffer.offset(0));
    }

    @Test
    void bufferIsEmptyAfterAReadThatFailedOrFoundNothing() throws Exception {
        LineRequest request = requestBoth(0);
        EdgeEventBuffer buffer = request.newEventBuffer(4);
        chip.pullUp(0);
        assertEquals(1, request.readEdgeEvents(buffer, Await.PATIENCE));
        assertEquals(1, buffer.size());

        assertEquals(0, request.readEdgeEvents(buffer, Duration.ZERO));
        assertEmpty(buffer);

        chip.pullDown(0);
        assertEquals(1, request.readEdgeEvents(buffer, Await.PATIENCE));
        request.close();
        assertThrows(
                RequestReleasedException.class,
                () -> request.readEdgeEvents(buffer, Duration.ZERO));
        assertEmpty(buffer);
    }

    private static void assertEmpty(EdgeEventBuffer buffer) {
        assertEquals(0, buffer.size());
        assertEquals(0, buffer.lost());
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.type(0));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.timestampNanos(0));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.offset(0));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.globalSeqno(0));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.lineSeqno(0));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.event(0));
    }

    @Test
    void newBufferIsEmpty() throws Exception {
        LineRequest request = requestBoth(0);

        assertEmpty(request.newEventBuffer(16));
        assertEquals(16, request.newEventBuffer(16).capacity());
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> request.newEventBuffer(16).event(-1));
    }

    @Test
    void capacityHasLimits() throws Exception {
        LineRequest request = requestBoth(0);
        int most = LineRequest.MAX_EVENT_BUFFER_CAPACITY;

        assertEquals(1, request.newEventBuffer(1).capacity());
        assertEquals(most, request.newEventBuffer(most).capacity());
        assertIllegal(() -> request.newEventBuffer(0));
        assertIllegal(() -> request.newEventBuffer(-1));
        assertIllegal(() -> request.newEventBuffer(most + 1));
        assertIllegal(() -> request.newEventBuffer(Integer.MIN_VALUE));
    }

    @Test
    void foreignBufferIsRefused() throws Exception {
        LineRequest request = requestBoth(0);
        EdgeEventBuffer foreign = (EdgeEventBuffer) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {EdgeEventBuffer.class},
                (proxy, method, arguments) -> {
                    throw new AssertionError(method + " was called");
                });

        assertIllegal(() -> request.readEdgeEvents(foreign, SHORT));
    }

    @Test
    void interruptEndsAWaitAndNothingElse() throws Exception {
        LineRequest request = requestBoth(0);
        EdgeEventBuffer buffer = request.newEventBuffer(4);
        var wait = InBackground.waiting(() -> request.waitEdgeEvents(LONG));
        var read = InBackground.waiting(() -> request.readEdgeEvents(buffer, LONG));

        wait.interrupt();
        read.interrupt();

        wait.failure(InterruptedException.class);
        read.failure(InterruptedException.class);
        assertEquals(0, buffer.size());
        chip.pullUp(0);
        assertEquals(1, next(request).lineSeqno());
        request.close();
        requestBoth(0);
    }

    @Test
    void interruptOfOneThreadLeavesTheOtherWaiting() throws Exception {
        LineRequest request = requestBoth(0);
        var interrupted = InBackground.waiting(() -> request.waitEdgeEvents(LONG));
        var other = InBackground.waiting(() -> request.waitEdgeEvents(LONG));

        interrupted.interrupt();
        interrupted.failure(InterruptedException.class);
        chip.pullUp(0);

        assertTrue(other.result());
    }

    @Test
    void threadThatWasInterruptedBeforeDoesNotWait() throws Exception {
        LineRequest request = requestBoth(0);

        Thread.currentThread().interrupt();

        assertThrows(InterruptedException.class, () -> request.waitEdgeEvents(LONG));
        assertFalse(Thread.interrupted());
    }

    @Test
    void releaseEndsAWaitAtOnceAndFreesTheLine() throws Exception {
        LineRequest request = requestBoth(0);
        EdgeEventBuffer buffer = request.newEventBuffer(4);
        var wait = InBackground.waiting(() -> request.waitEdgeEvents(LONG));
        var read = InBackground.waiting(() -> request.readEdgeEvents(buffer, LONG));

        request.close();

        requestBoth(0);
        wait.failure(RequestReleasedException.class);
        read.failure(RequestReleasedException.class);
        assertThrows(RequestReleasedException.class, () -> request.waitEdgeEvents(Duration.ZERO));
    }

    @Test
    void unplugEndsAWaitAtOnce() throws Exception {
        LineRequest request = requestBoth(0);
        EdgeEventBuffer buffer = request.newEventBuffer(4);
        var wait = InBackground.waiting(() -> request.waitEdgeEvents(LONG));
        var read = InBackground.waiting(() -> request.readEdgeEvents(buffer, LONG));

        chip.unplug();

        for (var call : List.of(wait, read)) {
            GpiodException end = call.failure(GpiodException.class);
            assertEquals(Reason.GONE, end.reason());
            assertEquals(Errno.ENODEV, end.errno());
            assertEquals(List.of("DOOR"), end.lines());
        }
        assertEquals(0, buffer.size());
        assertRefused(Reason.GONE, () -> request.waitEdgeEvents(LONG));
        assertRefused(Reason.GONE, () -> request.readEdgeEvents(buffer, LONG));
    }

    @Test
    void nobodyWaitsBesideAListener() throws Exception {
        LineRequest request = requestBoth(0);
        EdgeEventBuffer buffer = request.newEventBuffer(4);
        var wait = InBackground.waiting(() -> request.waitEdgeEvents(LONG));
        var read = InBackground.waiting(() -> request.readEdgeEvents(buffer, LONG));
        EdgeRecorder recorder = new EdgeRecorder();

        Subscription subscription = request.subscribe(recorder);

        assertContains("listener", wait.failure(IllegalStateException.class).getMessage());
        read.failure(IllegalStateException.class);
        assertThrows(IllegalStateException.class, () -> request.waitEdgeEvents(Duration.ZERO));
        assertThrows(
                IllegalStateException.class, () -> request.readEdgeEvents(buffer, Duration.ZERO));
        chip.pullUp(0);
        recorder.awaitEvents(1);
        subscription.close();
        chip.pullDown(0);
        assertEquals(2, next(request).lineSeqno());
    }

    @Test
    void whatAReaderLeavesIsForTheNextOneAndForAListener() throws Exception {
        LineRequest request = requestBoth(0);
        EdgeEventBuffer one = request.newEventBuffer(1);
        var first = InBackground.waiting(() -> request.readEdgeEvents(one, LONG));
        var second = InBackground.waiting(() -> request.waitEdgeEvents(LONG));
        edges(0, 4);
        assertEquals(1, first.result());
        assertEquals(true, second.result());

        EdgeRecorder recorder = new EdgeRecorder();
        request.subscribe(recorder);

        assertEquals(
                List.of(2L, 3L, 4L),
                recorder.awaitEvents(3).stream().map(EdgeEvent::lineSeqno).toList());
    }

    @Test
    void lostEdgesAreCounted() throws Exception {
        LineRequest request = request(chip, lines(edges(Edge.BOTH), 0, 1).eventBufferSize(16));
        EdgeEventBuffer buffer = request.newEventBuffer(64);
        edges(0, 16 + 25);
        chip.pullUp(1);

        long lost = 0;
        long read = 0;
        long last = 0;
        while (last < 16 + 25 + 1) {
            read += request.readEdgeEvents(buffer, Await.PATIENCE);
            lost += buffer.lost();
            last = buffer.globalSeqno(buffer.size() - 1);
        }

        assertEquals(last, read + lost);
        assertTrue(lost >= 25, () -> "of 42 edges in a buffer for 16");
        assertEquals(0, request.readEdgeEvents(buffer, Duration.ZERO));
        assertEquals(0, buffer.lost());
    }

    @Test
    void edgesOfBeforeTheReadAreKept() throws Exception {
        LineRequest request = requestBoth(0);
        Subscription subscription = request.subscribe(new EdgeRecorder());
        subscription.close();
        edges(0, 3);

        assertEquals(3, read(request, request.newEventBuffer(1), 3).size());
    }
}
