package com.example.gpiod.impl.core;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineLocation;
import com.example.gpiod.api.RequestConfig;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The door as one user sees it: knows what went through it, so that it can be taken back.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
public final class GpiodView implements Gpiod, AutoCloseable {
    /** The kernel's char[32] with its NUL. */
    private static final int CONSUMER_BYTES = 31;

    private final GpiodCore core;
    private final String user;

    /** The user, cut to what a consumer may be. */
    private final String consumer;

    /** Set once, by {@link #close}. */
    private volatile boolean closed;

    GpiodView(GpiodCore core, String user) {
        this.core = core;
        this.user = user;
        this.consumer = cut(user);
    }

    @Override
    public List<ChipInfo> chips() {
        return core.chips(new ArrayList<>());
    }

    @Override
    public Chip openChip(String chip) throws GpiodException {
        Objects.requireNonNull(chip, "chip");
        checkOpen();
        return handOut(new OpenChip(core.open(chip, this), this, core.leaks()));
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
        checkOpen();
        try (ChipHandle opened = core.open(chip, this)) {
            return request(opened, config);
        }
    }

    OwnedRequest request(ChipHandle chip, RequestConfig config) throws GpiodException {
        return handOut(new OwnedRequest(chip.request(config, consumer, this), user, core.leaks()));
    }

    /** What was made while the door was closed is taken back, too. */
    private <T> T handOut(T made) {
        if (closed) {
            core.release(this, user);
            checkOpen();
        }
        return made;
    }

    @Override
    public boolean isChipDevice(String path) {
        return core.isChipDevice(path);
    }

    @Override
    public String apiVersion() {
        return core.apiVersion();
    }

    /** Cuts a text to the bytes that a consumer may have, not within a character. */
    private static String cut(String text) {
        String cut = text;
        while (cut.getBytes(StandardCharsets.UTF_8).length > CONSUMER_BYTES) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this Gpiod service was given back by " + user);
        }
    }

    /** Who it is for. */
    String user() {
        return user;
    }

    /** Takes back all that went through this door; what it was is the user's leak. */
    @Override
    public void close() {
        closed = true;
        core.release(this, user);
    }
}
