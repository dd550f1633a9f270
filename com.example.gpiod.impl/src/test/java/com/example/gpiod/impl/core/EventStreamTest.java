package com.example.gpiod.impl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.example.gpiod.api.GpiodException;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;
import com.example.gpiod.spi.EventSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What a stream does with what it was told: it is told once. */
@Timeout(60)
class EventStreamTest {
    private static final ByteBuffer SCRATCH = ByteBuffer.allocate(0);

    private final EventThreads threads = new EventThreads();
    private final Asked poller = new Asked();
    private final PollLoop loop = new PollLoop(threads, poller, () -> {});
    private final Script owner = new Script();
    private final EventStream<String> stream =
            new EventStream<>(owner, new Lifetime(() -> {}), loop, () -> true);

    private EventStream.Tap<String> tap;

    /** Tells nothing, and remembers what it was asked for. */
    private static final class Asked extends QuietPoller {
        private final List<Boolean> events = new ArrayList<>();
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public int await(long[] tokens, int timeoutMillis) {
            Lifetime.awaitFor(ended);
            return 0;
        }

        @Override
        public void modify(EventSource source, long token, boolean wanted) {
            events.add(wanted);
        }

        @Override
        public void end() {
            ended.countDown();
        }
    }

    /** Reads what the test says. */
    private static final class Script implements EventStream.Owner<String> {
        interface Reading {
            EventStream.Batch<String> read() throws ErrnoException;
        }

        private Reading reading;
        private int probes;
        private int ends;

        @Override
        public EventStream.Batch<String> read(ByteBuffer scratch) throws ErrnoException {
            return reading.read();
        }

        @Override
        public GpiodException over() {
            throw new IllegalStateException("over");
        }

        @Override
        public GpiodException failed(String operation, ErrnoException e) {
            throw new AssertionError(e);
        }

        @Override
        public void probe() {
            probes++;
        }

        @Override
        public void unreadable(ErrnoException e) {
            ends++;
        }
    }

    @BeforeEach
    void tap() throws GpiodException {
        tap = stream.tap(() -> batch -> {});
        assertEquals(List.of(true), poller.events);
    }

    @AfterEach
    void close() {
        loop.close();
        threads.close();
    }

    private void ready(Script.Reading reading) {
        owner.reading = reading;
        stream.ready(SCRATCH);
    }

    @Test
    void whatWasReadToItsEndIsNotAskedForAnew() {
        ready(() -> new EventStream.Batch<>(List.of("one"), 0, false, false));
        assertEquals(List.of(true), poller.events);
    }

    @Test
    void whatMayBeLeftIsAskedForAnew() {
        ready(() -> new EventStream.Batch<>(List.of("one"), 0, false, true));
        assertEquals(List.of(true, true), poller.events);
    }

    @Test
    void afterADefectWhatMayBeLeftIsAskedForAnew() {
        assertThrows(
                OutOfMemoryError.class,
                () -> ready(() -> {
                    throw new OutOfMemoryError("on purpose");
                }));
        assertEquals(List.of(true, true), poller.events);
    }

    @Test
    void whatCannotBeReadEndsAndIsNotAskedForAnew() {
        ready(() -> {
            throw new ErrnoException(Errno.ENODEV);
        });
        assertEquals(1, owner.ends);
        assertEquals(List.of(true), poller.events);
    }

    @Test
    void whatNobodyWantsAnyMoreIsTurnedOff_andThenOnlyTheEndCounts() {
        stream.untap(tap);
        assertEquals(List.of(true, false), poller.events);

        stream.ready(SCRATCH);

        assertEquals(1, owner.probes);
        assertEquals(List.of(true, false), poller.events);
    }
}
