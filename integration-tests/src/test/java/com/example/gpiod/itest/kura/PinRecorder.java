package com.example.gpiod.itest.kura;

import com.example.gpiod.itest.Await;

import org.eclipse.kura.gpio.PinStatusListener;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told. */
final class PinRecorder implements PinStatusListener {
    private final List<Boolean> told = new CopyOnWriteArrayList<>();

    @Override
    public void pinStatusChange(boolean value) {
        told.add(value);
    }

    List<Boolean> told() {
        return List.copyOf(told);
    }

    /** Waits until it was told so often. */
    List<Boolean> await(int count) {
        Await.until(() -> count + " changes, not " + told, () -> told.size() >= count);
        return told();
    }
}
