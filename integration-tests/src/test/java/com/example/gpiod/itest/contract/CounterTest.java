package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeEventBuffer;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.PulseCount;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.impl.core.LineCounter;
import com.example.gpiod.impl.core.OwnedRequest;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

/** Edges are counted by the numbers that the kernel gives them. */
class CounterTest extends Contract {
    private static final int BUFFER = 16;
    private static final Duration STANDSTILL = Duration.ofSeconds(2);

    private final EdgeRecorder recorder = new EdgeRecorder();
    private BoardChip chip;

    @BeforeEach
    void plugChip() {
        chip = plug(4);
    }

    private OwnedRequest owned(RequestConfig.Builder config) throws Exception {
        return (OwnedRequest) request(chip, config);
    }

    private void edges(int offset, int count) {
        for (int i = 0; i < count; i++) {
            if (chip.isHigh(offset)) {
                chip.pullDown(offset);
            } else {
                chip.pullUp(offset);
            }
        }
    }

    private static void awaitCount(LineCounter counter, long count) {
        Await.until(() -> count + " edges; " + counter, () -> counter.read().count() == count);
    }

    @Test
    void countsTheEdgesThatAreAskedFor() throws Exception {
        OwnedRequest request = owned(RequestConfig.builder()
                .line(0, edges(Edge.RISING).build())
                .line(1, edges(Edge.BOTH).build()));
        LineCounter rising = request.count(0);
        LineCounter both = request.count(1);
        assertEquals(new PulseCount(0, 0, true), rising.read());

        edges(0, 6);
        edges(1, 6);

        awaitCount(rising, 3);
        awaitCount(both, 6);
    }

    @Test
    void timestampIsThatOfTheNewestEdge() throws Exception {
        OwnedRequest request = owned(lines(edges(Edge.BOTH), 0));
        LineCounter counter = request.count(0);
        request.subscribe(recorder);

        edges(0, 3);

        long newest = recorder.awaitEvents(3).get(2).timestampNanos();
        assertEquals(new PulseCount(3, newest, true), counter.read());
    }

    @Test
    void edgesOfBeforeTheCountAreCounted_whateverTheKernelDropped() throws Exception {
        OwnedRequest request = owned(lines(edges(Edge.BOTH), 0).eventBufferSize(BUFFER));
        edges(0, BUFFER + 25);

        LineCounter counter = request.count(0);

        awaitCount(counter, BUFFER + 25);
        assertTrue(counter.read().exact());
    }

    @Test
    void edgesThatAListenerReadBeforeAreCounted() throws Exception {
        OwnedRequest request = owned(lines(edges(Edge.BOTH), 0));
        request.subscribe(recorder);
        edges(0, 5);
        EdgeEvent last = recorder.awaitEvents(5).get(4);

        LineCounter counter = request.count(0);

        assertEquals(new PulseCount(5, last.timestampNanos(), true), counter.read());
        edges(0, 1);
        awaitCount(counter, 6);
    }

    @Test
    void lineWhoseNewestEdgeWasDroppedForOthersIsNotExactUntilItsNext() throws Exception {
        OwnedRequest request = owned(lines(edges(Edge.BOTH), 0, 1).eventBufferSize(BUFFER));
        edges(0, 5);
        edges(1, BUFFER);
        LineCounter flooding = request.count(1);
        awaitCount(flooding, BUFFER);
        assertTrue(flooding.read().exact());

        LineCounter quiet = request.count(0);

        assertEquals(new PulseCount(0, 0, false), quiet.read());
        edges(0, 1);
        awaitCount(quiet, 6);
        assertTrue(quiet.read().exact());
    }

    @Test
    void countGoesOnWhenTheLineIsReconfigured() throws Exception {
        OwnedRequest request = owned(lines(edges(Edge.BOTH), 0));
        LineCounter counter = request.count(0);
        edges(0, 4);
        awaitCount(counter, 4);

        request.reconfigure(Map.of(LineKey.of(0), edges(Edge.RISING).build()));
        edges(0, 4);

        awaitCount(counter, 6);
    }

    @Test
    void whileEdgesAreCountedNobodyElseReadsThem() throws Exception {
        OwnedRequest request = owned(lines(edges(Edge.BOTH), 0));
        EdgeEventBuffer buffer = request.newEventBuffer(4);
        LineCounter counter = request.count(0);
        assertThrows(
                IllegalStateException.class, () -> request.readEdgeEvents(buffer, Duration.ZERO));
        edges(0, 2);
        awaitCount(counter, 2);

        request.stopCounting(counter);

        edges(0, 1);
        assertEquals(1, request.readEdgeEvents(buffer, Await.PATIENCE));
        assertEquals(3, buffer.lineSeqno(0));
        assertEquals(2, counter.read().count());
    }

    @Test
    void listenerStaysWhenTheCountEnds() throws Exception {
        OwnedRequest request = owned(lines(edges(Edge.BOTH), 0));
        LineCounter counter = request.count(0);
        request.subscribe(recorder);

        request.stopCounting(counter);

        edges(0, 2);
        recorder.awaitEvents(2);
        assertEquals(0, counter.read().count());
    }

    @Test
    void lastCountStaysWhenTheChipGoes() throws Exception {
        OwnedRequest request = owned(lines(edges(Edge.BOTH), 0));
        LineCounter counter = request.count(0);
        edges(0, 3);
        awaitCount(counter, 3);

        chip.unplug();

        Await.until("the end of the request", () -> !request.isHeld());
        assertEquals(3, counter.read().count());
        assertRefused(Reason.GONE, () -> request.count(0));
    }

    @Test
    void releasedRequestIsNotCounted() throws Exception {
        OwnedRequest request = owned(lines(edges(Edge.BOTH), 0));
        LineCounter counter = request.count(0);
        request.close();

        request.stopCounting(counter);
        assertThrows(RequestReleasedException.class, () -> request.count(0));
        assertIllegal(() -> request.count(3));
    }

    @Test
    void frequencyRisesWithTheEdgesAndFallsToZeroAfterThem() throws Exception {
        LineCounter counter = owned(lines(edges(Edge.RISING), 0)).count(0);
        assertFalse(counter.frequency(STANDSTILL) > 0);

        edges(0, 2);
        awaitCount(counter, 1);
        PulseCount first = counter.read();
        Await.until(() -> "a frequency; " + counter, () -> {
            edges(0, 2);
            return counter.frequency(STANDSTILL) > 0;
        });
        assertTrue(counter.read().frequencySince(first) > 0, counter::toString);

        Await.until(() -> "a standstill; " + counter, () -> counter.frequency(STANDSTILL) == 0);
    }
}
