package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeEvent.Type;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.api.Subscription;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Listeners that begin with the values as they are. */
class FromNowTest extends Contract {
    private BoardChip chip;

    @BeforeEach
    void plugChip() {
        chip = plug(4);
    }

    /** Remembers also the values; and what line 0 is by what it was told. */
    private static final class FromNow extends EdgeRecorder {
        private final List<Long> values = new CopyOnWriteArrayList<>();
        private volatile int eventsBefore = -1;

        @Override
        public void onInitialValues(long now) {
            eventsBefore = calls().size();
            values.add(now);
        }

        long awaitValues() {
            Await.until("the values", () -> !values.isEmpty());
            return values.get(0);
        }

        /** Whether line 0, the first of the request, is active. */
        boolean isActive() {
            List<EdgeEvent> events = events();
            return events.isEmpty()
                    ? (values.get(0) & 1) != 0
                    : events.get(events.size() - 1).type() == Type.RISING;
        }
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

    @Test
    void valuesComeFirstAndOnce() throws Exception {
        FromNow recorder = new FromNow();
        LineRequest request = requestBoth(3, 0, 1);
        chip.pullUp(3);
        chip.pullUp(1);
        Await.until("both edges", () -> request.getMask(0b111) == 0b101);

        Subscription subscription = request.subscribeFromNow(recorder);

        assertEquals(0b101, recorder.awaitValues());
        chip.pullUp(0);
        recorder.awaitEventOf(0);
        assertEquals(0, recorder.eventsBefore);
        assertEquals(List.of(0b101L), recorder.values);
        assertEquals(0, subscription.failures());
    }

    @Test
    void edgesOfBeforeAreDroppedAndNotCounted() throws Exception {
        FromNow recorder = new FromNow();
        // The kernel makes 1024 of 600.
        LineRequest request = request(chip, lines(edges(Edge.BOTH), 0, 1).eventBufferSize(600));
        edges(0, 1101);
        awaitQueued(request);

        Subscription subscription = request.subscribeFromNow(recorder);
        assertEquals(0b01, recorder.awaitValues());
        chip.pullUp(1);

        recorder.awaitEventOf(1);
        assertEquals(1, recorder.events().size(), () -> recorder.calls().toString());
        assertEquals(List.of(), recorder.losses());
        assertEquals(0, subscription.lost());
    }

    /** Until the kernel has seen all edges of line 0: one by one, it sees them in their order. */
    private static void awaitQueued(LineRequest request) throws Exception {
        Await.until("the level of the last edge", () -> request.get(0));
        // From the level to the event it is a few instructions of an interrupt's.
        Thread.sleep(50);
    }

    @Test
    void othersStillGetTheEdgesOfBefore() throws Exception {
        EdgeRecorder other = new EdgeRecorder();
        FromNow recorder = new FromNow();
        LineRequest request = requestBoth(0);
        request.subscribe(other);
        edges(0, 101);
        Await.until("the last level", () -> request.get(0));

        request.subscribeFromNow(recorder);

        List<EdgeEvent> events = other.awaitEvents(101);
        for (int i = 0; i < events.size(); i++) {
            assertEquals(i + 1, events.get(i).lineSeqno());
        }
        assertEquals(List.of(), other.losses());
        assertEquals(0b1, recorder.awaitValues());
    }

    @Test
    void noChangeIsMissed() throws Exception {
        LineRequest request = requestBoth(0);
        AtomicBoolean enough = new AtomicBoolean();
        var toggling = new Thread(() -> {
            while (!enough.get()) {
                chip.pullUp(0);
                chip.pullDown(0);
            }
            chip.pullUp(0);
        });
        List<FromNow> recorders = new ArrayList<>();
        toggling.start();
        try {
            for (int i = 0; i < 50; i++) {
                FromNow recorder = new FromNow();
                recorders.add(recorder);
                request.subscribeFromNow(recorder);
                recorder.awaitValues();
            }
        } finally {
            enough.set(true);
            toggling.join();
        }

        for (FromNow recorder : recorders) {
            Await.until(() -> "line 0 active in " + recorder.calls(), recorder::isActive);
        }
    }

    @Test
    void outputsAreAmongTheValues() throws Exception {
        FromNow recorder = new FromNow();
        LineRequest request = request(chip, lines(output(false), 0, 1));
        request.set(1, true);

        request.subscribeFromNow(recorder);

        assertEquals(0b10, recorder.awaitValues());
    }

    @Test
    void ordinaryListenerGetsNoValues() throws Exception {
        FromNow recorder = new FromNow();
        requestBoth(0).subscribe(recorder);
        chip.pullUp(0);

        recorder.awaitEvents(1);

        assertEquals(List.of(), recorder.values);
    }

    @Test
    void exceptionOfAListenerIsCounted() throws Exception {
        EdgeRecorder failing = new EdgeRecorder() {
            @Override
            public void onInitialValues(long values) {
                throw new IllegalStateException("thrown by the test");
            }
        };
        Subscription subscription = requestBoth(0).subscribeFromNow(failing);
        chip.pullUp(0);

        failing.awaitEvents(1);
        assertEquals(1, subscription.failures());
    }

    @Test
    void nobodyWaitsBesideIt() throws Exception {
        LineRequest request = requestBoth(0);
        request.subscribeFromNow(new FromNow());

        assertThrows(IllegalStateException.class, () -> request.waitEdgeEvents(Await.PATIENCE));
    }

    @Test
    void releasedOrGoneLinesAreRefused() throws Exception {
        LineRequest released = requestBoth(0);
        released.close();
        LineRequest gone = requestBoth(1);
        chip.unplug();

        assertThrows(
                RequestReleasedException.class, () -> released.subscribeFromNow(new FromNow()));
        assertRefused(Reason.GONE, () -> gone.subscribeFromNow(new FromNow()));
        assertThrows(NullPointerException.class, () -> gone.subscribeFromNow(null));
    }

    @Test
    void goneComesAfterTheValues() throws Exception {
        FromNow recorder = new FromNow();
        requestBoth(0).subscribeFromNow(recorder);

        chip.unplug();

        recorder.awaitEnd();
        assertEquals(1, recorder.values.size());
        assertTrue(recorder.eventsBefore == 0);
    }
}
