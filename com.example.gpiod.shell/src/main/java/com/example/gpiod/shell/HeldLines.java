package com.example.gpiod.shell;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.shell.Configurations.Configured;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Lines that a command uses, and that are one request: a configuration's, or one for the command.
 *
 * <p><b>Synchronization:</b> none required; external synchronization required while lines are taken.
 */
final class HeldLines implements AutoCloseable {
    private final Lines lines;
    private final List<Target> targets;
    private final Optional<Configured> configured;
    private final Runnable release;

    private HeldLines(
            Lines lines, List<Target> targets, Optional<Configured> configured, Runnable release) {
        this.lines = lines;
        this.targets = targets;
        this.configured = configured;
        this.release = release;
    }

    /** A line of a configuration, which is given back in the end. */
    static HeldLines of(Configured configured, Target target) {
        List<Target> targets = new ArrayList<>(List.of(target));
        return new HeldLines(
                configured.lines(), targets, Optional.of(configured), configured::close);
    }

    /** Takes a line among these if it is one of the same configuration. */
    boolean takes(Target target) {
        return configured.isPresent()
                && lines.chip().name().equals(target.chip().name())
                && lines.offsets().contains(target.offset())
                && targets.add(target);
    }

    /** Requests lines of one chip, which are released in the end. */
    static HeldLines request(
            Gpiod gpiod,
            List<Target> targets,
            Function<Target, LineSettings> settings,
            String consumer)
            throws GpiodException {
        RequestConfig.Builder config = RequestConfig.builder().consumer(consumer);
        for (Target target : targets) {
            config.line(target.offset(), settings.apply(target));
        }
        try (Chip chip = gpiod.openChip(targets.get(0).chip().path())) {
            LineRequest request = chip.request(config.build());
            return new HeldLines(request, targets, Optional.empty(), request::close);
        }
    }

    Lines lines() {
        return lines;
    }

    List<Target> targets() {
        return targets;
    }

    /** The configuration that holds them; empty if the command does. */
    Optional<Configured> configured() {
        return configured;
    }

    EventClock clock(Target target) {
        return lines.settings(target.offset()).eventClock();
    }

    /** The bit of a line in the masks of these. */
    long bit(Target target) {
        return 1L << lines.offsets().indexOf(target.offset());
    }

    private long mask(Collection<Target> some) {
        return some.stream().mapToLong(this::bit).reduce(0, (a, b) -> a | b);
    }

    /** Reads all of them at once. */
    void get(Map<Target, Boolean> values) throws GpiodException {
        long read = lines.getMask(mask(targets));
        for (Target target : targets) {
            values.put(target, (read & bit(target)) != 0);
        }
    }

    /** Sets all of them at once. */
    void set(Map<Target, Boolean> values) throws GpiodException {
        lines.setMask(mask(targets), mask(targets.stream().filter(values::get).toList()));
    }

    @Override
    public void close() {
        release.run();
    }
}
