package com.example.gpiod.simulator;

import static com.example.gpiod.simulator.Spi.assertErrno;
import static com.example.gpiod.simulator.Spi.lineInfo;
import static com.example.gpiod.simulator.Spi.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.spi.BackendChip;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class WatchesTest {
    private static final LineSettings INPUT = LineSettings.input().build();

    private final Simulator simulator = new Simulator();
    private final SimulatedChip chip = simulator.addChip("demo", 8, Map.of());
    private BackendChip open;

    @BeforeEach
    void open() throws ErrnoException {
        open = Spi.open(simulator, chip);
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void aWatchBeginsWithTheLineAsItIs() throws Exception {
        request(simulator, chip, LineSettings.output(true), 5);
        assertEquals(lineInfo(simulator, chip, 5), open.watch(5));
        assertFalse(open.hasEvents());
        assertNull(open.readInfoEvent());
    }

    @Test
    void aWatchedLineIsBusyForAnotherWatch() throws Exception {
        open.watch(5);
        assertErrno(Errno.EBUSY, () -> open.watch(5));
        open.watch(6);
        open.unwatch(5);
        open.watch(5);
    }

    @Test
    void unwatchOfALineThatIsNotWatchedIsBusy() throws Exception {
        assertErrno(Errno.EBUSY, () -> open.unwatch(5));
        open.watch(5);
        open.unwatch(5);
        assertErrno(Errno.EBUSY, () -> open.unwatch(5));
    }

    @Test
    void aLineOutOfRangeCannotBeWatched() {
        assertErrno(Errno.EINVAL, () -> open.watch(8));
        assertErrno(Errno.EINVAL, () -> open.watch(-1));
        assertErrno(Errno.EINVAL, () -> open.unwatch(8));
        assertErrno(Errno.EINVAL, () -> open.unwatch(-1));
    }

    @Test
    void requestReconfigureAndReleaseAreToldInOrder() throws Exception {
        open.watch(5);
        BackendRequest request = request(simulator, chip, LineSettings.input(), 5);
        request.reconfigure(List.of(LineSettings.output(true).build()));
        request.close();
        assertTrue(open.hasEvents());
        assertEquals(List.of("REQUESTED 5", "RECONFIGURED 5", "RELEASED 5"), read());
        assertFalse(open.hasEvents());
        assertNull(open.readInfoEvent());
    }

    @Test
    void eventsTellTheLineAsItIsAfterTheChange() throws Exception {
        LineInfo free = open.watch(5);
        BackendRequest request = request(simulator, chip, LineSettings.input().edge(Edge.BOTH), 5);
        LineInfo requested = lineInfo(simulator, chip, 5);
        request.reconfigure(
                List.of(LineSettings.input().edge(Edge.RISING).activeLow(true).build()));
        LineInfo reconfigured = lineInfo(simulator, chip, 5);
        request.close();
        assertEquals(requested, next().line());
        assertEquals(reconfigured, next().line());
        assertEquals(free, next().line());
    }

    @Test
    void aReleasedOutputIsToldAsOutput() throws Exception {
        open.watch(5);
        request(simulator, chip, LineSettings.output(true), 5).close();
        next();
        LineInfo released = next().line();
        assertFalse(released.used());
        assertEquals("", released.consumer());
        assertEquals(Direction.OUTPUT, released.direction());
    }

    @Test
    void eachWatchedLineOfARequestIsToldInTheOrderOfTheRequest() throws Exception {
        open.watch(2);
        open.watch(5);
        open.watch(7);
        BackendRequest request = request(simulator, chip, LineSettings.input(), 7, 3, 2);
        request.reconfigure(List.of(INPUT, INPUT, INPUT));
        request.close();
        assertEquals(
                List.of(
                        "REQUESTED 7",
                        "REQUESTED 2",
                        "RECONFIGURED 7",
                        "RECONFIGURED 2",
                        "RELEASED 7",
                        "RELEASED 2"),
                read());
    }

    @Test
    void requestsOfTheVeryOpenChipAreToldToo() throws Exception {
        open.watch(5);
        open.request("", 2, new int[] {5}, List.of(INPUT)).close();
        assertEquals(List.of("REQUESTED 5", "RELEASED 5"), read());
    }

    @Test
    void reconfigureWithoutDirectionIsNotTold() throws Exception {
        BackendRequest request = request(simulator, chip, LineSettings.input(), 2, 5);
        open.watch(2);
        open.watch(5);
        request.reconfigure(List.of(LineSettings.builder().build(), INPUT));
        assertEquals(List.of("RECONFIGURED 5"), read());
    }

    @Test
    void aRequestWithoutDirectionIsTold() throws Exception {
        open.watch(5);
        request(simulator, chip, LineSettings.builder(), 5);
        assertEquals(List.of("REQUESTED 5"), read());
    }

    @Test
    void valuesAndPullsAreNotTold() throws Exception {
        BackendRequest request = request(simulator, chip, LineSettings.output(false), 5);
        open.watch(5);
        request.set(1, 1);
        chip.pullUp(5);
        chip.pullDown(5);
        assertEquals(List.of(), read());
    }

    @Test
    void whatFailsIsNotTold() throws Exception {
        BackendRequest request = request(simulator, chip, LineSettings.input(), 5);
        open.watch(5);
        open.watch(6);
        assertErrno(Errno.EBUSY, () -> request(simulator, chip, LineSettings.input(), 6, 5));
        assertErrno(
                Errno.EOPNOTSUPP,
                () -> request.reconfigure(
                        List.of(LineSettings.input().eventClock(EventClock.HTE).build())));
        assertThrows(IllegalStateException.class, () -> chip.hogInput(5, "kernel"));
        assertEquals(List.of(), read());
    }

    @Test
    void aHogIsToldAsARequest() throws Exception {
        open.watch(5);
        open.watch(6);
        chip.hogInput(5, "enable");
        chip.hogOutput(6, "reset", true);
        InfoEvent input = next();
        assertEquals(InfoEvent.Type.REQUESTED, input.type());
        assertEquals(lineInfo(simulator, chip, 5), input.line());
        assertEquals("enable", input.line().consumer());
        assertEquals(lineInfo(simulator, chip, 6), next().line());
    }

    @Test
    void theTimeIsMonotonicWhateverTheClockOfTheLine() throws Exception {
        open.watch(5);
        long before = System.nanoTime();
        request(simulator, chip, LineSettings.input().eventClock(EventClock.REALTIME), 5)
                .close();
        long after = System.nanoTime();
        InfoEvent requested = next();
        InfoEvent released = next();
        assertEquals(EventClock.REALTIME, requested.line().eventClock());
        assertTrue(requested.timestampNanos() - before >= 0);
        assertTrue(released.timestampNanos() - requested.timestampNanos() >= 0);
        assertTrue(after - released.timestampNanos() >= 0);
    }

    @Test
    void aWatchBelongsToOneOpenChip() throws Exception {
        BackendChip other = Spi.open(simulator, chip);
        BackendChip third = Spi.open(simulator, chip);
        open.watch(5);
        other.watch(5);
        assertErrno(Errno.EBUSY, () -> third.unwatch(5));
        BackendRequest request = request(simulator, chip, LineSettings.input(), 5);
        assertEquals(List.of("REQUESTED 5"), read(open));
        assertEquals(List.of("REQUESTED 5"), read(other));
        assertEquals(List.of(), read(third));
        open.unwatch(5);
        request.close();
        assertEquals(List.of(), read(open));
        assertEquals(List.of("RELEASED 5"), read(other));
    }

    @Test
    void aWatchBelongsToOneChip() throws Exception {
        SimulatedChip other = simulator.addChip("other", 8, Map.of());
        open.watch(5);
        request(simulator, other, LineSettings.input(), 5);
        assertEquals(List.of(), read());
    }

    @Test
    void unwatchEndsTheEventsAndKeepsWhatIsQueued() throws Exception {
        open.watch(5);
        BackendRequest request = request(simulator, chip, LineSettings.input(), 5);
        open.unwatch(5);
        request.close();
        assertEquals(List.of("REQUESTED 5"), read());
    }

    @Test
    void overflowDropsTheNewest() throws Exception {
        open.watch(5);
        open.watch(6);
        BackendRequest request = request(simulator, chip, LineSettings.input(), 5);
        for (int i = 1; i < 40; i++) {
            request.reconfigure(List.of(INPUT));
        }
        request(simulator, chip, LineSettings.input(), 6);
        List<String> kept = read();
        assertEquals(32, kept.size());
        assertEquals("REQUESTED 5", kept.get(0));
        assertEquals(List.of("RECONFIGURED 5"), kept.stream().skip(1).distinct().toList());
        request.close();
        assertEquals(List.of("RELEASED 5"), read(), "there is room again");
    }

    @Test
    void overflowOfOneOpenChipHarmsNoOther() throws Exception {
        BackendChip other = Spi.open(simulator, chip);
        open.watch(5);
        other.watch(6);
        BackendRequest request = request(simulator, chip, LineSettings.input(), 5, 6);
        for (int i = 1; i < 32; i++) {
            request.reconfigure(List.of(INPUT, INPUT));
            read(other);
        }
        request.close();
        assertEquals(List.of("RELEASED 6"), read(other));
        assertEquals(32, read(open).size());
    }

    @Test
    void closeEndsTheWatches() throws Exception {
        BackendChip other = Spi.open(simulator, chip);
        open.watch(5);
        other.watch(5);
        open.close();
        request(simulator, chip, LineSettings.input(), 5);
        assertEquals(List.of(), read(open));
        assertEquals(List.of("REQUESTED 5"), read(other));
        assertErrno(Errno.EBUSY, () -> Spi.open(simulator, chip).unwatch(5));
    }

    @Test
    void unplugEndsTheWatchesAlsoWhenEventsAreQueued() throws Exception {
        open.watch(5);
        BackendRequest request = request(simulator, chip, LineSettings.input(), 5);
        chip.unplug();
        assertErrno(Errno.ENODEV, open::hasEvents);
        assertErrno(Errno.ENODEV, open::readInfoEvent);
        request.close();
        assertErrno(Errno.ENODEV, open::readInfoEvent);
        open.close();
    }

    @Test
    void noProcessHoldsALine() throws Exception {
        request(simulator, chip, LineSettings.input(), 5);
        assertEquals("", open.holder(5));
    }

    private InfoEvent next() throws ErrnoException {
        InfoEvent event = open.readInfoEvent();
        assertNotNull(event);
        return event;
    }

    private List<String> read() throws ErrnoException {
        return read(open);
    }

    /** Type and offset of each event. */
    private static List<String> read(BackendChip open) throws ErrnoException {
        List<String> texts = new ArrayList<>();
        for (InfoEvent e = open.readInfoEvent(); e != null; e = open.readInfoEvent()) {
            texts.add(e.type() + " " + e.line().offset());
        }
        return texts;
    }
}
