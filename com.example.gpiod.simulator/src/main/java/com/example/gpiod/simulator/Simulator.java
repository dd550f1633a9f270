package com.example.gpiod.simulator;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.spi.BackendChip;
import com.example.gpiod.spi.BackendPoller;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;
import com.example.gpiod.spi.GpioBackend;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Backend whose chips are in memory. It needs no OSGi: {@code new Simulator()} is enough.
 *
 * <p>Requests behave as on the kernel's character device with {@code gpio-sim} below it, down to
 * the errno. There are two differences. A line that the chip stops driving (an open-drain output
 * that is set high, an output that becomes an input) has at once the level that it is pulled to, as
 * on real hardware, while {@code gpio-sim} keeps the driven level until the next pull. And a
 * request that fails touches no line, while the kernel takes the lines before the one that it fails
 * at, and lets them go again, which watches show.
 *
 * <p>No thread runs unless a debounced line changed: then one daemon thread waits for the debounce
 * periods, until {@link #close}.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@Component(
        service = {GpioBackend.class, Simulator.class},
        immediate = true)
public final class Simulator implements GpioBackend, AutoCloseable {
    /**
     * The one lock of a simulator: it guards whatever can change in its chips, lines, requests and
     * pollers. Held for short computations only, never while code of others runs.
     */
    final ReentrantLock lock = new ReentrantLock();

    /** Signalled when something that a poller waits for may have become ready. */
    final Condition ready = lock.newCondition();

    /** Present chips by path, in the order of their numbers; guarded by the lock. */
    private final Map<String, SimChip> chips = new LinkedHashMap<>();

    /** Number of the next chip; guarded by the lock. */
    private int nextNumber;

    /** How often a chip came or went; guarded by the lock. */
    private long chipChanges;

    /** Waits for debounce periods; null until the first; guarded by the lock. */
    private @Nullable ScheduledThreadPoolExecutor timer;

    /** Guarded by the lock. */
    private boolean closed;

    /** Makes a simulator without chips. */
    public Simulator() {}

    /**
     * Adds a chip. It gets the next number, which is never used again: {@code simchip0} at {@code
     * /sim/simchip0}, then {@code simchip1}, as with USB expanders that are plugged in again.
     *
     * <p>The device that has it is {@code /sim/devices/} with the label: the same again when a chip
     * with that label is plugged in again.
     *
     * @param label label, 1 to 31 bytes of UTF-8; need not be unique
     * @param lines number of lines, 1 to 1024
     * @param names names of lines by offset, at most 31 bytes of UTF-8 each; the others have none
     * @return the chip
     * @throws IllegalArgumentException if one of these is wrong; the message begins with its name
     * @throws IllegalStateException if the simulator is closed
     */
    public SimulatedChip addChip(String label, int lines, Map<Integer, String> names) {
        Texts.check("label", label);
        if (label.isEmpty()) {
            throw new IllegalArgumentException("label must not be empty");
        }
        List<Line> made = SimChip.makeLines(lines, names);
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the simulator is closed");
            }
            String name = "simchip" + nextNumber++;
            ChipInfo info =
                    new ChipInfo("/sim/" + name, name, label, "/sim/devices/" + label, lines);
            SimChip chip = new SimChip(this, info, made);
            chips.put(info.path(), chip);
            chipsChanged();
            return chip;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<String> chipPaths() {
        lock.lock();
        try {
            return List.copyOf(chips.keySet());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isChipDevice(String path) {
        lock.lock();
        try {
            return chips.containsKey(path);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public BackendChip open(String path) throws ErrnoException {
        lock.lock();
        try {
            SimChip chip = chips.get(path);
            if (chip == null) {
                throw new ErrnoException(Errno.ENOENT);
            }
            return new OpenChip(this, chip);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public BackendPoller openPoller() {
        return new SimPoller(this);
    }

    @Override
    public String apiVersion() {
        return "";
    }

    /**
     * Unplugs all chips and ends the thread for debounce periods; adding chips fails from now on.
     */
    @Deactivate
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            for (SimChip chip : new ArrayList<>(chips.values())) {
                chip.unplug();
            }
            if (timer != null) {
                timer.shutdownNow();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Called with the lock held. */
    void remove(SimChip chip) {
        chips.remove(chip.info().path());
        chipsChanged();
    }

    /** Called with the lock held. */
    long chipChanges() {
        return chipChanges;
    }

    /** Called with the lock held; the task runs without it. */
    Future<?> schedule(Runnable task, long nanos) {
        if (timer == null) {
            timer = new ScheduledThreadPoolExecutor(1, Simulator::newTimerThread);
            // A bouncing line cancels a task at each edge: they must not pile up.
            timer.setRemoveOnCancelPolicy(true);
        }
        return timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    private void chipsChanged() {
        chipChanges++;
        ready.signalAll();
    }

    private static Thread newTimerThread(Runnable task) {
        Thread thread = new Thread(task, "gpiod-simulator-debounce");
        thread.setDaemon(true);
        return thread;
    }
}
