package com.example.gpiod.itest.board;

import com.example.gpiod.simulator.SimulatedChip;
import com.example.gpiod.simulator.Simulator;

import java.util.ArrayList;
import java.util.List;

/** Chips of the simulator. */
public final class SimulatedBoard implements Board {
    private final Simulator simulator;
    private final List<SimulatedChip> chips = new ArrayList<>();

    public SimulatedBoard(Simulator simulator) {
        this.simulator = simulator;
    }

    @Override
    public BoardChip plug(ChipPlan plan) {
        SimulatedChip chip = simulator.addChip(plan.label(), plan.lines(), plan.names());
        chips.add(chip);
        plan.hogs().forEach((offset, hog) -> hog(chip, offset, hog));
        return new Plugged(chip);
    }

    private static void hog(SimulatedChip chip, int offset, ChipPlan.Hog hog) {
        switch (hog.direction()) {
            case INPUT -> chip.hogInput(offset, hog.consumer());
            case OUTPUT_HIGH -> chip.hogOutput(offset, hog.consumer(), true);
            case OUTPUT_LOW -> chip.hogOutput(offset, hog.consumer(), false);
        }
    }

    @Override
    public void close() {
        chips.forEach(SimulatedChip::unplug);
        chips.clear();
    }

    private record Plugged(SimulatedChip chip) implements BoardChip {
        @Override
        public String path() {
            return chip.info().path();
        }

        @Override
        public String name() {
            return chip.info().name();
        }

        @Override
        public void pullUp(int offset) {
            chip.pullUp(offset);
        }

        @Override
        public void pullDown(int offset) {
            chip.pullDown(offset);
        }

        @Override
        public boolean isHigh(int offset) {
            return chip.isHigh(offset);
        }

        @Override
        public void unplug() {
            chip.unplug();
        }
    }
}
