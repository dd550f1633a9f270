package com.example.gpiod.kura;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.LineSettings;

import org.eclipse.kura.gpio.KuraGPIODirection;
import org.eclipse.kura.gpio.KuraGPIOMode;
import org.eclipse.kura.gpio.KuraGPIOTrigger;

import java.util.Objects;
import java.util.Optional;

/**
 * What an application wants a pin to be.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 *
 * @param inputBias bias as an input; one that nobody asked for may be none that Kura has a mode for
 */
record PinMode(
        KuraGPIODirection direction, KuraGPIOMode mode, KuraGPIOTrigger trigger, Bias inputBias) {
    PinMode {
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(trigger, "trigger");
    }

    /** What an application asks for. */
    static PinMode asked(KuraGPIODirection direction, KuraGPIOMode mode, KuraGPIOTrigger trigger) {
        return new PinMode(direction, mode, trigger, bias(mode));
    }

    /** What a line is to be for an application that asks for nothing. */
    static PinMode unasked(PinRule rule, AdapterConfig config) {
        KuraGPIOTrigger trigger = trigger(rule.edge().orElse(Edge.NONE));
        Optional<KuraGPIOMode> mode = rule.mode();
        if (rule.direction().orElse(Direction.INPUT) == Direction.OUTPUT) {
            boolean openDrain =
                    rule.drive().filter(drive -> drive == Drive.OPEN_DRAIN).isPresent();
            return asked(
                    KuraGPIODirection.OUTPUT,
                    mode.filter(PinMode::isOfOutputs)
                            .orElse(
                                    openDrain
                                            ? KuraGPIOMode.OUTPUT_OPEN_DRAIN
                                            : KuraGPIOMode.OUTPUT_PUSH_PULL),
                    trigger);
        }
        Bias bias = mode.filter(each -> !isOfOutputs(each))
                .map(PinMode::bias)
                .orElse(config.defaultBias());
        return new PinMode(
                KuraGPIODirection.INPUT,
                rule.bias().orElse(bias) == Bias.PULL_DOWN
                        ? KuraGPIOMode.INPUT_PULL_DOWN
                        : KuraGPIOMode.INPUT_PULL_UP,
                trigger,
                bias);
    }

    private static boolean isOfOutputs(KuraGPIOMode mode) {
        return mode == KuraGPIOMode.OUTPUT_PUSH_PULL || mode == KuraGPIOMode.OUTPUT_OPEN_DRAIN;
    }

    private static Bias bias(KuraGPIOMode mode) {
        return mode == KuraGPIOMode.INPUT_PULL_DOWN ? Bias.PULL_DOWN : Bias.PULL_UP;
    }

    private static KuraGPIOTrigger trigger(Edge edge) {
        return switch (edge) {
            case NONE -> KuraGPIOTrigger.NONE;
            case RISING -> KuraGPIOTrigger.RAISING_EDGE;
            case FALLING -> KuraGPIOTrigger.FALLING_EDGE;
            case BOTH -> KuraGPIOTrigger.BOTH_EDGES;
        };
    }

    boolean isOutput() {
        return direction == KuraGPIODirection.OUTPUT;
    }

    /**
     * Returns the settings that the line gets. An output has no edges, whatever the trigger.
     *
     * @throws IllegalArgumentException if the kernel has nothing like it; says what would be right
     */
    LineSettings settings(PinRule rule, AdapterConfig config) {
        LineSettings.Builder settings = isOutput() ? output(rule, config) : input(rule, config);
        rule.activeLow().ifPresent(settings::activeLow);
        return settings.build();
    }

    private LineSettings.Builder output(PinRule rule, AdapterConfig config) {
        Drive drive = switch (mode) {
            case OUTPUT_PUSH_PULL -> Drive.PUSH_PULL;
            case OUTPUT_OPEN_DRAIN ->
                config.openDrainAsPushPull() ? Drive.PUSH_PULL : Drive.OPEN_DRAIN;
            case INPUT_PULL_UP, INPUT_PULL_DOWN ->
                throw new IllegalArgumentException("mode " + mode
                        + " is none of outputs; use OUTPUT_PUSH_PULL or"
                        + " OUTPUT_OPEN_DRAIN");
        };
        LineSettings.Builder settings = LineSettings.output(rule.initialValue().orElse(false))
                .drive(rule.drive().orElse(drive));
        rule.bias().ifPresent(settings::bias);
        return settings;
    }

    private LineSettings.Builder input(PinRule rule, AdapterConfig config) {
        if (isOfOutputs(mode)) {
            throw new IllegalArgumentException(
                    "mode " + mode + " is none of inputs; use INPUT_PULL_UP or INPUT_PULL_DOWN");
        }
        Edge edge = switch (trigger) {
            case NONE -> Edge.NONE;
            case RAISING_EDGE -> Edge.RISING;
            case FALLING_EDGE -> Edge.FALLING;
            case BOTH_EDGES -> Edge.BOTH;
            case HIGH_LEVEL, LOW_LEVEL, BOTH_LEVELS ->
                throw new IllegalArgumentException("trigger " + trigger
                        + " is one of levels, and the kernel reports edges only; use"
                        + " RAISING_EDGE, FALLING_EDGE or BOTH_EDGES, and getValue() for"
                        + " the level");
        };
        return LineSettings.input()
                .edge(edge)
                .bias(rule.bias().orElse(inputBias))
                .debounce(rule.debounce().orElse(config.debounce()));
    }

    /** The same for pins that are to be the same. */
    String key() {
        return this + " " + inputBias;
    }

    @Override
    public String toString() {
        return direction + " " + mode + " " + trigger;
    }
}
