package com.example.gpiod.simulator;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A chip with its lines. The lines are guarded by the simulator's lock. */
final class SimChip implements SimulatedChip {
    private static final int MAX_LINES = 1024;

    private final Simulator simulator;
    private final ChipInfo info;
    private final List<Line> lines;

    /** Those of all open chips; guarded by the simulator's lock. */
    private final List<Watches> watches = new ArrayList<>();

    /** Guarded by the simulator's lock. */
    private boolean gone;

    SimChip(Simulator simulator, ChipInfo info, List<Line> lines) {
        this.simulator = simulator;
        this.info = info;
        this.lines = lines;
    }

    static List<Line> makeLines(int lines, Map<Integer, String> names) {
        if (lines < 1 || lines > MAX_LINES) {
            throw new IllegalArgumentException(
                    "lines must be 1 to " + MAX_LINES + ", not " + lines);
        }
        names.forEach((offset, name) -> {
            if (offset < 0 || offset >= lines) {
                throw new IllegalArgumentException("names: offset must be 0 to "
                        + (lines - 1)
                        + ", not "
                        + offset
                        + " (for "
                        + name
                        + ")");
            }
            Texts.check("names: a name", name);
        });
        List<Line> made = new ArrayList<>(lines);
        for (int offset = 0; offset < lines; offset++) {
            made.add(new Line(offset, names.getOrDefault(offset, "")));
        }
        return List.copyOf(made);
    }

    @Override
    public ChipInfo info() {
        return info;
    }

    @Override
    public int offset(String name) {
        for (Line line : lines) {
            if (!name.isEmpty() && line.name().equals(name)) {
                return line.offset();
            }
        }
        throw new IllegalArgumentException("no line of " + info.name() + " has the name " + name);
    }

    @Override
    public void pullUp(int offset) {
        pull(offset, true);
    }

    @Override
    public void pullDown(int offset) {
        pull(offset, false);
    }

    private void pull(int offset, boolean up) {
        simulator.lock.lock();
        try {
            presentLine(offset).pull(up);
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public boolean isHigh(int offset) {
        simulator.lock.lock();
        try {
            return presentLine(offset).isHigh();
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public void hogInput(int offset, String consumer) {
        hog(offset, consumer, LineSettings.input().build());
    }

    @Override
    public void hogOutput(int offset, String consumer, boolean high) {
        hog(offset, consumer, LineSettings.output(high).build());
    }

    private void hog(int offset, String consumer, LineSettings settings) {
        Texts.check("consumer", consumer);
        simulator.lock.lock();
        try {
            Line line = presentLine(offset);
            if (line.isUsed()) {
                throw new IllegalStateException(
                        "line " + offset + " of " + info.name() + " is held already");
            }
            line.hold(consumer, null);
            line.configure(settings);
            lineChanged(InfoEvent.Type.REQUESTED, line);
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public void unplug() {
        simulator.lock.lock();
        try {
            if (gone) {
                return;
            }
            gone = true;
            simulator.remove(this);
        } finally {
            simulator.lock.unlock();
        }
    }

    /** Called with the lock held. */
    void add(Watches ofOpenChip) {
        watches.add(ofOpenChip);
    }

    /** Called with the lock held. */
    void remove(Watches ofOpenChip) {
        watches.remove(ofOpenChip);
    }

    /** Tells who watches the line, after the change. Called with the lock held. */
    void lineChanged(InfoEvent.Type type, Line line) {
        // On Linux this is CLOCK_MONOTONIC, whatever clock the line has.
        InfoEvent event = new InfoEvent(type, System.nanoTime(), line.info());
        for (Watches ofOpenChip : watches) {
            if (ofOpenChip.put(event)) {
                simulator.ready.signalAll();
            }
        }
    }

    /** Called with the lock held. */
    void checkPresent() throws ErrnoException {
        if (gone) {
            throw new ErrnoException(Errno.ENODEV);
        }
    }

    /** As the kernel finds a line. Called with the lock held. */
    Line line(int offset) throws ErrnoException {
        if (offset < 0 || offset >= lines.size()) {
            throw new ErrnoException(Errno.EINVAL);
        }
        return lines.get(offset);
    }

    /** For the user of the simulator, who gets no errno. */
    private Line presentLine(int offset) {
        if (gone) {
            throw new IllegalStateException(info.name() + " was unplugged");
        }
        if (offset < 0 || offset >= lines.size()) {
            throw new IllegalArgumentException(
                    "offset must be 0 to " + (lines.size() - 1) + ", not " + offset);
        }
        return lines.get(offset);
    }
}
