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
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Kura's GPIO service. As in Kura's own, all who look a pin up get the same object as long as they ask
 * for the same settings, those who ask for none get the one that is open, and of a line's pins with
 * different settings the one that is opened last is open. A look-up touches no line; drivers make one
 * for each value, so what is there is looked at once.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class Pins implements GPIOService {
    private final Gpiod gpiod;
    private final OpenPins openPins = new OpenPins();

    private final ReentrantLock lock = new ReentrantLock();

    // All below: guarded by lock.
    private AdapterConfig config;

    /** What is there; null if that is to be looked at again. */
    private @Nullable Catalogue catalogue;

    /** Counts what may make a catalogue wrong that is just being made. */
    private int changes;

    /** The one of each line and mode that was looked up last. */
    private final Map<String, Pin> pins = new HashMap<>();

    Pins(Gpiod gpiod, AdapterConfig config) {
        this.gpiod = gpiod;
        this.config = config;
    }

    /** From now on pins are looked up by this configuration; those that are open stay as they are. */
    void configure(AdapterConfig next) {
        lock.lock();
        try {
            config = next;
            lookAgain();
        } finally {
            lock.unlock();
        }
    }

    /** Chips came or went. */
    void lookAgain() {
        lock.lock();
        try {
            catalogue = null;
            changes++;
        } finally {
            lock.unlock();
        }
    }

    /** Closes all pins for good. */
    void stop() {
        openPins.end();
    }

    private Catalogue catalogue() {
        AdapterConfig present;
        int before;
        lock.lock();
        try {
            if (openPins.areOver()) {
                return new Catalogue(List.of(), config, false);
            }
            if (catalogue != null) {
                return catalogue;
            }
            present = config;
            before = changes;
        } finally {
            lock.unlock();
        }
        Catalogue made = Catalogue.of(gpiod, present);
        lock.lock();
        try {
            if (changes == before && made.isWhole()) {
                catalogue = made;
            }
        } finally {
            lock.unlock();
        }
        return made;
    }

    @Override
    public @Nullable KuraGPIOPin getPinByName(@Nullable String name) {
        return one(catalogue -> catalogue.byName(name), this::unasked);
    }

    @Override
    public @Nullable KuraGPIOPin getPinByName(
            @Nullable String name,
            KuraGPIODirection direction,
            KuraGPIOMode mode,
            KuraGPIOTrigger trigger) {
        return one(catalogue -> catalogue.byName(name), asked(direction, mode, trigger));
    }

    @Override
    public @Nullable KuraGPIOPin getPinByTerminal(int terminal) {
        return one(catalogue -> catalogue.byTerminal(terminal), this::unasked);
    }

    @Override
    public @Nullable KuraGPIOPin getPinByTerminal(
            int terminal, KuraGPIODirection direction, KuraGPIOMode mode, KuraGPIOTrigger trigger) {
        return one(catalogue -> catalogue.byTerminal(terminal), asked(direction, mode, trigger));
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

    /** The pin that is wanted of a line. */
    private interface Wish {
        @Nullable Pin of(NamedLine line, AdapterConfig config);
    }

    private Wish asked(KuraGPIODirection direction, KuraGPIOMode mode, KuraGPIOTrigger trigger) {
        PinMode asked = PinMode.asked(direction, mode, trigger);
        return (line, config) -> pin(line, asked, config);
    }

    /** The one that is open: so Kura's driver finds what it is to close. */
    private @Nullable Pin unasked(NamedLine line, AdapterConfig config) {
        Pin open = openPins.holder(line.place());
        return open != null && open.isOpen()
                ? open
                : pin(line, PinMode.unasked(line.rule(), config), config);
    }

    private @Nullable Pin one(Function<Catalogue, Optional<NamedLine>> find, Wish wish) {
        Catalogue present = catalogue();
        return find.apply(present).map(line -> wish.of(line, present.config())).orElse(null);
    }

    private List<KuraGPIOPin> those(Map<String, String> description, Wish wish) {
        Catalogue present = catalogue();
        List<KuraGPIOPin> those = new ArrayList<>();
        for (NamedLine line : present.all()) {
            Pin each = line.matches(description) ? wish.of(line, present.config()) : null;
            if (each != null) {
                those.add(each);
            }
        }
        return those;
    }

    private @Nullable Pin pin(NamedLine line, PinMode mode, AdapterConfig wanted) {
        lock.lock();
        try {
            if (openPins.areOver()) {
                return null;
            }
            String key = line.place() + " " + mode.key();
            Pin known = pins.get(key);
            if (known == null || !known.isFor(line, wanted)) {
                known = new Pin(gpiod, openPins, line, mode, wanted);
                pins.put(key, known);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }
}
