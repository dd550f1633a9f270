package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.RequestStatistics;
import com.example.gpiod.api.RequestStatus;
import com.example.gpiod.api.SubscriptionStatistics;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What is told of requests: who holds what, and how it fares. */
class StatisticsTest extends Contract {
    private static SubscriptionStatistics only(LineRequest request) {
        List<SubscriptionStatistics> all = request.statistics().subscriptions();
        assertEquals(1, all.size(), all::toString);
        return all.get(0);
    }

    @Test
    void nothingHappenedYet() throws Exception {
        LineRequest request = request(plug(4), lines(input(), 0));

        assertEquals(new RequestStatistics(0, 0, List.of()), request.statistics());
    }

    @Test
    void callsOfAListenerAreCountedAndTimed() throws Exception {
        BoardChip chip = plug(4);
        LineRequest request = request(chip, lines(edges(Edge.BOTH), 0));
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        long began = System.nanoTime();
        request.subscribe(edge -> {
            entered.countDown();
            awaitUninterrupted(leave);
            throw new IOException("on purpose");
        });

        chip.pullUp(0);
        awaitUninterrupted(entered);
        chip.pullDown(0);
        Await.until("the second waits", () -> only(request).queued() == 1);
        SubscriptionStatistics during = only(request);
        assertEquals(0, during.calls());
        assertEquals(2, request.statistics().events());
        leave.countDown();
        Await.until("both calls ended", () -> only(request).calls() == 2);

        SubscriptionStatistics after = only(request);
        assertEquals(2, after.failures());
        assertEquals(0, after.queued());
        assertEquals(0, after.lost());
        assertTrue(after.longestNanos() > 0, after::toString);
        assertTrue(after.busyNanos() >= after.longestNanos(), after::toString);
        assertTrue(after.busyNanos() <= System.nanoTime() - began, after::toString);
        assertTrue(after.listener().contains("StatisticsTest"), after::toString);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        Await.until("the other side", () -> latch.getCount() == 0);
    }

    @Test
    void whatTheKernelDroppedIsCounted() throws Exception {
        BoardChip chip = plug(4);
        LineRequest request = request(chip, lines(edges(Edge.BOTH), 0).eventBufferSize(2));
        for (int i = 0; i < 3; i++) {
            chip.pullUp(0);
            chip.pullDown(0);
        }

        EdgeRecorder recorder = new EdgeRecorder();
        request.subscribe(recorder);
        recorder.awaitEvents(2);

        assertEquals(4, request.statistics().lost());
        assertEquals(2, request.statistics().events());
        Await.until("the listener is told", () -> only(request).lost() == 4);
    }

    @Test
    void endedSubscriptionsAreNotListed_andTheCountsStay() throws Exception {
        BoardChip chip = plug(4);
        LineRequest request = request(chip, lines(edges(Edge.BOTH), 0));
        EdgeRecorder recorder = new EdgeRecorder();
        request.subscribe(recorder);
        chip.pullUp(0);
        recorder.awaitEvents(1);

        request.close();

        assertEquals(new RequestStatistics(1, 0, List.of()), request.statistics());
    }

    @Test
    void heldRequestsAreListed() throws Exception {
        BoardChip chip = plug(ChipPlan.of("house", 4).line(2, "LAMP"));
        LineRequest lamp = request(chip, lines(output(false), 2).consumer("light"));
        LineRequest button = request(chip, lines(input(), 1));
        lamp.set("LAMP", true);

        List<RequestStatus> held = core().requests();

        assertEquals(2, held.size(), held::toString);
        RequestStatus first = held.get(0);
        assertEquals(List.of(1), first.offsets());
        assertEquals(first.holder(), first.consumer());
        RequestStatus second = held.get(1);
        assertEquals("light", second.consumer());
        assertEquals(List.of("LAMP"), second.names());
        assertEquals(lamp.chip(), second.chip());
        assertEquals(Direction.OUTPUT, second.settings().get(0).direction());
        assertTrue(second.settings().get(0).outputValue());
        assertEquals(second.holder(), second.lastWriter());

        button.close();
        lamp.close();
        assertEquals(List.of(), core().requests());
    }
}
