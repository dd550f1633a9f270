package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeEvent.Type;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.itest.board.Board.BoardChip;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Edges: which are reported, and what is said of them. */
class EdgeEventTest extends Contract {
    /** Its edge comes behind all that were before it: what has not come by then never does. */
    private static final int LAST = 7;

    private final EdgeRecorder recorder = new EdgeRecorder();
    private BoardChip chip;

    @BeforeEach
    void plugChip() {
        chip = plug(8);
    }

    private LineRequest listen(RequestConfig.Builder config) throws Exception {
        LineRequest request = request(chip, config);
        request.subscribe(recorder);
        return request;
    }

    private void pulse(int offset) {
        chip.pullUp(offset);
        chip.pullDown(offset);
    }

    /** Returns what was reported of line 0 until now. */
    private List<Type> typesOfLineZero() {
        chip.pullUp(LAST);
        recorder.awaitEventOf(LAST);
        return recorder.events().stream()
                .filter(event -> event.offset() == 0)
                .map(EdgeEvent::type)
                .toList();
    }

    private static RequestConfig.Builder zeroAndLast(LineSettings.Builder zero) {
        return RequestConfig.builder()
                .line(0, zero.build())
                .line(LAST, edges(Edge.BOTH).build());
    }

    @Test
    void bothEdgesAreReported() throws Exception {
        listen(zeroAndLast(edges(Edge.BOTH)));

        pulse(0);

        assertEquals(List.of(Type.RISING, Type.FALLING), typesOfLineZero());
    }

    @Test
    void onlyRisingEdgesAreReported() throws Exception {
        listen(zeroAndLast(edges(Edge.RISING)));

        pulse(0);
        pulse(0);

        assertEquals(List.of(Type.RISING, Type.RISING), typesOfLineZero());
    }

    @Test
    void onlyFallingEdgesAreReported() throws Exception {
        listen(zeroAndLast(edges(Edge.FALLING)));

        pulse(0);
        pulse(0);

        assertEquals(List.of(Type.FALLING, Type.FALLING), typesOfLineZero());
    }

    @Test
    void lineWithoutEdgeDetectionReportsNothing() throws Exception {
        listen(zeroAndLast(input()));

        pulse(0);

        assertEquals(List.of(), typesOfLineZero());
    }

    @Test
    void activeLowLineRisesWhenItsPinFalls() throws Exception {
        chip.pullUp(0);
        listen(zeroAndLast(edges(Edge.BOTH).activeLow(true)));

        chip.pullDown(0);
        chip.pullUp(0);

        assertEquals(List.of(Type.RISING, Type.FALLING), typesOfLineZero());
    }

    @Test
    void eventSaysWhichLineAndWhen() throws Exception {
        listen(lines(edges(Edge.BOTH), 4, 2));

        long before = System.nanoTime();
        pulse(2);
        pulse(2);
        List<EdgeEvent> events = recorder.awaitEvents(4);
        long after = System.nanoTime();

        long last = before;
        for (EdgeEvent event : events) {
            assertEquals(2, event.offset());
            assertTrue(event.timestampNanos() >= last, () -> before + " to " + events);
            last = event.timestampNanos();
        }
        assertTrue(last <= after, () -> events + " to " + after);
    }

    @Test
    void realtimeClockStampsSinceTheEpoch() throws Exception {
        listen(lines(edges(Edge.BOTH).eventClock(EventClock.REALTIME), 0));

        Instant before = Instant.now();
        chip.pullUp(0);
        long nanos = recorder.awaitEvents(1).get(0).timestampNanos();
        Instant after = Instant.now();

        Instant stamp = Instant.EPOCH.plusNanos(nanos);
        assertTrue(
                !stamp.isBefore(before) && !stamp.isAfter(after),
                () -> before + " " + stamp + " " + after);
    }

    @Test
    void edgesAreCountedInTheRequestAndOnTheirLine() throws Exception {
        listen(lines(edges(Edge.RISING), 0, 1));

        chip.pullUp(0);
        chip.pullUp(1);
        chip.pullDown(0);
        chip.pullUp(0);
        List<EdgeEvent> events = recorder.awaitEvents(3);

        assertEquals(List.of(0, 1, 0), events.stream().map(EdgeEvent::offset).toList());
        assertEquals(
                List.of(1L, 2L, 3L), events.stream().map(EdgeEvent::globalSeqno).toList());
        assertEquals(
                List.of(1L, 1L, 2L), events.stream().map(EdgeEvent::lineSeqno).toList());
    }

    @Test
    void edgesOfBeforeTheSubscriptionAreKept() throws Exception {
        LineRequest request = request(chip, lines(edges(Edge.BOTH), 0));
        pulse(0);
        chip.pullUp(0);

        request.subscribe(recorder);

        List<EdgeEvent> events = recorder.awaitEvents(3);
        assertEquals(
                List.of(1L, 2L, 3L), events.stream().map(EdgeEvent::lineSeqno).toList());
        assertEquals(List.of(), recorder.losses());
    }

    @Test
    void debounceIgnoresAShortPulseAndStampsAfterThePeriod() throws Exception {
        Duration period = Duration.ofSeconds(1);
        LineRequest request = listen(lines(edges(Edge.BOTH).debounce(period), 0));

        chip.pullUp(0);
        boolean activeAtOnce = request.get(0);
        chip.pullDown(0);
        long before = System.nanoTime();
        chip.pullUp(0);
        EdgeEvent event = recorder.awaitEvents(1).get(0);

        assertFalse(activeAtOnce);
        assertEquals(Type.RISING, event.type());
        assertEquals(1, event.lineSeqno());
        long waited = event.timestampNanos() - before;
        assertTrue(waited >= period.toNanos(), () -> waited + " ns");
        assertTrue(request.get(0));
    }

    @Test
    void floodThatTheBufferHoldsLosesNothing() throws Exception {
        LineRequest request = request(chip, lines(edges(Edge.BOTH), 0, 1));
        int pulses = RequestConfig.MAX_EVENT_BUFFER_SIZE / 2;
        for (int i = 0; i < pulses; i++) {
            pulse(i % 2);
        }

        request.subscribe(recorder);

        List<EdgeEvent> events = recorder.awaitEvents(2 * pulses);
        for (int i = 0; i < events.size(); i++) {
            assertEquals(i + 1, events.get(i).globalSeqno());
        }
        assertEquals(List.of(), recorder.losses());
    }
}
