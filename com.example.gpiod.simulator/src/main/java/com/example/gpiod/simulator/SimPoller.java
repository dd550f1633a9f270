package com.example.gpiod.simulator;

import com.example.gpiod.spi.BackendPoller;
import com.example.gpiod.spi.ErrnoException;
import com.example.gpiod.spi.EventSource;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Waits on the simulator's condition. Its fields are guarded by the simulator's lock. */
final class SimPoller implements BackendPoller {
    private static final long NEVER = -1;
    private static final long GONE = Long.MAX_VALUE;

    /**
     * @param told which filling was told last, {@link #NEVER} or {@link #GONE}
     */
    private record Registration(long token, boolean events, long told) {}

    private final Simulator simulator;

    /** What is waited for; what was ready last is at the end, so that everybody has a turn. */
    private final Map<SimSource, Registration> registrations = new LinkedHashMap<>();

    /** 0 while chips are not watched. */
    private long chipsToken;

    /** The simulator's count of changes that was told last. */
    private long toldChipChanges;

    private boolean wakeup;
    private boolean ended;

    SimPoller(Simulator simulator) {
        this.simulator = simulator;
    }

    @Override
    public void add(EventSource source, long token, boolean events) {
        register(source, token, events);
    }

    @Override
    public void modify(EventSource source, long token, boolean events) {
        register(source, token, events);
    }

    private void register(EventSource source, long token, boolean events) {
        simulator.lock.lock();
        try {
            registrations.put((SimSource) source, new Registration(token, events, NEVER));
            simulator.ready.signalAll();
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public void remove(EventSource source) {
        simulator.lock.lock();
        try {
            registrations.remove(source);
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public void watchChips(long token) {
        simulator.lock.lock();
        try {
            chipsToken = token;
            toldChipChanges = simulator.chipChanges();
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public int await(long[] tokens, int timeoutMillis) {
        // 292 years are for ever.
        long left = timeoutMillis == NO_TIMEOUT
                ? Long.MAX_VALUE
                : TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        boolean interrupted = false;
        simulator.lock.lock();
        try {
            int count = takeReady(tokens);
            while (count == 0 && !wakeup && !ended && left > 0) {
                try {
                    left = simulator.ready.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
                count = takeReady(tokens);
            }
            wakeup = false;
            return count;
        } finally {
            simulator.lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void wakeup() {
        simulator.lock.lock();
        try {
            wakeup = true;
            simulator.ready.signalAll();
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public void end() {
        simulator.lock.lock();
        try {
            ended = true;
            simulator.ready.signalAll();
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public void close() {
        // There is nothing to give back.
    }

    private int takeReady(long[] tokens) {
        int count = 0;
        if (chipsToken != 0 && toldChipChanges != simulator.chipChanges()) {
            toldChipChanges = simulator.chipChanges();
            tokens[count++] = chipsToken;
        }
        Map<SimSource, Registration> told = new LinkedHashMap<>();
        for (Map.Entry<SimSource, Registration> entry : registrations.entrySet()) {
            if (count == tokens.length) {
                break;
            }
            Registration registration = entry.getValue();
            long filling = filling(entry.getKey(), registration);
            if (filling != registration.told()) {
                tokens[count++] = registration.token();
                told.put(
                        entry.getKey(),
                        new Registration(registration.token(), registration.events(), filling));
            }
        }
        registrations.keySet().removeAll(told.keySet());
        registrations.putAll(told);
        return count;
    }

    /**
     * Returns what there is to be told, or what was told last if there is nothing. A chip that went away
     * counts always, as EPOLLHUP does.
     */
    private static long filling(SimSource source, Registration registration) {
        try {
            return source.hasEvents() && registration.events()
                    ? source.fillings()
                    : registration.told();
        } catch (ErrnoException gone) {
            return GONE;
        }
    }
}
