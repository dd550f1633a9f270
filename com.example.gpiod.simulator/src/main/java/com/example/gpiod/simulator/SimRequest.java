package com.example.gpiod.simulator;

import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Requested lines. Everything that can change is guarded by the simulator's lock. */
final class SimRequest implements BackendRequest, SimSource {
    private final Simulator simulator;
    private final SimChip chip;
    private final Line[] lines;
    private final EdgeDetector[] detectors;
    private final EventFifo events;

    /** Number of the last edge. */
    private int seqno;

    private long fillings;

    private SimRequest(Simulator simulator, SimChip chip, Line[] lines, int eventBufferSize) {
        this.simulator = simulator;
        this.chip = chip;
        this.lines = lines;
        events = new EventFifo(eventBufferSize);
        detectors = new EdgeDetector[lines.length];
        for (int i = 0; i < lines.length; i++) {
            detectors[i] = new EdgeDetector(simulator, this, lines[i]);
        }
    }

    /** Requests lines: all of them, or none. Called with the lock held. */
    static SimRequest make(
            Simulator simulator,
            SimChip chip,
            String consumer,
            int eventBufferSize,
            int[] offsets,
            List<LineSettings> settings)
            throws ErrnoException {
        List<LineSettings> checked = KernelRules.check(settings);
        chip.checkPresent();
        Line[] lines = new Line[offsets.length];
        for (int i = 0; i < offsets.length; i++) {
            lines[i] = chip.line(offsets[i]);
            if (lines[i].isUsed()) {
                throw new ErrnoException(Errno.EBUSY);
            }
        }
        SimRequest request = new SimRequest(simulator, chip, lines, eventBufferSize);
        request.checkEvents(checked);
        for (int i = 0; i < lines.length; i++) {
            lines[i].hold(consumer, request.detectors[i]);
            request.configure(i, checked.get(i));
            chip.lineChanged(InfoEvent.Type.REQUESTED, lines[i]);
        }
        return request;
    }

    @Override
    public long get(long mask) throws ErrnoException {
        simulator.lock.lock();
        try {
            chip.checkPresent();
            long values = 0;
            for (int i = 0; i < lines.length; i++) {
                long bit = 1L << i;
                if ((mask & bit) != 0 && detectors[i].isHigh() != lines[i].isActiveLow()) {
                    values |= bit;
                }
            }
            return values;
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public void set(long mask, long values) throws ErrnoException {
        simulator.lock.lock();
        try {
            chip.checkPresent();
            for (int i = 0; i < lines.length; i++) {
                if ((mask & 1L << i) != 0 && !lines[i].isOutput()) {
                    throw new ErrnoException(Errno.EPERM);
                }
            }
            for (int i = 0; i < lines.length; i++) {
                if ((mask & 1L << i) != 0) {
                    lines[i].drive((values & 1L << i) != 0);
                }
            }
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public void reconfigure(List<LineSettings> settings) throws ErrnoException {
        List<LineSettings> checked = KernelRules.check(settings);
        simulator.lock.lock();
        try {
            chip.checkPresent();
            checkEvents(checked);
            for (int i = 0; i < lines.length; i++) {
                // Without a direction the kernel leaves the line alone (from 6.10).
                if (checked.get(i).direction() != Direction.AS_IS) {
                    configure(i, checked.get(i));
                    chip.lineChanged(InfoEvent.Type.RECONFIGURED, lines[i]);
                }
            }
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public int readEvents(ByteBuffer buffer) throws ErrnoException {
        simulator.lock.lock();
        try {
            chip.checkPresent();
            return events.moveTo(buffer);
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public boolean hasEvents() throws ErrnoException {
        simulator.lock.lock();
        try {
            chip.checkPresent();
            return !events.isEmpty();
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public long fillings() {
        return fillings;
    }

    @Override
    public void close() {
        simulator.lock.lock();
        try {
            for (int i = 0; i < lines.length; i++) {
                detectors[i].stop();
                lines[i].release();
                chip.lineChanged(InfoEvent.Type.RELEASED, lines[i]);
            }
        } finally {
            simulator.lock.unlock();
        }
    }

    /** Called with the lock held. */
    void putEvent(EventClock clock, boolean rising, int offset, int lineSeqno) {
        if (events.isEmpty()) {
            fillings++;
            simulator.ready.signalAll();
        }
        events.put(now(clock), rising ? RISING : FALLING, offset, ++seqno, lineSeqno);
    }

    private void checkEvents(List<LineSettings> settings) throws ErrnoException {
        if (!events.isUsable() && settings.stream().anyMatch(s -> s.edge() != Edge.NONE)) {
            throw new ErrnoException(Errno.EINVAL);
        }
    }

    /** An input that gets a bias sees the edge with its old edge detection, an output never. */
    private void configure(int index, LineSettings settings) {
        if (settings.direction() == Direction.OUTPUT) {
            detectors[index].stop();
        }
        lines[index].configure(settings);
        detectors[index].configure(settings);
    }

    private static long now(EventClock clock) {
        if (clock == EventClock.REALTIME) {
            Instant now = Instant.now();
            return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        }
        // On Linux this is CLOCK_MONOTONIC, the kernel's own time base.
        return System.nanoTime();
    }
}
