package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.ThreadActivity;
import com.example.gpiod.itest.board.Board.BoardChip;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** What open requests cost while nothing happens. */
@Tag("races")
class IdleTest extends Contract {
    private static final int REQUESTS = 500;

    @Test
    void fiveHundredRequestsCostOneThreadThatNeverWakes() throws Exception {
        BoardChip plugged = plug(REQUESTS);
        Chip chip = open(plugged);
        EdgeRecorder recorder = new EdgeRecorder();
        List<Future<Boolean>> waits = new ArrayList<>();
        for (int offset = 0; offset < REQUESTS; offset++) {
            LineRequest request =
                    held(chip.request(lines(edges(Edge.BOTH), offset).build()));
            // Some are listened to, some read, most only held.
            if (offset % 10 == 0) {
                request.subscribe(recorder);
            } else if (offset % 100 == 1) {
                waits.add(waiting(request));
            }
        }

        ThreadActivity.assertOneThatRests();

        // And it is not asleep for good.
        plugged.pullUp(0);
        recorder.awaitEvents(1);
        for (Future<Boolean> wait : waits) {
            assertFalse(wait.isDone());
        }
    }

    @Test
    void whatAnUnpluggedChipLeavesCostsNothing() throws Exception {
        BoardChip plugged = plug(4);
        Chip chip = open(plugged);
        EdgeRecorder recorder = new EdgeRecorder();
        LineRequest heard = held(chip.request(lines(edges(Edge.BOTH), 0).build()));
        heard.subscribe(recorder);
        LineRequest read = held(chip.request(lines(edges(Edge.BOTH), 1).build()));
        Future<Boolean> wait = waiting(read);
        chip.watchLineInfo(2);
        InfoRecorder infos = new InfoRecorder();
        chip.subscribe(infos);

        plugged.unplug();

        recorder.awaitEnd();
        Await.until("the wait ends", wait::isDone);
        // Neither chip nor requests are closed.
        ThreadActivity.assertOneThatRests();
        assertEquals(1, recorder.ends().size());
        assertFalse(heard.isHeld());
    }

    private static Future<Boolean> waiting(LineRequest request) {
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<Boolean> wait = new FutureTask<>(() -> {
            begun.countDown();
            return request.waitEdgeEvents(Duration.ofHours(1));
        });
        Thread thread = new Thread(wait, "waits");
        thread.setDaemon(true);
        thread.start();
        Await.until("a thread that waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
        return wait;
    }
}
