package com.example.gpiod.kura;

import org.eclipse.kura.gpio.KuraGPIODescription;

/** Makes Kura 6's descriptions; the one class that must not be loaded in Kura 5. */
final class PinDescription {
    private PinDescription() {}

    static KuraGPIODescription of(NamedLine line) {
        return new KuraGPIODescription(line.description());
    }
}
