package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEventBuffer;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.spi.BackendPoller;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Virtual threads that wait for events pin no carrier. The JVM that runs this has no more carriers
 * than processors ({@code jdk.virtualThreadScheduler.maxPoolSize}), so one that is pinned is missing:
 * with more waits than carriers everything would stand still, as the last test shows.
 *
 * <p>Compiled for Java 17, which has no virtual threads: they come by reflection.
 */
@Tag("virtual-threads")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class VirtualThreadsTest extends Contract {
    private static final int REQUESTS = 64;
    private static final int THREADS = 10_000;
    private static final Duration FOREVER = Duration.ofHours(1);

    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    @Test
    void tenThousandThatReadFromSixtyFourRequestsGetOneEventEach() throws Exception {
        BoardChip plugged = plug(REQUESTS);
        List<LineRequest> requests = requests(plugged);
        AtomicIntegerArray got = new AtomicIntegerArray(REQUESTS);
        CountDownLatch waiting = new CountDownLatch(THREADS);
        ExecutorService threads = virtualThreads();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int index = i % REQUESTS;
            all.add(threads.submit(() -> {
                LineRequest request = requests.get(index);
                EdgeEventBuffer buffer = request.newEventBuffer(1);
                waiting.countDown();
                got.addAndGet(index, request.readEdgeEvents(buffer, FOREVER));
                return null;
            }));
        }
        assertTrue(waiting.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS), "all wait");
        for (int round = 0; round * REQUESTS < THREADS; round++) {
            for (int line = 0; line < REQUESTS && round * REQUESTS + line < THREADS; line++) {
                toggle(plugged, line, round);
            }
        }

        for (Future<?> one : all) {
            one.get(5 * Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        for (int line = 0; line < REQUESTS; line++) {
            assertEquals(THREADS / REQUESTS + (line < THREADS % REQUESTS ? 1 : 0), got.get(line));
            assertFalse(requests.get(line).waitEdgeEvents(Duration.ZERO), "one event too many");
        }
        long carriers = carriers();
        assertTrue(
                carriers > 0 && carriers <= Runtime.getRuntime().availableProcessors(),
                () -> carriers + " carriers");
        threads.shutdownNow();
    }

    @Test
    void releaseEndsAllThatWait() throws Exception {
        List<LineRequest> requests = requests(plug(REQUESTS));
        CountDownLatch waiting = new CountDownLatch(THREADS);
        CountDownLatch ended = new CountDownLatch(THREADS);
        ExecutorService threads = virtualThreads();
        for (int i = 0; i < THREADS; i++) {
            LineRequest request = requests.get(i % REQUESTS);
            threads.submit(() -> {
                waiting.countDown();
                try {
                    return request.waitEdgeEvents(FOREVER);
                } finally {
                    ended.countDown();
                }
            });
        }
        assertTrue(waiting.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS), "all wait");

        requests.forEach(LineRequest::close);

        assertTrue(ended.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS), "all ended");
        threads.shutdownNow();
    }

    /** What the tests above would come to: the wait of a poller is one in native code. */
    @Test
    void waitsThatPinAreNoticed() throws Exception {
        int carriers = Runtime.getRuntime().availableProcessors();
        ExecutorService threads = virtualThreads();
        CountDownLatch pinning = new CountDownLatch(carriers);
        List<BackendPoller> pollers = new ArrayList<>();
        List<Future<?>> pinned = new ArrayList<>();
        for (int i = 0; i < carriers; i++) {
            BackendPoller poller = backend().openPoller();
            pollers.add(poller);
            pinned.add(threads.submit(() -> {
                pinning.countDown();
                return poller.await(new long[1], BackendPoller.NO_TIMEOUT);
            }));
        }
        assertTrue(pinning.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        Future<?> starved = threads.submit(() -> {});
        // What is looked at is that it does not run, so there is nothing to wait for.
        Thread.sleep(1000);
        assertFalse(starved.isDone(), "a carrier too many: see maxPoolSize");

        pollers.forEach(BackendPoller::wakeup);

        starved.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        for (Future<?> one : pinned) {
            one.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        pollers.forEach(BackendPoller::close);
        threads.shutdownNow();
    }

    private List<LineRequest> requests(BoardChip plugged) throws Exception {
        Chip chip = open(plugged);
        List<LineRequest> requests = new ArrayList<>();
        for (int offset = 0; offset < REQUESTS; offset++) {
            requests.add(held(chip.request(lines(edges(Edge.BOTH), offset).build())));
        }
        return requests;
    }

    private static void toggle(BoardChip plugged, int line, int round) {
        if (round % 2 == 0) {
            plugged.pullUp(line);
        } else {
            plugged.pullDown(line);
        }
    }

    private static long carriers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getClass().getSimpleName().equals("CarrierThread"))
                .count();
    }
}
