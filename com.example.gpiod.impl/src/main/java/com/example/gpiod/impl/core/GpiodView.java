package com.example.gpiod.impl.core;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineLocation;
import com.example.gpiod.api.RequestConfig;

import java.util.List;
import java.util.Objects;

/**
 * The door as one user sees it: knows what went through it, so that it can be taken back.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
public final class GpiodView implements Gpiod, AutoCloseable {
    private final GpiodCore core;
    private final String defaultConsumer;

    /** Set once, by {@link #close}. */
    private volatile boolean closed;

    GpiodView(GpiodCore core, String defaultConsumer) {
        this.core = core;
        this.defaultConsumer = defaultConsumer;
    }

    @Override
    public List<ChipInfo> chips() {
        return core.chips();
    }

    @Override
    public Chip openChip(String chip) throws GpiodException {
        Objects.requireNonNull(chip, "chip");
        checkOpen();
        return new OpenChip(core.open(chip, this), this, core.leaks());
    }

    @Override
    public List<LineLocation> findLines(String name) {
        return core.findLines(name);
    }

    @Override
    public OwnedRequest request(RequestConfig config) throws GpiodException {
        Objects.requireNonNull(config, "config");
        checkOpen();
        try (ChipHandle chip = core.openChipOf(config, this)) {
            return request(chip, config);
        }
    }

    /** Requests lines of a chip that is opened just for that. */
    public OwnedRequest request(String chip, RequestConfig config) throws GpiodException {
        try (ChipHandle opened = core.open(chip, this)) {
            return request(opened, config);
        }
    }

    OwnedRequest request(ChipHandle chip, RequestConfig config) throws GpiodException {
        return new OwnedRequest(chip.request(config, defaultConsumer, this), core.leaks());
    }

    @Override
    public boolean isChipDevice(String path) {
        return core.isChipDevice(path);
    }

    @Override
    public String apiVersion() {
        return core.apiVersion();
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "this Gpiod service was given back by " + defaultConsumer);
        }
    }

    /** Takes back all that went through this door; what it was is the user's leak. */
    @Override
    public void close() {
        closed = true;
        core.release(this, defaultConsumer);
    }
}
