package com.example.gpiod.demo;

import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.Subscription;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Prints each edge of the line that is configured as "button", and remembers the latest.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@Component(service = Button.class, immediate = true)
public final class Button implements EdgeListener {
    /** What is remembered, so that a demo that is left alone does not grow. */
    static final int MAX_EDGES = 100_000;

    private final Lines button;
    private final List<EdgeEvent> edges = new ArrayList<>();
    private final Subscription subscription;

    /**
     * Begins to listen.
     *
     * @param button the line, an input with edges
     * @throws GpiodException if the line is gone already
     */
    @Activate
    public Button(@Reference(target = "(gpiod.name=button)") Lines button) throws GpiodException {
        this.button = button;
        subscription = button.subscribe(this);
    }

    @Override
    public void onEdge(EdgeEvent event) {
        System.out.println(text(event));
        synchronized (edges) {
            if (edges.size() < MAX_EDGES) {
                edges.add(event);
            }
        }
    }

    @Override
    public void onLost(long count) {
        System.out.println("button: " + count + " edges lost");
    }

    private String text(EdgeEvent event) {
        return String.format(
                Locale.ROOT,
                "button: %-7s %s (offset %d) at %d.%09d s, edge %d of the request, %d of the line",
                event.type().toString().toLowerCase(Locale.ROOT),
                button.names().get(button.offsets().indexOf(event.offset())),
                event.offset(),
                event.timestampNanos() / 1_000_000_000,
                event.timestampNanos() % 1_000_000_000,
                event.globalSeqno(),
                event.lineSeqno());
    }

    /** Returns a copy of what came so far. */
    List<EdgeEvent> edges() {
        synchronized (edges) {
            return List.copyOf(edges);
        }
    }

    /** Stops listening. */
    @Deactivate
    public void stop() {
        subscription.close();
    }
}
