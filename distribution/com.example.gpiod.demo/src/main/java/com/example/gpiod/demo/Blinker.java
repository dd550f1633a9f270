package com.example.gpiod.demo;

import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.Lines;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Blinks the line that is configured as "led".
 *
 * <p><b>Synchronization:</b> none required; only its own thread changes it.
 */
@Component
public final class Blinker {
    private final Lines led;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private boolean on;

    /**
     * Begins to blink.
     *
     * @param led the line, an output
     */
    @Activate
    public Blinker(@Reference(target = "(gpiod.name=led)") Lines led) {
        this.led = led;
        var unused = timer.scheduleAtFixedRate(this::toggle, 0, 500, TimeUnit.MILLISECONDS);
    }

    private void toggle() {
        on = !on;
        try {
            led.setMask(1, on ? 1 : 0);
        } catch (GpiodException e) {
            System.out.println("led: " + e.getMessage());
        }
    }

    /** Stops blinking. */
    @Deactivate
    public void stop() {
        timer.shutdown();
    }
}
