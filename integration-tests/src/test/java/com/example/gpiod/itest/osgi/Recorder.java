package com.example.gpiod.itest.osgi;

import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.itest.Await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that remembers in words what it was told: {@code RISING 0}, {@code GONE}. */
final class Recorder implements EdgeListener {
    private final List<String> told = new CopyOnWriteArrayList<>();

    @Override
    public void onEdge(EdgeEvent event) {
        told.add(event.type() + " " + event.offset());
    }

    @Override
    public void onLost(long count) {
        told.add("LOST " + count);
    }

    @Override
    public void onGone(GpiodException reason) {
        told.add(reason.reason().toString());
    }

    /** Waits until it was told so much, and returns all of it. */
    List<String> await(int count) {
        Await.until(() -> count + " calls, have " + told, () -> told.size() >= count);
        return told();
    }

    List<String> told() {
        return List.copyOf(told);
    }
}
