package com.example.gpiod.simulator;

import com.example.gpiod.spi.BackendPoller;
import com.example.gpiod.spi.BackendRequest;

import java.util.LinkedHashMap;
import java.util.Map;

/** Waits on the simulator's condition. Its fields are guarded by the simulator's lock. */
final class SimPoller implements BackendPoller {
    private record Registration(long token, boolean events) {}

    private final Simulator simulator;

    /** What is waited for; what was ready last is at the end, so that everybody has a turn. */
    private final Map<SimRequest, Registration> registrations = new LinkedHashMap<>();

    /** 0 while chips are not watched. */
    private long chipsToken;

    /** The simulator's count of changes that was told last. */
    private long toldChipChanges;

    private boolean wakeup;

    SimPoller(Simulator simulator) {
        this.simulator = simulator;
    }

    @Override
    public void add(BackendRequest request, long token, boolean events) {
        register(request, token, events);
    }

    @Override
    public void modify(BackendRequest request, long token, boolean events) {
        register(request, token, events);
    }

    private void register(BackendRequest request, long token, boolean events) {
        simulator.lock.lock();
        try {
            registrations.put((SimRequest) request, new Registration(token, events));
            simulator.ready.signalAll();
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public void remove(BackendRequest request) {
        simulator.lock.lock();
        try {
            registrations.remove((SimRequest) request);
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
    public int await(long[] tokens) {
        simulator.lock.lock();
        try {
            int count = takeReady(tokens);
            while (count == 0 && !wakeup) {
                simulator.ready.awaitUninterruptibly();
                count = takeReady(tokens);
            }
            wakeup = false;
            return count;
        } finally {
            simulator.lock.unlock();
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
    public void close() {
        // There is nothing to give back.
    }

    private int takeReady(long[] tokens) {
        int count = 0;
        if (chipsToken != 0 && toldChipChanges != simulator.chipChanges()) {
            toldChipChanges = simulator.chipChanges();
            tokens[count++] = chipsToken;
        }
        Map<SimRequest, Registration> ready = new LinkedHashMap<>();
        for (Map.Entry<SimRequest, Registration> entry : registrations.entrySet()) {
            if (count == tokens.length) {
                break;
            }
            SimRequest request = entry.getKey();
            Registration registration = entry.getValue();
            if (request.isGone() || (registration.events() && request.hasEvents())) {
                tokens[count++] = registration.token();
                ready.put(request, registration);
            }
        }
        registrations.keySet().removeAll(ready.keySet());
        registrations.putAll(ready);
        return count;
    }
}
