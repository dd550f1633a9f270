package com.example.gpiod.impl.core;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.InfoListener;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.api.Subscription;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the owner of an open chip sees.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class OpenChip implements Chip {
    private final ChipHandle chip;
    private final GpiodView door;
    private final Cleaner.Cleanable watch;

    OpenChip(ChipHandle chip, GpiodView door, LeakWatch leaks) {
        this.chip = chip;
        this.door = door;
        watch = leaks.watch(
                this, () -> "Chip " + Failures.describe(chip.info()), chip::isOpen, chip::close);
    }

    @Override
    public ChipInfo info() {
        return chip.info();
    }

    @Override
    public LineInfo lineInfo(int offset) throws GpiodException {
        return describe(LineKey.of(offset));
    }

    @Override
    public LineInfo lineInfo(String name) throws GpiodException {
        return describe(LineKey.of(name));
    }

    @Override
    public List<LineInfo> lineInfos() throws GpiodException {
        try {
            return chip.lineInfos();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private LineInfo describe(LineKey key) throws GpiodException {
        try {
            return chip.lineInfo(key);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public LineInfo watchLineInfo(int offset) throws GpiodException {
        return watch(LineKey.of(offset));
    }

    @Override
    public LineInfo watchLineInfo(String name) throws GpiodException {
        return watch(LineKey.of(name));
    }

    private LineInfo watch(LineKey key) throws GpiodException {
        try {
            return chip.watch(key);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void unwatchLineInfo(int offset) throws GpiodException {
        unwatch(LineKey.of(offset));
    }

    @Override
    public void unwatchLineInfo(String name) throws GpiodException {
        unwatch(LineKey.of(name));
    }

    private void unwatch(LineKey key) throws GpiodException {
        try {
            chip.unwatch(key);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public Subscription subscribe(InfoListener listener) throws GpiodException {
        Objects.requireNonNull(listener, "listener");
        try {
            return chip.subscribe(listener, this::ended);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    private void ended(EventSubscription<InfoEvent> subscription) {
        // Nothing to do. But the subscription refers to this object, and so keeps it reachable: a
        // chip that somebody listens to was not forgotten.
    }

    @Override
    public boolean waitInfoEvent(Duration timeout) throws GpiodException, InterruptedException {
        Objects.requireNonNull(timeout, "timeout");
        try {
            return chip.waitInfoEvent(timeout);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public Optional<InfoEvent> readInfoEvent(Duration timeout)
            throws GpiodException, InterruptedException {
        Objects.requireNonNull(timeout, "timeout");
        try {
            return chip.readInfoEvent(timeout);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public LineRequest request(RequestConfig config) throws GpiodException {
        Objects.requireNonNull(config, "config");
        try {
            return door.request(chip, config);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void close() {
        chip.close();
        watch.clean();
    }

    @Override
    public String toString() {
        return "Chip[" + Failures.describe(info()) + (chip.isOpen() ? "]" : ", closed]");
    }
}
