package com.example.gpiod.simulator;

import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Queue;

/**
 * The lines that one open chip watches, and the events of them that it did not read yet; when there
 * are too many the newest is dropped, as in the kernel. Guarded by the simulator's lock, which the
 * callers hold.
 */
final class Watches {
    private static final int MAX_EVENTS = 32;

    private final BitSet lines = new BitSet();
    private final Queue<InfoEvent> events = new ArrayDeque<>(MAX_EVENTS);

    /** How often there came an event where there was none. */
    private long fillings;

    void begin(int offset) throws ErrnoException {
        if (lines.get(offset)) {
            throw new ErrnoException(Errno.EBUSY);
        }
        lines.set(offset);
    }

    /** What is queued stays, as in the kernel. */
    void end(int offset) throws ErrnoException {
        if (!lines.get(offset)) {
            throw new ErrnoException(Errno.EBUSY);
        }
        lines.clear(offset);
    }

    boolean hasEvents() {
        return !events.isEmpty();
    }

    long fillings() {
        return fillings;
    }

    @Nullable InfoEvent take() {
        return events.poll();
    }

    /** Returns whether there is an event now where there was none. */
    boolean put(InfoEvent event) {
        if (!lines.get(event.line().offset()) || events.size() == MAX_EVENTS) {
            return false;
        }
        events.add(event);
        boolean filled = events.size() == 1;
        if (filled) {
            fillings++;
        }
        return filled;
    }
}
