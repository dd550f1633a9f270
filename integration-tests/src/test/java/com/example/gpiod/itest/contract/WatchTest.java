package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipClosedException;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.InfoEvent.Type;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.api.Subscription;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;
import com.example.gpiod.spi.Errno;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Watches: what a chip tells of lines that others, or itself, do something to. */
class WatchTest extends Contract {
    private static final Duration SHORT = Duration.ofMillis(20);

    /** What the kernel keeps of the events of a chip. */
    private static final int KERNEL_QUEUE = 32;

    /** Its event comes behind all that were before it: what has not come by then never does. */
    private static final int LAST = 7;

    private BoardChip plugged;
    private Chip chip;

    @BeforeEach
    void openChip() throws Exception {
        plugged = plug(ChipPlan.of("contract", 8).line(4, "DOOR").line(5, "6"));
        chip = open(plugged);
    }

    private static InfoEvent next(Chip chip) throws Exception {
        return chip.readInfoEvent(Await.PATIENCE)
                .orElseThrow(() -> new AssertionError("no event in time"));
    }

    private InfoEvent next() throws Exception {
        return next(chip);
    }

    /** Requests and releases a line, which makes two events. */
    private void touch(int offset) throws Exception {
        chip.request(lines(input(), offset).build()).close();
    }

    /** Returns the offsets of what was told until now. */
    private List<Integer> offsetsSoFar() throws Exception {
        chip.watchLineInfo(LAST);
        LineRequest last = held(chip.request(lines(input(), LAST).build()));
        List<Integer> offsets = new ArrayList<>();
        int offset;
        while ((offset = next().line().offset()) != LAST) {
            offsets.add(offset);
        }
        chip.unwatchLineInfo(LAST);
        last.close();
        return offsets;
    }

    @Test
    void watchTellsHowTheLineIs() throws Exception {
        held(chip.request(lines(output(true), 3).consumer("somebody").build()));

        assertEquals(chip.lineInfo(3), chip.watchLineInfo(3));
        assertEquals("somebody", chip.lineInfo(3).consumer());
    }

    @Test
    void lineIsWatchedByName() throws Exception {
        assertEquals(4, chip.watchLineInfo("DOOR").offset());
        touch(4);

        assertEquals(4, next().line().offset());
        chip.unwatchLineInfo("DOOR");
    }

    @Test
    void nameThatIsANumberBeatsTheOffset() throws Exception {
        assertEquals(5, chip.watchLineInfo("6").offset());
        assertEquals(2, chip.watchLineInfo("2").offset());
        chip.unwatchLineInfo("6");
        chip.watchLineInfo(5);
    }

    @Test
    void lineThatIsNotThereIsRefused() {
        assertContains("0 to 7", assertIllegal(() -> chip.watchLineInfo(8)).getMessage());
        assertIllegal(() -> chip.watchLineInfo(-1));
        assertIllegal(() -> chip.watchLineInfo("8"));
        assertIllegal(() -> chip.watchLineInfo(""));
        assertIllegal(() -> chip.unwatchLineInfo(8));
        assertIllegal(() -> chip.unwatchLineInfo(""));
        assertRefused(Reason.NOT_FOUND, () -> chip.watchLineInfo("WINDOW"));
        assertRefused(Reason.NOT_FOUND, () -> chip.unwatchLineInfo("WINDOW"));
        assertThrows(NullPointerException.class, () -> chip.watchLineInfo(null));
    }

    @Test
    void waitWithoutAnEventTimesOut() throws Exception {
        chip.watchLineInfo(LAST);

        long before = System.nanoTime();
        assertFalse(chip.waitInfoEvent(SHORT));
        assertTrue(System.nanoTime() - before >= SHORT.toNanos());
        assertTrue(chip.readInfoEvent(SHORT).isEmpty());
        assertFalse(chip.waitInfoEvent(Duration.ZERO));
        assertTrue(chip.readInfoEvent(Duration.ZERO).isEmpty());
    }

    @Test
    void requestReconfigurationAndReleaseAreToldInOrder() throws Exception {
        assertEquals(Direction.INPUT, chip.watchLineInfo(2).direction());
        Chip other = open(plugged);

        long before = System.nanoTime();
        LineRequest request = held(other.request(
                lines(LineSettings.builder(), 2).consumer("somebody").build()));
        InfoEvent requested = next();
        request.reconfigure(Map.of(LineKey.of(2), output(false).activeLow(true).build()));
        InfoEvent reconfigured = next();
        request.close();
        InfoEvent released = next();
        long after = System.nanoTime();

        assertEquals(
                List.of(Type.REQUESTED, Type.RECONFIGURED, Type.RELEASED),
                List.of(requested.type(), reconfigured.type(), released.type()));
        assertEquals(Direction.INPUT, requested.line().direction());
        assertEquals("somebody", requested.line().consumer());
        assertTrue(requested.line().used());
        assertEquals(Direction.OUTPUT, reconfigured.line().direction());
        assertTrue(reconfigured.line().activeLow());
        assertEquals(Direction.OUTPUT, released.line().direction());
        assertFalse(released.line().used());
        assertEquals("", released.line().consumer());
        assertEquals(List.of(), offsetsSoFar(), "nothing comes after");
        long last = before;
        for (InfoEvent event : List.of(requested, reconfigured, released)) {
            assertEquals(2, event.line().offset());
            assertTrue(event.timestampNanos() > last, () -> event + " after " + before);
            last = event.timestampNanos();
        }
        assertTrue(last <= after);
    }

    @Test
    void timestampIsMonotonicWhateverTheClockOfTheLine() throws Exception {
        chip.watchLineInfo(2);
        LineSettings.Builder realtime = input().eventClock(EventClock.REALTIME);

        long before = System.nanoTime();
        held(chip.request(lines(realtime, 2).build()));
        InfoEvent event = next();
        long after = System.nanoTime();

        assertEquals(EventClock.REALTIME, event.line().eventClock());
        assertTrue(event.timestampNanos() >= before && event.timestampNanos() <= after);
    }

    @Test
    void linesThatAreNotWatchedAreNotTold() throws Exception {
        chip.watchLineInfo(0);
        touch(1);
        touch(0);

        assertEquals(List.of(0, 0), offsetsSoFar());
    }

    @Test
    void unwatchedLineIsNotToldAnyMore() throws Exception {
        chip.watchLineInfo(0);
        LineRequest request = held(chip.request(lines(input(), 0).build()));
        assertEquals(Type.REQUESTED, next().type());

        chip.unwatchLineInfo(0);
        request.close();

        assertEquals(List.of(), offsetsSoFar());
    }

    @Test
    void whatIsQueuedComesAlthoughTheWatchEnded() throws Exception {
        chip.watchLineInfo(0);
        held(chip.request(lines(input(), 0).build()));
        assertTrue(chip.waitInfoEvent(Await.PATIENCE));

        chip.unwatchLineInfo(0);

        assertEquals(Type.REQUESTED, next().type());
    }

    @Test
    void lineIsWatchedAgain() throws Exception {
        chip.watchLineInfo(0);
        chip.unwatchLineInfo(0);
        chip.watchLineInfo(0);

        touch(0);

        assertEquals(List.of(0, 0), offsetsSoFar());
    }

    @Test
    void secondWatchOfALineIsRefused() throws Exception {
        chip.watchLineInfo(4);

        GpiodException refusal = assertRefused(Reason.BUSY, () -> chip.watchLineInfo("DOOR"));

        assertEquals(Errno.EBUSY, refusal.errno());
        assertEquals(List.of("DOOR"), refusal.lines());
        assertContains("already", refusal.getMessage());
        touch(4);
        assertEquals(List.of(4, 4), offsetsSoFar(), "the first watch goes on");
    }

    @Test
    void unwatchOfALineThatIsNotWatchedIsRefused() throws Exception {
        GpiodException refusal = assertRefused(Reason.BUSY, () -> chip.unwatchLineInfo(2));

        assertEquals(Errno.EBUSY, refusal.errno());
        assertEquals(List.of("2"), refusal.lines());
        assertContains("not watched", refusal.getMessage());
    }

    @Test
    void watchBelongsToOneChipObject() throws Exception {
        Chip other = open(plugged);
        chip.watchLineInfo(0);
        assertRefused(Reason.BUSY, () -> other.unwatchLineInfo(0));
        other.watchLineInfo(1);
        other.watchLineInfo(0);
        other.unwatchLineInfo(0);

        touch(0);
        touch(1);

        assertEquals(List.of(0, 0), offsetsSoFar());
        assertEquals(1, next(other).line().offset());
        other.close();
        touch(0);
        assertEquals(List.of(0, 0), offsetsSoFar());
    }

    @Test
    void watchEndsWithItsChip() throws Exception {
        Chip other = open(plugged);
        other.watchLineInfo(0);
        other.close();

        open(plugged).watchLineInfo(0);
        assertThrows(ChipClosedException.class, () -> other.watchLineInfo(1));
        assertThrows(ChipClosedException.class, () -> other.unwatchLineInfo(0));
        assertThrows(ChipClosedException.class, () -> other.waitInfoEvent(SHORT));
        assertThrows(ChipClosedException.class, () -> other.readInfoEvent(SHORT));
        assertThrows(ChipClosedException.class, () -> other.subscribe(new InfoRecorder()));
    }

    @Test
    void waitTakesNothingAway() throws Exception {
        chip.watchLineInfo(0);
        held(chip.request(lines(input(), 0).build()));

        assertTrue(chip.waitInfoEvent(Await.PATIENCE));
        assertTrue(chip.waitInfoEvent(Duration.ZERO));
        assertEquals(
                Type.REQUESTED, chip.readInfoEvent(Duration.ZERO).orElseThrow().type());
        assertFalse(chip.waitInfoEvent(Duration.ZERO));
    }

    @Test
    void eventEndsAWait() throws Exception {
        chip.watchLineInfo(0);
        var wait =
                InBackground.waiting(() -> chip.waitInfoEvent(Duration.ofSeconds(Long.MAX_VALUE)));

        held(chip.request(lines(input(), 0).build()));

        assertTrue(wait.result());
        assertEquals(Type.REQUESTED, next().type());
    }

    @Test
    void timeoutThatIsNoneIsRefused() {
        assertIllegal(() -> chip.waitInfoEvent(Duration.ofNanos(-1)));
        assertIllegal(() -> chip.readInfoEvent(Duration.ofSeconds(Long.MIN_VALUE)));
        assertThrows(NullPointerException.class, () -> chip.waitInfoEvent(null));
        assertThrows(NullPointerException.class, () -> chip.readInfoEvent(null));
    }

    @Test
    void closedChipEndsAWaitAtOnce() throws Exception {
        chip.watchLineInfo(0);
        var wait = InBackground.waiting(() -> chip.waitInfoEvent(Duration.ofHours(1)));
        var read = InBackground.waiting(() -> chip.readInfoEvent(Duration.ofHours(1)));

        chip.close();

        wait.failure(ChipClosedException.class);
        read.failure(ChipClosedException.class);
    }

    @Test
    void interruptEndsAWaitAndNothingElse() throws Exception {
        chip.watchLineInfo(0);
        var wait = InBackground.waiting(() -> chip.waitInfoEvent(Duration.ofHours(1)));
        var read = InBackground.waiting(() -> chip.readInfoEvent(Duration.ofHours(1)));

        wait.interrupt();
        read.interrupt();

        wait.failure(InterruptedException.class);
        read.failure(InterruptedException.class);
        touch(0);
        assertEquals(Type.REQUESTED, next().type());
        assertEquals(Type.RELEASED, next().type());
    }

    @Test
    void unplugEndsAWaitAtOnce() throws Exception {
        chip.watchLineInfo(0);
        var wait = InBackground.waiting(() -> chip.waitInfoEvent(Duration.ofHours(1)));
        var read = InBackground.waiting(() -> chip.readInfoEvent(Duration.ofHours(1)));

        plugged.unplug();

        assertEquals(Reason.GONE, wait.failure(GpiodException.class).reason());
        assertEquals(Reason.GONE, read.failure(GpiodException.class).reason());
        assertRefused(Reason.GONE, () -> chip.waitInfoEvent(SHORT));
        assertRefused(Reason.GONE, () -> chip.watchLineInfo(1));
    }

    @Test
    void kernelKeepsTheFirstEvents() throws Exception {
        InfoRecorder witness = floodLineZero();

        List<Type> kept = new ArrayList<>();
        while (chip.waitInfoEvent(Duration.ZERO)) {
            kept.add(next().type());
        }

        assertEquals(
                witness.events().subList(0, KERNEL_QUEUE).stream()
                        .map(InfoEvent::type)
                        .toList(),
                kept);
    }

    /** Makes more events than the kernel keeps; another chip that listens got them all. */
    private InfoRecorder floodLineZero() throws Exception {
        Chip other = open(plugged);
        InfoRecorder witness = new InfoRecorder();
        other.watchLineInfo(0);
        other.subscribe(witness);
        chip.watchLineInfo(0);
        for (int i = 1; i <= KERNEL_QUEUE; i++) {
            touch(0);
            witness.awaitEvents(2 * i);
        }
        return witness;
    }

    @Test
    void listenerIsToldThatEventsMayBeLostWhereTheyAreMissing() throws Exception {
        floodLineZero();
        InfoRecorder recorder = new InfoRecorder();

        chip.subscribe(recorder);
        recorder.awaitEvents(KERNEL_QUEUE);
        touch(0);
        recorder.awaitEvents(KERNEL_QUEUE + 2);

        List<Object> calls = recorder.calls();
        assertEquals(KERNEL_QUEUE, calls.indexOf(InfoRecorder.MAY_HAVE_LOST), calls::toString);
        assertEquals(KERNEL_QUEUE + 3, calls.size(), calls::toString);
    }

    @Test
    void listenerGetsTheEvents() throws Exception {
        InfoRecorder recorder = new InfoRecorder();
        chip.watchLineInfo(0);
        touch(0);

        chip.subscribe(recorder);
        recorder.awaitEvents(2);
        LineRequest request = held(chip.request(lines(input(), 0).build()));
        LineInfo info = chip.lineInfo(0);
        request.close();

        List<InfoEvent> events = recorder.awaitEvents(4);
        assertEquals(
                List.of(Type.REQUESTED, Type.RELEASED, Type.REQUESTED, Type.RELEASED),
                events.stream().map(InfoEvent::type).toList());
        assertEquals(info, events.get(2).line());
        assertEquals(4, recorder.calls().size());
    }

    @Test
    void allListenersGetTheEventsSinceTheySubscribed() throws Exception {
        InfoRecorder first = new InfoRecorder();
        InfoRecorder second = new InfoRecorder();
        chip.watchLineInfo(0);
        chip.subscribe(first);
        touch(0);
        first.awaitEvents(2);

        chip.subscribe(second);
        touch(0);

        second.awaitEvents(2);
        assertEquals(first.awaitEvents(4).subList(2, 4), second.events());
    }

    @Test
    void nobodyWaitsBesideAListener() throws Exception {
        chip.watchLineInfo(0);
        var wait = InBackground.waiting(() -> chip.waitInfoEvent(Duration.ofHours(1)));
        Subscription subscription = chip.subscribe(new InfoRecorder());

        assertContains("listener", wait.failure(IllegalStateException.class).getMessage());
        assertThrows(IllegalStateException.class, () -> chip.waitInfoEvent(Duration.ZERO));
        assertThrows(IllegalStateException.class, () -> chip.readInfoEvent(Duration.ZERO));

        subscription.close();
        touch(0);
        assertEquals(Type.REQUESTED, next().type());
    }

    @Test
    void exceptionOfAListenerIsCountedAndHarmless() throws Exception {
        InfoRecorder recorder = new InfoRecorder();
        chip.watchLineInfo(0);
        Subscription failing = chip.subscribe(event -> {
            throw new IllegalStateException("thrown by the test");
        });
        Subscription harmless = chip.subscribe(recorder);

        touch(0);

        recorder.awaitEvents(2);
        Await.until("two failures", () -> failing.failures() == 2);
        assertEquals(0, harmless.failures());
        assertEquals(0, failing.lost());
    }

    @Test
    void listenerMayCloseTheChip() throws Exception {
        chip.watchLineInfo(0);
        InfoRecorder closing = new InfoRecorder() {
            @Override
            public void onInfo(InfoEvent event) {
                chip.close();
                super.onInfo(event);
            }
        };
        chip.subscribe(closing);

        touch(0);

        closing.awaitEvents(1);
        assertThrows(ChipClosedException.class, () -> chip.lineInfo(0));
        assertEquals(1, closing.calls().size());
    }

    @Test
    void listenerIsToldOnceThatTheChipIsGone() throws Exception {
        InfoRecorder recorder = new InfoRecorder();
        chip.watchLineInfo(0);
        chip.subscribe(recorder);
        touch(0);
        recorder.awaitEvents(2);

        plugged.unplug();

        recorder.awaitEnd();
        assertEquals(Reason.GONE, recorder.ends().get(0).reason());
        assertContains(plugged.name(), recorder.ends().get(0).getMessage());
        assertRefused(Reason.GONE, () -> chip.subscribe(new InfoRecorder()));
        chip.close();
        assertEquals(3, recorder.calls().size());
        assertThrows(ChipClosedException.class, () -> chip.waitInfoEvent(SHORT));
    }

    @Test
    void listenerIsNeeded() {
        assertThrows(NullPointerException.class, () -> chip.subscribe(null));
    }

    @Test
    void requestsOfAClosedChipAreToldToOthers() throws Exception {
        Chip other = open(plugged);
        chip.watchLineInfo(0);
        LineRequest request = held(
                other.request(RequestConfig.builder().line(0, input().build()).build()));
        assertEquals(Type.REQUESTED, next().type());

        other.close();
        request.close();

        assertEquals(Type.RELEASED, next().type());
    }
}
