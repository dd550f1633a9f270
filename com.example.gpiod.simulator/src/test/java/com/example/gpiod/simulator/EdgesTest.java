package com.example.gpiod.simulator;

import static com.example.gpiod.simulator.Spi.read;
import static com.example.gpiod.simulator.Spi.request;
import static com.example.gpiod.simulator.Spi.texts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.spi.BackendRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class EdgesTest {
    private final Simulator simulator = new Simulator();
    private final SimulatedChip chip = simulator.addChip("demo", 8, Map.of());

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void bothEdgesAreReportedWithTheirNumbers() throws Exception {
        BackendRequest request = request(simulator, chip, LineSettings.input().edge(Edge.BOTH), 5);
        pulse(5);
        chip.pullUp(5);
        assertEquals(
                List.of("RISING 5 1 1", "FALLING 5 2 2", "RISING 5 3 3"), texts(read(request)));
        assertEquals(List.of(), read(request));
    }

    @Test
    void onlyRisingEdgesAreReportedAndNumbered() throws Exception {
        BackendRequest request =
                request(simulator, chip, LineSettings.input().edge(Edge.RISING), 5);
        pulse(5);
        pulse(5);
        assertEquals(List.of("RISING 5 1 1", "RISING 5 2 2"), texts(read(request)));
    }

    @Test
    void onlyFallingEdgesAreReportedAndNumbered() throws Exception {
        BackendRequest request =
                request(simulator, chip, LineSettings.input().edge(Edge.FALLING), 5);
        pulse(5);
        pulse(5);
        assertEquals(List.of("FALLING 5 1 1", "FALLING 5 2 2"), texts(read(request)));
    }

    @Test
    void edgesOfAnActiveLowLineAreLogical() throws Exception {
        BackendRequest request =
                request(simulator, chip, LineSettings.input().edge(Edge.RISING).activeLow(true), 5);
        chip.pullUp(5);
        assertEquals(List.of(), read(request));
        chip.pullDown(5);
        assertEquals(List.of("RISING 5 1 1"), texts(read(request)));
    }

    @Test
    void aPullThatChangesNothingIsNoEdge() throws Exception {
        chip.pullUp(5);
        BackendRequest request = request(simulator, chip, LineSettings.input().edge(Edge.BOTH), 5);
        chip.pullUp(5);
        assertEquals(List.of(), read(request));
    }

    @Test
    void theBiasOfTheRequestIsNoEdge() throws Exception {
        BackendRequest request = request(
                simulator, chip, LineSettings.input().edge(Edge.BOTH).bias(Bias.PULL_UP), 5);
        assertEquals(List.of(), read(request));
        chip.pullDown(5);
        assertEquals(List.of("FALLING 5 1 1"), texts(read(request)));
    }

    @Test
    void aRequestHasEventsUntilTheLastIsRead() throws Exception {
        BackendRequest request = request(simulator, chip, LineSettings.input().edge(Edge.BOTH), 5);
        assertFalse(request.hasEvents());
        pulse(5);
        read(request, 1);
        assertTrue(request.hasEvents());
        read(request, 1);
        assertFalse(request.hasEvents());
    }

    @Test
    void linesWithoutEdgeDetectionHaveNoEvents() throws Exception {
        BackendRequest request = request(simulator, chip, LineSettings.input(), 5);
        pulse(5);
        assertEquals(List.of(), read(request));
    }

    @Test
    void edgesAreNumberedPerRequestAndPerLine() throws Exception {
        BackendRequest request =
                request(simulator, chip, LineSettings.input().edge(Edge.BOTH), 2, 5);
        chip.pullUp(2);
        chip.pullUp(5);
        chip.pullDown(5);
        assertEquals(
                List.of("RISING 2 1 1", "RISING 5 2 1", "FALLING 5 3 2"), texts(read(request)));
    }

    @Test
    void aSmallBufferTakesWholeEventsAndLeavesTheRest() throws Exception {
        BackendRequest request = request(simulator, chip, LineSettings.input().edge(Edge.BOTH), 5);
        pulse(5);
        pulse(5);
        assertEquals(3, read(request, 3).size());
        assertEquals(List.of("FALLING 5 4 4"), texts(read(request, 3)));
    }

    @Test
    void eventsAreInTheLayoutOfTheKernelBehindThePosition() throws Exception {
        BackendRequest request =
                request(simulator, chip, LineSettings.input().edge(Edge.BOTH), 2, 5);
        chip.pullUp(2);
        long before = System.nanoTime();
        chip.pullUp(5);
        long after = System.nanoTime();
        read(request, 1);
        ByteBuffer buffer = ByteBuffer.allocateDirect(150).order(ByteOrder.nativeOrder());
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, (byte) 0x55);
        }
        buffer.position(8).limit(8 + 48 + 47);
        assertEquals(1, request.readEvents(buffer));
        assertEquals(56, buffer.position());
        assertEquals(103, buffer.limit());
        long timestamp = buffer.getLong(8);
        assertTrue(timestamp - before >= 0 && after - timestamp >= 0);
        assertEquals(1, buffer.getInt(16), "id");
        assertEquals(5, buffer.getInt(20), "offset");
        assertEquals(2, buffer.getInt(24), "seqno");
        assertEquals(1, buffer.getInt(28), "line_seqno");
        for (int at = 32; at < 56; at++) {
            assertEquals(0, buffer.get(at), "padding");
        }
        assertEquals(0x55, buffer.get(7));
        buffer.limit(150);
        assertEquals(0x55, buffer.get(56));
    }

    @Test
    void theRealtimeClockStampsWithTheTimeOfDay() throws Exception {
        BackendRequest request = request(
                simulator,
                chip,
                LineSettings.input().edge(Edge.BOTH).eventClock(EventClock.REALTIME),
                5);
        Instant before = Instant.now();
        chip.pullUp(5);
        Instant after = Instant.now();
        Instant timestamp = Instant.EPOCH.plusNanos(read(request).get(0).timestampNanos());
        assertTrue(!timestamp.isBefore(before) && !timestamp.isAfter(after), timestamp::toString);
    }

    @ParameterizedTest(name = "{0} asked for, {1} kept")
    @CsvSource({"2, 2", "3, 4", "64, 64", "1000, 1024", "1024, 1024", "5000, 1024"})
    void overflowDropsTheOldestAndTheNumbersGoOn(int size, int kept) throws Exception {
        BackendRequest request = Spi.open(simulator, chip)
                .request(
                        "",
                        size,
                        new int[] {2, 5},
                        List.of(
                                LineSettings.input().edge(Edge.RISING).build(),
                                LineSettings.input().edge(Edge.FALLING).build()));
        pulse(2);
        int edges = kept + 7;
        for (int i = 0; i < edges; i++) {
            pulse(5);
        }
        List<EdgeEvent> events = read(request);
        assertEquals(kept, events.size());
        for (int i = 0; i < kept; i++) {
            int lineSeqno = edges - kept + i + 1;
            assertEquals(
                    "FALLING 5 " + (lineSeqno + 1) + " " + lineSeqno,
                    texts(events).get(i));
        }
    }

    @Test
    void reconfigureKeepsQueuedEventsAndGoesOnCounting() throws Exception {
        BackendRequest request = request(simulator, chip, LineSettings.input().edge(Edge.BOTH), 5);
        chip.pullUp(5);
        request.reconfigure(List.of(LineSettings.input().build()));
        pulse(5);
        request.reconfigure(List.of(LineSettings.input().edge(Edge.RISING).build()));
        pulse(5);
        assertEquals(List.of("RISING 5 1 1", "RISING 5 2 2"), texts(read(request)));
    }

    @Test
    void aLineThatBecomesAnOutputHasNoMoreEdges() throws Exception {
        BackendRequest request = request(simulator, chip, LineSettings.input().edge(Edge.BOTH), 5);
        request.reconfigure(List.of(LineSettings.output(true)
                .drive(Drive.OPEN_DRAIN)
                .bias(Bias.PULL_UP)
                .build()));
        assertTrue(chip.isHigh(5), "it rose, as an output");
        request.set(1, 0);
        request.set(1, 1);
        pulse(5);
        assertEquals(List.of(), read(request));
    }

    @Test
    void twoRequestsHaveEventsOfTheirOwn() throws Exception {
        BackendRequest first = request(simulator, chip, LineSettings.input().edge(Edge.BOTH), 2);
        BackendRequest second = request(simulator, chip, LineSettings.input().edge(Edge.BOTH), 5);
        chip.pullUp(2);
        chip.pullUp(5);
        assertEquals(List.of("RISING 2 1 1"), texts(read(first)));
        assertEquals(List.of("RISING 5 1 1"), texts(read(second)));
    }

    private void pulse(int offset) {
        chip.pullUp(offset);
        chip.pullDown(offset);
    }
}
