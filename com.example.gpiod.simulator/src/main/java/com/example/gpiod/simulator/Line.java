package com.example.gpiod.simulator;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineSettings;

import org.jspecify.annotations.Nullable;

/**
 * A line: what is at its pin, and what the kernel keeps for it. Everything that can change is
 * guarded by the simulator's lock, which the callers hold.
 */
final class Line {
    private final int offset;
    private final String name;

    /** Where the outside pulls the pin to. */
    private boolean pulledUp;

    /**
     * Whether the chip drives the pin, and so overrides the pull; then {@link #drivenHigh} counts.
     */
    private boolean driven;

    private boolean drivenHigh;

    /** The direction; a released output stays one, as in the kernel. */
    private boolean output;

    private boolean used;
    private String consumer = "";
    private LineSettings settings = LineSettings.builder().build();

    /** Is told of changes of the level; null when the line is free or hogged. */
    private @Nullable EdgeDetector detector;

    Line(int offset, String name) {
        this.offset = offset;
        this.name = name;
    }

    int offset() {
        return offset;
    }

    String name() {
        return name;
    }

    boolean isUsed() {
        return used;
    }

    boolean isOutput() {
        return output;
    }

    boolean isActiveLow() {
        return settings.activeLow();
    }

    boolean isHigh() {
        return driven ? drivenHigh : pulledUp;
    }

    LineInfo info() {
        return new LineInfo(
                offset,
                name,
                used,
                consumer,
                output ? Direction.OUTPUT : Direction.INPUT,
                settings.edge(),
                settings.bias() == Bias.AS_IS ? Bias.UNKNOWN : settings.bias(),
                settings.drive(),
                settings.activeLow(),
                settings.debounce(),
                settings.eventClock());
    }

    void hold(String newConsumer, @Nullable EdgeDetector newDetector) {
        used = true;
        // What the kernel shows for a holder without a name.
        consumer = newConsumer.isEmpty() ? "?" : newConsumer;
        detector = newDetector;
    }

    /** The pin is no longer driven; direction and clock stay as they were, as in the kernel. */
    void release() {
        used = false;
        consumer = "";
        detector = null;
        driven = false;
        settings = LineSettings.builder().eventClock(settings.eventClock()).build();
    }

    void configure(LineSettings newSettings) {
        settings = newSettings;
        if (settings.direction() == Direction.OUTPUT) {
            output = true;
            drive(settings.outputValue());
        } else if (settings.direction() == Direction.INPUT) {
            output = false;
            driven = false;
        }
        // gpio-sim has no resistors of its own: a bias replaces the pull from outside.
        if (settings.bias() == Bias.PULL_UP || settings.bias() == Bias.PULL_DOWN) {
            pull(settings.bias() == Bias.PULL_UP);
        }
    }

    void drive(boolean active) {
        drivenHigh = active != settings.activeLow();
        driven = switch (settings.drive()) {
            case PUSH_PULL -> true;
            case OPEN_DRAIN -> !drivenHigh;
            case OPEN_SOURCE -> drivenHigh;
        };
    }

    void pull(boolean up) {
        boolean before = isHigh();
        pulledUp = up;
        if (detector != null && isHigh() != before) {
            detector.levelChanged();
        }
    }
}
