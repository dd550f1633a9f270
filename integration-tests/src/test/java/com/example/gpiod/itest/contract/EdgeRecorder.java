package com.example.gpiod.itest.contract;

import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.itest.Await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told, in order. */
class EdgeRecorder implements EdgeListener {
    /** {@link EdgeEvent}s, {@link Long}s of lost edges, {@link GpiodException}s of gone chips. */
    private final List<Object> calls = new CopyOnWriteArrayList<>();

    @Override
    public void onEdge(EdgeEvent event) {
        calls.add(event);
    }

    @Override
    public void onLost(long count) {
        calls.add(count);
    }

    @Override
    public void onGone(GpiodException reason) {
        calls.add(reason);
    }

    /** All calls so far. */
    List<Object> calls() {
        return List.copyOf(calls);
    }

    List<EdgeEvent> events() {
        return only(EdgeEvent.class);
    }

    List<Long> losses() {
        return only(Long.class);
    }

    List<GpiodException> ends() {
        return only(GpiodException.class);
    }

    private <T> List<T> only(Class<T> type) {
        return calls.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Waits until there were so many events, and returns all. */
    List<EdgeEvent> awaitEvents(int count) {
        Await.until(() -> count + " events, have " + calls, () -> events().size() >= count);
        return events();
    }

    /** Waits until there was an event of a line. */
    void awaitEventOf(int offset) {
        Await.until(
                () -> "an event of line " + offset + ", have " + calls,
                () -> events().stream().anyMatch(event -> event.offset() == offset));
    }

    void awaitEnd() {
        Await.until(() -> "the end, have " + calls, () -> !ends().isEmpty());
    }
}
