package com.example.gpiod.simulator;

import static com.example.gpiod.simulator.Spi.read;
import static com.example.gpiod.simulator.Spi.request;
import static com.example.gpiod.simulator.Spi.texts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.spi.BackendPoller;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.ErrnoException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The tests hold the simulator's lock where no debounce period may end in between. */
class DebounceTest {
    private static final Duration PERIOD = Duration.ofMillis(20);

    private final Simulator simulator = new Simulator();
    private final SimulatedChip chip = simulator.addChip("demo", 8, Map.of());

    @BeforeEach
    void noTimerYet() throws InterruptedException {
        Spi.until("no timer", () -> timers() == 0);
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void anEdgeIsReportedAndStampedAfterThePeriod() throws Exception {
        BackendRequest request = request(simulator, chip, debounced(), 5);
        long pulled = System.nanoTime();
        chip.pullUp(5);
        EdgeEvent event = await(request);
        assertEquals(List.of("RISING 5 1 1"), texts(List.of(event)));
        assertTrue(event.timestampNanos() - pulled >= PERIOD.toNanos());
    }

    @Test
    void bouncesAreFilteredAndNotNumbered() throws Exception {
        BackendRequest request = request(simulator, chip, debounced(), 5);
        simulator.lock.lock();
        try {
            for (int i = 0; i < 10; i++) {
                chip.pullUp(5);
                chip.pullDown(5);
            }
            chip.pullUp(5);
        } finally {
            simulator.lock.unlock();
        }
        assertEquals(List.of("RISING 5 1 1"), texts(List.of(await(request))));
        chip.pullDown(5);
        assertEquals(List.of("FALLING 5 2 2"), texts(List.of(await(request))));
    }

    @Test
    void aPulseShorterThanThePeriodIsNoEdge() throws Exception {
        BackendRequest request = request(simulator, chip, debounced(), 2, 5);
        simulator.lock.lock();
        try {
            chip.pullUp(5);
            chip.pullDown(5);
            // The timer serves the pulse of line 5 before this one.
            chip.pullUp(2);
        } finally {
            simulator.lock.unlock();
        }
        assertEquals(List.of("RISING 2 1 1"), texts(List.of(await(request))));
        assertEquals(List.of(), read(request));
        assertEquals(0b01, request.get(0b11));
    }

    @Test
    void eachEdgeStartsThePeriodAnew() throws Exception {
        BackendRequest request = request(simulator, chip, debounced(), 5);
        long last;
        simulator.lock.lock();
        try {
            chip.pullUp(5);
            chip.pullDown(5);
            // The second period is over, too late to be cancelled: its task waits for the lock.
            Spi.until("period over", simulator.lock::hasQueuedThreads);
            last = System.nanoTime();
            chip.pullUp(5);
        } finally {
            simulator.lock.unlock();
        }
        EdgeEvent event = await(request);
        assertEquals(1, event.lineSeqno());
        assertTrue(event.timestampNanos() - last >= PERIOD.toNanos());
    }

    @Test
    void valuesThatAreReadAreFilteredAlsoWithoutEdges() throws Exception {
        BackendRequest request =
                request(simulator, chip, LineSettings.input().debounce(PERIOD).activeLow(true), 5);
        simulator.lock.lock();
        try {
            chip.pullUp(5);
            assertEquals(1, request.get(1));
        } finally {
            simulator.lock.unlock();
        }
        Spi.until("settled", () -> value(request) == 0);
        assertEquals(List.of(), read(request));
    }

    @Test
    void debounceBeginsWithTheLevelOfTheLine() throws Exception {
        chip.pullUp(5);
        BackendRequest request = request(simulator, chip, debounced(), 5);
        assertEquals(1, request.get(1));
    }

    @Test
    void reconfigureWithoutDebounceEndsIt() throws Exception {
        BackendRequest request = request(simulator, chip, debounced(), 2, 5);
        simulator.lock.lock();
        try {
            chip.pullUp(5);
            request.reconfigure(List.of(
                    debounced().build(), LineSettings.input().edge(Edge.BOTH).build()));
            assertEquals(0b10, request.get(0b11));
            assertEquals(List.of(), read(request));
            chip.pullDown(5);
            chip.pullUp(5);
            assertEquals(List.of("FALLING 5 1 1", "RISING 5 2 2"), texts(read(request)));
            chip.pullUp(2);
        } finally {
            simulator.lock.unlock();
        }
        assertEquals(List.of("RISING 2 3 1"), texts(List.of(await(request))));
    }

    @Test
    void reconfigureWithAnotherPeriodGoesOnFiltering() throws Exception {
        BackendRequest request = request(simulator, chip, debounced(), 5);
        simulator.lock.lock();
        try {
            chip.pullUp(5);
            request.reconfigure(
                    List.of(debounced().debounce(PERIOD.multipliedBy(2)).build()));
            assertEquals(0, request.get(1));
        } finally {
            simulator.lock.unlock();
        }
        assertEquals(List.of("RISING 5 1 1"), texts(List.of(await(request))));
    }

    @Test
    void releaseDuringAPeriodEndsIt() throws Exception {
        BackendRequest released = request(simulator, chip, debounced(), 5);
        BackendRequest other = request(simulator, chip, debounced(), 2);
        simulator.lock.lock();
        try {
            chip.pullUp(5);
            chip.pullUp(2);
            released.close();
        } finally {
            simulator.lock.unlock();
        }
        await(other);
        assertEquals(List.of(), read(released));
    }

    @Test
    void theTimerRunsFromTheFirstDebouncedChangeToTheEndOfTheSimulator() throws Exception {
        BackendRequest request = request(simulator, chip, debounced(), 5);
        assertEquals(0, timers());
        chip.pullUp(5);
        await(request);
        assertEquals(1, timers());
        simulator.close();
        Spi.until("timer ends", () -> timers() == 0);
    }

    private static LineSettings.Builder debounced() {
        return LineSettings.input().edge(Edge.BOTH).debounce(PERIOD);
    }

    private static long value(BackendRequest request) {
        try {
            return request.get(1);
        } catch (ErrnoException e) {
            throw new AssertionError(e);
        }
    }

    private static long timers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("gpiod-simulator-debounce"))
                .count();
    }

    private EdgeEvent await(BackendRequest request) throws Exception {
        SimPoller poller = new SimPoller(simulator);
        poller.add(request, 1, true);
        assertTimeoutPreemptively(
                Duration.ofSeconds(Spi.TIMEOUT_SECONDS),
                () -> assertEquals(1, poller.await(new long[1], BackendPoller.NO_TIMEOUT)));
        List<EdgeEvent> events = read(request);
        assertEquals(1, events.size());
        return events.get(0);
    }
}
