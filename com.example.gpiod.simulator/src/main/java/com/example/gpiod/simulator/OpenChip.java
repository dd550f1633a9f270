package com.example.gpiod.simulator;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.spi.BackendChip;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.ErrnoException;

import java.util.List;

/** A chip as the core has it open; several may be open on one chip. */
final class OpenChip implements BackendChip {
    private final Simulator simulator;
    private final SimChip chip;

    OpenChip(Simulator simulator, SimChip chip) {
        this.simulator = simulator;
        this.chip = chip;
    }

    @Override
    public ChipInfo info() throws ErrnoException {
        simulator.lock.lock();
        try {
            chip.checkPresent();
            return chip.info();
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public LineInfo lineInfo(int offset) throws ErrnoException {
        simulator.lock.lock();
        try {
            chip.checkPresent();
            return chip.line(offset).info();
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public BackendRequest request(
            String consumer, int eventBufferSize, int[] offsets, List<LineSettings> settings)
            throws ErrnoException {
        simulator.lock.lock();
        try {
            return SimRequest.make(simulator, chip, consumer, eventBufferSize, offsets, settings);
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public void close() {
        // There is nothing to give back: requests live on their own.
    }
}
