package com.example.gpiod.itest.contract;

import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.InfoListener;
import com.example.gpiod.itest.Await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was told, in order. */
class InfoRecorder implements InfoListener {
    static final String MAY_HAVE_LOST = "may have lost";

    /** {@link InfoEvent}s, {@link #MAY_HAVE_LOST}, {@link GpiodException}s of gone chips. */
    private final List<Object> calls = new CopyOnWriteArrayList<>();

    @Override
    public void onInfo(InfoEvent event) {
        calls.add(event);
    }

    @Override
    public void onMayHaveLost() {
        calls.add(MAY_HAVE_LOST);
    }

    @Override
    public void onGone(GpiodException reason) {
        calls.add(reason);
    }

    /** All calls so far. */
    List<Object> calls() {
        return List.copyOf(calls);
    }

    List<InfoEvent> events() {
        return only(InfoEvent.class);
    }

    List<GpiodException> ends() {
        return only(GpiodException.class);
    }

    private <T> List<T> only(Class<T> type) {
        return calls.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Waits until there were so many events, and returns all. */
    List<InfoEvent> awaitEvents(int count) {
        Await.until(() -> count + " events, have " + calls, () -> events().size() >= count);
        return events();
    }

    void awaitEnd() {
        Await.until(() -> "the end, have " + calls, () -> !ends().isEmpty());
    }
}
