package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.PulseCount;
import com.example.gpiod.api.PulseCounter;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.api.RequestStatistics;
import com.example.gpiod.api.Subscription;
import com.example.gpiod.impl.core.GpiodCore;
import com.example.gpiod.impl.core.OwnedRequest;
import com.example.gpiod.itest.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A counter in a flood of edges that nobody can read in time: a thousand for each repetition of the
 * races, which in {@code ./test} is a million on the kernel.
 */
class FloodTest extends Races {
    private static final String BACKEND = System.getProperty("itest.backend", "simulator");
    private static final long EDGES = 1_000L * Integer.getInteger("itest.repetitions", 300);

    /** Makes four times as many edges as the kernel keeps. */
    private static final int PULSES_AT_ONCE = 2 * RequestConfig.MAX_EVENT_BUFFER_SIZE;

    /** Of so many floods one is read while it comes; the others not before they are over. */
    private static final int READ_AT_ONCE = 8;

    private final Gate gate = new Gate();
    private final Semaphore leave = new Semaphore(0);
    private final AtomicReference<EdgeEvent> last = new AtomicReference<>();
    private GpiodCore gated;

    @BeforeEach
    void openGated() throws Exception {
        gated = new GpiodCore();
        gated.add(gate.before(backend()), () -> {}, () -> {});
    }

    @AfterEach
    void closeGated() {
        gate.close();
        leave.release(Integer.MAX_VALUE);
        gated.close();
    }

    @Test
    void everyEdgeIsCounted() throws Exception {
        OwnedRequest request = gated.door("flood")
                .request(plugged.path(), lines(edges(Edge.BOTH), 0).build());
        PulseCounter counter = request.count(0);
        Subscription slow = request.subscribe(event -> leave.acquireUninterruptibly());
        // Whatever it loses, it gets the last one, with the kernel's own number.
        request.subscribe(last::set);

        long began = System.nanoTime();
        long toggles = 0;
        for (int flood = 0; seen() < EDGES || !bothOverflowed(slow, request); flood++) {
            if (flood % READ_AT_ONCE != 0) {
                gate.shut();
            }
            plugged.pulse(0, PULSES_AT_ONCE);
            gate.open();
            toggles += 2 * PULSES_AT_ONCE;
        }
        long end = System.nanoTime();
        plugged.pullUp(0);
        toggles++;
        Await.until("the very last edge", () -> last.get().timestampNanos() >= end);

        PulseCount count = counter.read();
        RequestStatistics statistics = request.statistics();
        tell(count.count(), toggles, end - began, statistics.lost(), slow.lost());
        assertEquals(
                new PulseCount(last.get().lineSeqno(), last.get().timestampNanos(), true), count);
        assertTrue(count.count() >= EDGES, count::toString);
        assertTrue(statistics.lost() > 0, "the kernel's buffer never overflowed");
        assertTrue(slow.lost() > statistics.lost(), "the listener's queue never overflowed");
        if (!BACKEND.equals("gpio-sim")) {
            assertEquals(toggles, count.count(), "nothing makes one edge of several");
        }
        // The stand-in drops an event and keeps the next in two steps, and is read between them.
        if (!BACKEND.equals("stand-in")) {
            assertEquals(count.count(), statistics.events() + statistics.lost());
        }
    }

    /** Asks first for what can only grow. */
    private static boolean bothOverflowed(Subscription slow, OwnedRequest request) {
        long lost = slow.lost();
        long kernel = request.statistics().lost();
        return kernel > 0 && lost > kernel;
    }

    private long seen() {
        return Optional.ofNullable(last.get()).map(EdgeEvent::lineSeqno).orElse(0L);
    }

    private static void tell(long edges, long toggles, long nanos, long kernel, long listener) {
        Duration time = Duration.ofNanos(nanos);
        System.out.printf(
                "%,d edges of %,d toggles in %,d ms; the kernel dropped %,d, a listener's queue %,d%n",
                edges, toggles, time.toMillis(), kernel, listener - kernel);
    }
}
