package com.example.gpiod.kura;

import com.example.gpiod.api.ChipInfo;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which pin has which line: a line may have several pins with different settings, and one of them can
 * be open.
 *
 * <p><b>Synchronization:</b> thread-safe; pins are opened with {@link #lock} held.
 */
final class OpenPins {
    /** Held while a pin is opened, one after the other, and before its own lock. */
    final ReentrantLock lock = new ReentrantLock();

    /** By path of the chip and offset. One whose chip went away may still be here. */
    private final Map<String, Pin> holders = new ConcurrentHashMap<>();

    /** Written with the lock held. */
    private volatile boolean ended;

    static String place(ChipInfo chip, int offset) {
        return chip.path() + " " + offset;
    }

    @Nullable Pin holder(String place) {
        return holders.get(place);
    }

    /** Call with the lock held. */
    void put(String place, Pin pin) {
        holders.put(place, pin);
    }

    void remove(String place, Pin pin) {
        holders.remove(place, pin);
    }

    boolean areOver() {
        return ended;
    }

    /** Closes all; none is opened any more. */
    void end() {
        List<Pin> open = new ArrayList<>();
        lock.lock();
        try {
            ended = true;
            open.addAll(holders.values());
        } finally {
            lock.unlock();
        }
        open.forEach(Pin::stop);
    }
}
