package com.example.gpiod.simulator;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.spi.BackendChip;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.ErrnoException;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A chip as the core has it open; several may be open on one chip. */
final class OpenChip implements BackendChip, SimSource {
    private final Simulator simulator;
    private final SimChip chip;
    private final Watches watches = new Watches();

    /** Called with the lock held. */
    OpenChip(Simulator simulator, SimChip chip) {
        this.simulator = simulator;
        this.chip = chip;
        chip.add(watches);
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
    public LineInfo watch(int offset) throws ErrnoException {
        simulator.lock.lock();
        try {
            chip.checkPresent();
            Line line = chip.line(offset);
            watches.begin(offset);
            return line.info();
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public void unwatch(int offset) throws ErrnoException {
        simulator.lock.lock();
        try {
            chip.checkPresent();
            watches.end(chip.line(offset).offset());
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public @Nullable InfoEvent readInfoEvent() throws ErrnoException {
        simulator.lock.lock();
        try {
            chip.checkPresent();
            return watches.take();
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public boolean hasEvents() throws ErrnoException {
        simulator.lock.lock();
        try {
            chip.checkPresent();
            return watches.hasEvents();
        } finally {
            simulator.lock.unlock();
        }
    }

    @Override
    public long fillings() {
        return watches.fillings();
    }

    /** No process holds a line in memory. */
    @Override
    public String holder(int offset) {
        return "";
    }

    /** Only the watches end: requests live on their own. */
    @Override
    public void close() {
        simulator.lock.lock();
        try {
            chip.remove(watches);
        } finally {
            simulator.lock.unlock();
        }
    }
}
