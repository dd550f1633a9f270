package com.example.gpiod.itest.osgi.app;

import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.Subscription;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * A component as users write them, in a bundle of its own: the siren sounds while the door is open.
 * {@code OSGI-INF/door-alarm.xml} is its description. It knows nothing of simulators; a test sees by
 * its service what it was told.
 */
public final class DoorAlarm implements EdgeListener, Supplier<List<EdgeEvent>> {
    private final Lines siren;
    private final Subscription subscription;
    private final List<EdgeEvent> events = new CopyOnWriteArrayList<>();

    public DoorAlarm(Lines door, Lines siren) throws GpiodException {
        this.siren = siren;
        subscription = door.subscribe(this);
    }

    @Override
    public void onEdge(EdgeEvent event) {
        events.add(event);
        try {
            siren.set("SIREN", event.type() == EdgeEvent.Type.RISING);
        } catch (GpiodException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The edges so far. */
    @Override
    public List<EdgeEvent> get() {
        return List.copyOf(events);
    }

    public void stop() {
        subscription.close();
    }
}
