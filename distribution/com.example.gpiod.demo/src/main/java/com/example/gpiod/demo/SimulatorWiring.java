package com.example.gpiod.demo;

import com.example.gpiod.api.Lines;
import com.example.gpiod.simulator.SimulatedChip;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * What is wired to the simulated chip "demo".
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
@Component
public final class SimulatorWiring implements Wiring {
    private final SimulatedChip chip;

    /**
     * Wires the chip.
     *
     * @param chip the chip
     */
    @Activate
    public SimulatorWiring(@Reference(target = "(gpiod.chip.label=demo)") SimulatedChip chip) {
        this.chip = chip;
    }

    @Override
    public void pull(Lines line, boolean high) {
        int offset = line.offsets().get(0);
        if (high) {
            chip.pullUp(offset);
        } else {
            chip.pullDown(offset);
        }
    }

    @Override
    public boolean isHigh(Lines line) {
        return chip.isHigh(line.offsets().get(0));
    }
}
