package com.example.gpiod.demo;

import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.Lines;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Presses the button and looks at the LED: often while the demo is rehearsed, else now and then.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@Component(service = Finger.class, immediate = true)
public final class Finger {
    private static final long REHEARSAL_MILLIS = 200;
    private static final long PLAY_MILLIS = 5000;

    private final Wiring wiring;
    private final Lines led;
    private final Lines line;
    private final Button button;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    /** Guarded by this, as are the others below. */
    private final List<EdgeEvent.Type> provoked = new ArrayList<>();

    private boolean pressed;
    private boolean ledWasHigh;
    private int ledChanges;

    /**
     * Begins to press.
     *
     * @param context says whether the demo is rehearsed
     * @param wiring what is wired to the lines
     * @param led the line of the LED
     * @param line the line of the button
     * @param button sees the edges; there first, so that none comes before it listens
     * @throws IOException if the lines are not wired
     */
    @Activate
    public Finger(
            BundleContext context,
            @Reference Wiring wiring,
            @Reference(target = "(gpiod.name=led)") Lines led,
            @Reference(target = "(gpiod.name=button)") Lines line,
            @Reference Button button)
            throws IOException {
        this.wiring = wiring;
        this.led = led;
        this.line = line;
        this.button = button;
        ledWasHigh = wiring.isHigh(led);
        long millis = Rehearsal.seconds(context) > 0 ? REHEARSAL_MILLIS : PLAY_MILLIS;
        var unused =
                timer.scheduleWithFixedDelay(this::press, millis, millis, TimeUnit.MILLISECONDS);
    }

    private synchronized void press() {
        try {
            pressed = !pressed;
            wiring.pull(line, pressed);
            if (provoked.size() < Button.MAX_EDGES) {
                provoked.add(pressed ? EdgeEvent.Type.RISING : EdgeEvent.Type.FALLING);
            }
            boolean high = wiring.isHigh(led);
            if (high != ledWasHigh) {
                ledWasHigh = high;
                ledChanges++;
            }
        } catch (IOException | IllegalStateException e) {
            System.out.println("finger: " + e);
        }
    }

    /** Presses no more. */
    @Deactivate
    public void stop() {
        timer.shutdown();
    }

    /** Returns what was done and seen so far. */
    synchronized Outcome outcome() {
        return new Outcome(
                line.offsets().get(0), List.copyOf(provoked), button.edges(), ledChanges);
    }
}
