package com.example.gpiod.simulator;

import static com.example.gpiod.simulator.Spi.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.spi.BackendChip;
import com.example.gpiod.spi.BackendPoller;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PollerTest {
    private static final LineSettings.Builder EDGES = LineSettings.input().edge(Edge.BOTH);

    private final Simulator simulator = new Simulator();
    private final SimulatedChip chip = simulator.addChip("demo", 64, Map.of());
    private final BackendPoller poller = simulator.openPoller();

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void anEdgeEndsTheWait() throws Exception {
        poller.add(request(simulator, chip, EDGES, 5), 7, true);
        Wait wait = new Wait();
        chip.pullUp(5);
        assertEquals(List.of(7L), wait.tokens());
    }

    @Test
    void whatIsReadyIsToldOnce_andAgainWhenItIsFilledAgain() throws Exception {
        BackendRequest request = request(simulator, chip, EDGES, 5);
        poller.add(request, 7, true);
        chip.pullUp(5);
        chip.pullDown(5);
        assertEquals(List.of(7L), ready());
        Spi.read(request, 1);
        assertEquals(List.of(), ready());
        poller.modify(request, 7, true);
        assertEquals(List.of(7L), ready(), "what was left there");
        Spi.read(request);
        assertEquals(List.of(), ready());
        chip.pullUp(5);
        assertEquals(List.of(7L), ready());
    }

    @Test
    void eventsThatWereThereBeforeCountToo() throws Exception {
        BackendRequest request = request(simulator, chip, EDGES, 5);
        chip.pullUp(5);
        poller.add(request, 7, true);
        assertEquals(List.of(7L), ready());
    }

    @Test
    void withoutEventsOnlyTheEndOfTheChipCounts() throws Exception {
        BackendRequest request = request(simulator, chip, EDGES, 5);
        poller.add(request, 7, false);
        chip.pullUp(5);
        assertEquals(List.of(), ready());
        Wait wait = new Wait();
        chip.unplug();
        assertEquals(List.of(7L), wait.tokens());
        assertEquals(List.of(), ready());
        poller.modify(request, 7, false);
        assertEquals(List.of(7L), ready());
        poller.remove(request);
        assertEquals(List.of(), ready());
    }

    @Test
    void modifyTurnsEventsOnAndOff() throws Exception {
        BackendRequest request = request(simulator, chip, EDGES, 5);
        poller.add(request, 7, false);
        chip.pullUp(5);
        Wait wait = new Wait();
        poller.modify(request, 7, true);
        assertEquals(List.of(7L), wait.tokens());
        poller.modify(request, 7, false);
        assertEquals(List.of(), ready());
    }

    @Test
    void aRemovedRequestIsNotWaitedFor() throws Exception {
        BackendRequest request = request(simulator, chip, EDGES, 5);
        poller.add(request, 7, true);
        poller.remove(request);
        chip.pullUp(5);
        assertEquals(List.of(), ready());
    }

    @Test
    void unplugEndsTheWaitForAllRequestsOfTheChip() throws Exception {
        SimulatedChip other = simulator.addChip("other", 8, Map.of());
        poller.add(request(simulator, chip, EDGES, 5), 1, true);
        poller.add(request(simulator, chip, LineSettings.output(false), 6), 2, false);
        poller.add(request(simulator, other, EDGES, 5), 3, true);
        Wait wait = new Wait();
        chip.unplug();
        assertEquals(List.of(1L, 2L), wait.tokens());
    }

    @Test
    void aChangeOfAWatchedLineEndsTheWaitForItsChip() throws Exception {
        BackendChip open = Spi.open(simulator, chip);
        open.watch(5);
        poller.add(open, 7, true);
        request(simulator, chip, EDGES, 6);
        assertEquals(List.of(), ready());
        Wait wait = new Wait();
        request(simulator, chip, EDGES, 5);
        assertEquals(List.of(7L), wait.tokens());
        assertEquals(List.of(), ready(), "told once");
        open.readInfoEvent();
        request(simulator, chip, EDGES, 7);
        assertEquals(List.of(), ready());
        open.watch(8);
        request(simulator, chip, EDGES, 8);
        assertEquals(List.of(7L), ready());
    }

    @Test
    void onlyTheOpenChipThatWatchesIsReady() throws Exception {
        BackendChip watching = Spi.open(simulator, chip);
        watching.watch(5);
        poller.add(watching, 1, true);
        poller.add(Spi.open(simulator, chip), 2, true);
        request(simulator, chip, EDGES, 5);
        assertEquals(List.of(1L), ready());
    }

    @Test
    void withoutEventsAChipIsReadyOnlyWhenItIsGone() throws Exception {
        BackendChip open = Spi.open(simulator, chip);
        open.watch(5);
        poller.add(open, 7, false);
        request(simulator, chip, EDGES, 5);
        assertEquals(List.of(), ready());
        Wait wait = new Wait();
        chip.unplug();
        assertEquals(List.of(7L), wait.tokens());
        assertEquals(List.of(), ready());
        poller.remove(open);
        assertEquals(List.of(), ready());
    }

    @Test
    void modifyTurnsTheEventsOfAChipOnAndOff() throws Exception {
        BackendChip open = Spi.open(simulator, chip);
        open.watch(5);
        request(simulator, chip, EDGES, 5);
        poller.add(open, 7, false);
        Wait wait = new Wait();
        poller.modify(open, 7, true);
        assertEquals(List.of(7L), wait.tokens());
        poller.modify(open, 7, false);
        assertEquals(List.of(), ready());
    }

    @Test
    void wakeupEndsTheWaitThatIsUnderWay() throws Exception {
        Wait wait = new Wait();
        poller.wakeup();
        assertEquals(List.of(), wait.tokens());
    }

    @Test
    void wakeupEndsTheNextWaitAndIsConsumed() throws Exception {
        poller.wakeup();
        poller.wakeup();
        assertEquals(0, poller.await(new long[4], BackendPoller.NO_TIMEOUT));
        Wait wait = new Wait();
        assertFalse(wait.task.isDone());
        poller.wakeup();
        assertEquals(List.of(), wait.tokens());
    }

    @Test
    void endEndsAllWaitsAndThoseToCome() throws Exception {
        List<Wait> waits = List.of(new Wait(), new Wait());
        poller.end();
        for (Wait wait : waits) {
            assertEquals(List.of(), wait.tokens());
        }
        assertEquals(0, poller.await(new long[4], BackendPoller.NO_TIMEOUT));
    }

    @Test
    void waitEndsWhenTheTimeIsOver() throws Exception {
        long before = System.nanoTime();
        assertEquals(0, poller.await(new long[4], 20));
        assertTrue(System.nanoTime() - before >= 20_000_000);
        assertEquals(0, poller.await(new long[4], 0));
    }

    @Test
    void anInterruptDoesNotEndTheWait() throws Exception {
        poller.add(request(simulator, chip, EDGES, 5), 7, true);
        Wait wait = new Wait();
        wait.thread.interrupt();
        wait.untilWaiting();
        chip.pullUp(5);
        assertEquals(List.of(7L), wait.tokens());
    }

    @Test
    void chipsThatComeAndGoEndTheWaitOnce() throws Exception {
        poller.watchChips(9);
        assertEquals(List.of(), ready(), "the chip was there before");
        Wait wait = new Wait();
        SimulatedChip another = simulator.addChip("another", 1, Map.of());
        assertEquals(List.of(9L), wait.tokens());
        assertEquals(List.of(), ready());
        another.unplug();
        assertEquals(List.of(9L), ready());
        assertEquals(List.of(), ready());
    }

    @Test
    void chipsAreNotReportedUnlessWatched() throws Exception {
        simulator.addChip("another", 1, Map.of());
        assertEquals(List.of(), ready());
    }

    @Test
    void moreThanFitsComesInTurns() throws Exception {
        for (int offset = 0; offset < 10; offset++) {
            poller.add(request(simulator, chip, EDGES, offset), offset + 1, true);
            chip.pullUp(offset);
        }
        Set<Long> seen = new HashSet<>();
        long[] tokens = new long[4];
        for (int expected : new int[] {4, 4, 2}) {
            assertEquals(expected, poller.await(tokens, BackendPoller.NO_TIMEOUT));
            Arrays.stream(tokens, 0, expected).forEach(seen::add);
        }
        assertEquals(10, seen.size());
    }

    @Test
    void nothingWakesWhenNothingHappens() throws Exception {
        poller.add(request(simulator, chip, EDGES, 5), 7, true);
        Wait wait = new Wait();
        long before = wait.waits();
        chip.pullUp(6);
        chip.pullDown(6);
        chip.isHigh(5);
        Spi.lineInfo(simulator, chip, 5);
        assertFalse(simulator.lock.isLocked());
        assertEquals(before, wait.waits());
        poller.wakeup();
        wait.tokens();
    }

    @Test
    void unplugWhileReadersReadEndsBoth() throws Exception {
        List<FutureTask<Integer>> results = new ArrayList<>();
        for (int offset : new int[] {5, 6}) {
            BackendRequest request = request(simulator, chip, EDGES, offset);
            FutureTask<Integer> result = new FutureTask<>(() -> readUntilGone(request));
            results.add(result);
            new Thread(result).start();
        }
        for (int i = 0; i < 100; i++) {
            chip.pullUp(5);
            chip.pullUp(6);
            chip.pullDown(5);
            chip.pullDown(6);
        }
        chip.unplug();
        for (FutureTask<Integer> result : results) {
            assertEquals(Errno.ENODEV, result.get(Spi.TIMEOUT_SECONDS, TimeUnit.SECONDS));
        }
    }

    @Test
    void twoFeedersAndAReaderLoseNothingThatIsNotCounted() throws Exception {
        int pulses = 5000;
        BackendRequest request = request(simulator, chip, EDGES, 5, 6);
        poller.add(request, 1, true);
        Thread five = new Thread(() -> pulses(5, pulses));
        Thread six = new Thread(() -> pulses(6, pulses));
        five.start();
        six.start();
        long lastGlobal = 0;
        long[] lastOfLine = new long[8];
        while (lastGlobal < 4L * pulses) {
            // What comes while this reads may have been read already.
            poller.await(new long[4], BackendPoller.NO_TIMEOUT);
            List<EdgeEvent> batch;
            while (!(batch = Spi.read(request, 16)).isEmpty()) {
                for (EdgeEvent event : batch) {
                    assertTrue(event.globalSeqno() > lastGlobal);
                    assertTrue(event.lineSeqno() > lastOfLine[event.offset()]);
                    lastGlobal = event.globalSeqno();
                    lastOfLine[event.offset()] = event.lineSeqno();
                    assertEquals(event.lineSeqno() % 2 == 1, event.type() == EdgeEvent.Type.RISING);
                }
            }
        }
        five.join();
        six.join();
        assertEquals(4L * pulses, lastGlobal);
        assertEquals(List.of(), Spi.read(request));
    }

    @Test
    void twoReadersShareTheEventsAndLoseNone() throws Exception {
        int pulses = 500;
        BackendRequest request =
                Spi.open(simulator, chip).request("", 1024, new int[] {5}, List.of(EDGES.build()));
        FutureTask<List<Long>> first = new FutureTask<>(() -> seqnosUntilGone(request));
        FutureTask<List<Long>> second = new FutureTask<>(() -> seqnosUntilGone(request));
        new Thread(first).start();
        new Thread(second).start();
        pulses(5, pulses);
        Spi.until("all read", () -> drained(request));
        chip.unplug();
        Set<Long> all = new HashSet<>();
        List<Long> seqnos = new ArrayList<>(first.get(Spi.TIMEOUT_SECONDS, TimeUnit.SECONDS));
        seqnos.addAll(second.get(Spi.TIMEOUT_SECONDS, TimeUnit.SECONDS));
        all.addAll(seqnos);
        assertEquals(2 * pulses, seqnos.size());
        assertEquals(2 * pulses, all.size());
    }

    private boolean drained(BackendRequest request) {
        try {
            return !request.hasEvents();
        } catch (ErrnoException e) {
            throw new AssertionError(e);
        }
    }

    private void pulses(int offset, int count) {
        for (int i = 0; i < count; i++) {
            chip.pullUp(offset);
            chip.pullDown(offset);
        }
    }

    private static List<Long> seqnosUntilGone(BackendRequest request) {
        List<Long> seqnos = new ArrayList<>();
        try {
            while (true) {
                Spi.read(request, 3).forEach(event -> seqnos.add(event.lineSeqno()));
            }
        } catch (ErrnoException e) {
            return seqnos;
        }
    }

    private static int readUntilGone(BackendRequest request) {
        try {
            while (true) {
                Spi.read(request);
            }
        } catch (ErrnoException e) {
            return e.errno();
        }
    }

    /** Asks without waiting: a wake-up that is there already ends the wait. */
    private List<Long> ready() throws ErrnoException {
        poller.wakeup();
        long[] tokens = new long[8];
        return tokens(tokens, poller.await(tokens, BackendPoller.NO_TIMEOUT));
    }

    private static List<Long> tokens(long[] tokens, int count) {
        return Arrays.stream(tokens, 0, count).sorted().boxed().toList();
    }

    /** A wait on a thread of its own, which has begun when the constructor returns. */
    private final class Wait {
        private final long[] tokens = new long[8];
        private final FutureTask<Integer> task =
                new FutureTask<>(() -> poller.await(tokens, BackendPoller.NO_TIMEOUT));
        private final Thread thread = new Thread(task);

        Wait() throws InterruptedException {
            thread.start();
            untilWaiting();
        }

        void untilWaiting() throws InterruptedException {
            Spi.until("thread waits", () -> {
                simulator.lock.lock();
                try {
                    return simulator.lock.hasWaiters(simulator.ready);
                } finally {
                    simulator.lock.unlock();
                }
            });
        }

        long waits() {
            return ManagementFactory.getThreadMXBean()
                    .getThreadInfo(thread.getId())
                    .getWaitedCount();
        }

        List<Long> tokens() throws Exception {
            int count = task.get(Spi.TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return PollerTest.tokens(tokens, count);
        }
    }
}
