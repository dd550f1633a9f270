package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.gpiod.api.Edge;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.spi.BackendChip;
import com.example.gpiod.spi.BackendPoller;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.ErrnoException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** What the core relies on when several threads wait for the events of a backend. */
class PollerTest extends Contract {
    private static final long FIRST = 1;
    private static final long SECOND = 2;

    private BoardChip chip;
    private BackendChip open;
    private BackendPoller poller;
    private BackendRequest first;
    private BackendRequest second;

    @BeforeEach
    void open() throws ErrnoException {
        chip = plug(4);
        open = backend().open(chip.path());
        poller = backend().openPoller();
        first = request(0);
        second = request(1);
        poller.add(first, FIRST, true);
        poller.add(second, SECOND, true);
    }

    @AfterEach
    void close() throws ErrnoException {
        poller.end();
        poller.remove(first);
        poller.remove(second);
        first.close();
        second.close();
        poller.close();
        open.close();
    }

    private BackendRequest request(int offset) throws ErrnoException {
        return open.request(
                "poller", 16, new int[] {offset}, List.of(edges(Edge.BOTH).build()));
    }

    @Test
    void eachIsToldToOneOfThoseWhoWait() throws Exception {
        List<FutureTask<List<Long>>> waits = List.of(waiting(), waiting());

        chip.pullUp(0);
        Await.until("one is told", () -> waits.stream().anyMatch(FutureTask::isDone));
        // What is left there is nobody's any more.
        assertEquals(List.of(), told());
        assertEquals(1, waits.stream().filter(FutureTask::isDone).count());
        chip.pullUp(1);

        List<Long> all = new ArrayList<>();
        for (FutureTask<List<Long>> wait : waits) {
            all.addAll(wait.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        assertEquals(List.of(FIRST, SECOND), all.stream().sorted().toList());
    }

    @Test
    void whoReadAllIsToldOfWhatComesAfter() throws Exception {
        for (int i = 0; i < 100; i++) {
            chip.pullUp(0);
            chip.pullDown(0);
            FutureTask<List<Long>> wait = waiting();
            assertEquals(List.of(FIRST), wait.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS));
            ByteBuffer events = ByteBuffer.allocateDirect(16 * BackendRequest.EVENT_BYTES)
                    .order(ByteOrder.nativeOrder());
            Await.until("both edges", () -> {
                first.readEvents(events);
                return events.position() == 2 * BackendRequest.EVENT_BYTES;
            });
            // The second may have come between.
            told();
        }
    }

    @Test
    void whatIsAskedForAnewIsToldAnew() throws Exception {
        chip.pullUp(0);
        assertEquals(List.of(FIRST), waiting().get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(List.of(), told());

        poller.modify(first, FIRST, true);
        assertEquals(List.of(FIRST), told());
        poller.modify(first, FIRST, false);
        assertEquals(List.of(), told());
    }

    @Test
    void endEndsAllWaits() throws Exception {
        List<FutureTask<List<Long>>> waits = List.of(waiting(), waiting(), waiting());
        poller.wakeup();
        Await.until("one ends", () -> waits.stream().anyMatch(FutureTask::isDone));

        poller.end();

        for (FutureTask<List<Long>> wait : waits) {
            assertEquals(List.of(), wait.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        assertEquals(List.of(), waiting().get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    /** Who is told now, without waiting. */
    private List<Long> told() throws ErrnoException {
        return await(0);
    }

    private List<Long> await(int timeoutMillis) throws ErrnoException {
        long[] tokens = new long[4];
        int count = poller.await(tokens, timeoutMillis);
        return Arrays.stream(tokens, 0, count).boxed().toList();
    }

    private FutureTask<List<Long>> waiting() {
        FutureTask<List<Long>> wait = new FutureTask<>(() -> await(BackendPoller.NO_TIMEOUT));
        Thread thread = new Thread(wait, "waits");
        thread.setDaemon(true);
        thread.start();
        return wait;
    }
}
