package com.example.gpiod.kura;

import com.example.gpiod.api.Gpiod;

import org.eclipse.kura.gpio.GPIOService;
import org.eclipse.kura.gpio.KuraGPIODescription;
import org.eclipse.kura.gpio.KuraGPIODirection;
import org.eclipse.kura.gpio.KuraGPIOMode;
import org.eclipse.kura.gpio.KuraGPIOPin;
import org.eclipse.kura.gpio.KuraGPIOTrigger;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Kura's GPIO service. As in Kura's own, all who look a pin up get the same object as long as they ask
 * for the same settings; of a line's pins with different settings the one that is opened last is open.
 * A look-up touches no line.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class Pins implements GPIOService {
    private final Gpiod gpiod;

    private final ReentrantLock lock = new ReentrantLock();

    // All below: guarded by lock.
    private AdapterConfig config;

    /** By line; what is in them is guarded by their own locks. */
    private final Map<String, LineSlot> slots = new HashMap<>();

    /** By line and mode, those of the present configuration. */
    private final Map<String, Pin> pins = new HashMap<>();

    /** Those of an earlier configuration, which their users may still have open. */
    private final List<Pin> earlier = new ArrayList<>();

    private boolean ended;

    Pins(Gpiod gpiod, AdapterConfig config) {
        this.gpiod = gpiod;
        this.config = config;
    }

    /** From now on pins are looked up by this configuration; those that are open stay as they are. */
    void configure(AdapterConfig next) {
        lock.lock();
        try {
            config = next;
            earlier.removeIf(pin -> !pin.isOpen());
            earlier.addAll(pins.values());
            pins.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Closes all pins for good. */
    void stop() {
        List<Pin> all = new ArrayList<>();
        lock.lock();
        try {
            ended = true;
            all.addAll(earlier);
            all.addAll(pins.values());
        } finally {
            lock.unlock();
        }
        all.forEach(Pin::stop);
    }

    private Catalogue catalogue() {
        try {
            return Catalogue.of(gpiod, config());
        } catch (IllegalStateException e) {
            // The adapter was stopped: there are no pins any more.
            return new Catalogue(List.of(), List.of());
        }
    }

    private AdapterConfig config() {
        lock.lock();
        try {
            return config;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable KuraGPIOPin getPinByName(String name) {
        return catalogue().byName(name).map(this::unasked).orElse(null);
    }

    @Override
    public @Nullable KuraGPIOPin getPinByName(
            String name, KuraGPIODirection direction, KuraGPIOMode mode, KuraGPIOTrigger trigger) {
        return catalogue().byName(name).map(asked(direction, mode, trigger)).orElse(null);
    }

    @Override
    public @Nullable KuraGPIOPin getPinByTerminal(int terminal) {
        return catalogue().byTerminal(terminal).map(this::unasked).orElse(null);
    }

    @Override
    public @Nullable KuraGPIOPin getPinByTerminal(
            int terminal, KuraGPIODirection direction, KuraGPIOMode mode, KuraGPIOTrigger trigger) {
        return catalogue()
                .byTerminal(terminal)
                .map(asked(direction, mode, trigger))
                .orElse(null);
    }

    @Override
    public List<KuraGPIOPin> getPins(Map<String, String> description) {
        return those(description, this::unasked);
    }

    @Override
    public List<KuraGPIOPin> getPins(
            Map<String, String> description,
            KuraGPIODirection direction,
            KuraGPIOMode mode,
            KuraGPIOTrigger trigger) {
        return those(description, asked(direction, mode, trigger));
    }

    private List<KuraGPIOPin> those(
            Map<String, String> description, Function<NamedLine, @Nullable Pin> pin) {
        List<KuraGPIOPin> those = new ArrayList<>();
        for (NamedLine line : catalogue().all()) {
            Pin each = line.matches(description) ? pin.apply(line) : null;
            if (each != null) {
                those.add(each);
            }
        }
        return those;
    }

    /** Lines without a number, past the thousandth of a chip, are to be had by name only. */
    @Override
    public Map<Integer, String> getAvailablePins() {
        Map<Integer, String> available = new TreeMap<>();
        for (NamedLine line : catalogue().all()) {
            if (line.terminal() >= 0) {
                available.put(line.terminal(), line.name());
            }
        }
        return available;
    }

    /** For Kura 6 only. */
    @Override
    public List<KuraGPIODescription> getAvailablePinDescriptions() {
        return catalogue().all().stream().map(PinDescription::of).toList();
    }

    private Function<NamedLine, @Nullable Pin> asked(
            KuraGPIODirection direction, KuraGPIOMode mode, KuraGPIOTrigger trigger) {
        PinMode asked = PinMode.asked(direction, mode, trigger);
        return line -> pin(line, asked);
    }

    private @Nullable Pin unasked(NamedLine line) {
        return pin(line, PinMode.unasked(line.rule(), config()));
    }

    private @Nullable Pin pin(NamedLine line, PinMode mode) {
        lock.lock();
        try {
            if (ended) {
                return null;
            }
            LineSlot slot = slots.computeIfAbsent(line.id(), id -> new LineSlot());
            return pins.computeIfAbsent(
                    line.id() + " " + mode.key(), key -> new Pin(gpiod, slot, line, mode, config));
        } finally {
            lock.unlock();
        }
    }
}
