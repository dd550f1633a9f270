package com.example.gpiod.kura;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.attributes.AttributeReader;

import org.eclipse.kura.gpio.KuraGPIOMode;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What an operator says of one line: what Kura's applications call it, and what is to be other than
 * they ask. Empty is what is not said.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 *
 * @param terminal its number for Kura
 * @param name its name for Kura
 * @param line which line, by name, as {@code CHIP:OFFSET}, or by its own number for Kura
 * @param direction direction when an application names none
 * @param mode mode when an application names none
 * @param edge edges when an application names no trigger
 * @param bias bias, whatever mode an application asks for
 * @param drive drive, whatever mode an application asks for
 * @param activeLow whether active is electrically low
 * @param debounce debounce period as an input
 * @param initialValue value as an output when it is opened
 */
record PinRule(
        OptionalInt terminal,
        Optional<String> name,
        String line,
        Optional<Direction> direction,
        Optional<KuraGPIOMode> mode,
        Optional<Edge> edge,
        Optional<Bias> bias,
        Optional<Drive> drive,
        Optional<Boolean> activeLow,
        Optional<Duration> debounce,
        Optional<Boolean> initialValue) {
    /** The biases that may be asked for. */
    static final List<Bias> BIASES =
            List.of(Bias.AS_IS, Bias.DISABLED, Bias.PULL_UP, Bias.PULL_DOWN);

    private enum Value {
        INACTIVE,
        ACTIVE
    }

    /** Says nothing of a line. */
    static PinRule none(String line) {
        return of(OptionalInt.empty(), Optional.empty(), line, Map.of());
    }

    /**
     * Reads an entry of the attribute pins, {@code PIN = LINE; attribute=value; ...}, where PIN is a
     * terminal or a name; without {@code = LINE} it is itself the line.
     *
     * @throws IllegalArgumentException if it is none
     */
    static PinRule parse(String text) {
        String[] parts = text.split(";", -1);
        int equals = parts[0].indexOf('=');
        String pin = (equals < 0 ? parts[0] : parts[0].substring(0, equals)).strip();
        String line = parts[0].substring(equals + 1).strip();
        if (pin.isEmpty() || line.isEmpty()) {
            throw new IllegalArgumentException(
                    "begin with PIN = LINE, such as 13 = GPIO27 or RELAY = gpiochip0:27");
        }
        Map<String, Object> attributes = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            put(parts[i].strip(), attributes);
        }
        OptionalInt terminal = terminal(pin);
        boolean mapped = equals >= 0;
        return of(
                mapped ? terminal : OptionalInt.empty(),
                mapped && terminal.isEmpty() ? Optional.of(pin) : Optional.empty(),
                line,
                attributes);
    }

    private static void put(String setting, Map<String, Object> attributes) {
        int equals = setting.indexOf('=');
        String attribute = equals < 0 ? setting : setting.substring(0, equals).strip();
        if (equals < 0
                || attribute.indexOf('.') >= 0
                || attributes.put(attribute, setting.substring(equals + 1).strip()) != null) {
            throw new IllegalArgumentException(
                    "'" + setting + "' is no attribute=value, or there twice");
        }
    }

    /**
     * Reads the attributes of a single line.
     *
     * @throws IllegalArgumentException if one of them is wrong or unknown
     */
    static PinRule of(
            OptionalInt terminal,
            Optional<String> name,
            String line,
            Map<String, Object> properties) {
        AttributeReader attributes = new AttributeReader(properties);
        PinRule rule = new PinRule(
                terminal,
                name,
                line,
                attributes.choice("direction", List.of(Direction.INPUT, Direction.OUTPUT)),
                Optional.empty(),
                attributes.choice("edge", List.of(Edge.values())),
                attributes.choice("bias", BIASES),
                attributes.choice("drive", List.of(Drive.values())),
                attributes.flag("active-low"),
                attributes.duration("debounce"),
                attributes
                        .choice("initial-value", List.of(Value.values()))
                        .map(value -> value == Value.ACTIVE));
        attributes.refuseUnknown();
        rule.check();
        return rule;
    }

    private void check() {
        if (direction.isPresent()) {
            boolean output = direction.get() == Direction.OUTPUT;
            refuse(output && edge.isPresent(), "edge", "input");
            refuse(output && debounce.isPresent(), "debounce", "input");
            refuse(!output && drive.isPresent(), "drive", "output");
            refuse(!output && initialValue.isPresent(), "initial-value", "output");
        }
        // An application may ask for an input all the same.
        debounce.ifPresent(period -> LineSettings.input().debounce(period).build());
    }

    private static void refuse(boolean wrong, String attribute, String direction) {
        if (wrong) {
            throw new IllegalArgumentException(
                    "attribute " + attribute + " needs direction " + direction);
        }
    }

    /** The same with what applications get that ask for nothing. */
    PinRule unasked(
            Optional<Direction> itsDirection,
            Optional<KuraGPIOMode> itsMode,
            Optional<Edge> itsEdge) {
        return new PinRule(
                terminal,
                name,
                line,
                itsDirection,
                itsMode,
                itsEdge,
                bias,
                drive,
                activeLow,
                debounce,
                initialValue);
    }

    /** The same without what others are called already. */
    PinRule without(Set<String> taken) {
        return new PinRule(
                terminal.isPresent() && taken.contains(Integer.toString(terminal.getAsInt()))
                        ? OptionalInt.empty()
                        : terminal,
                name.filter(each -> !taken.contains(each)),
                line,
                direction,
                mode,
                edge,
                bias,
                drive,
                activeLow,
                debounce,
                initialValue);
    }

    /** A number of up to nine digits, which fit an int. */
    static OptionalInt terminal(String text) {
        return text.matches("[0-9]{1,9}")
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }

    /** What this says, and where it says nothing, what the other does. */
    PinRule or(PinRule other) {
        return new PinRule(
                terminal.isPresent() ? terminal : other.terminal,
                name.or(() -> other.name),
                line,
                direction.or(() -> other.direction),
                mode.or(() -> other.mode),
                edge.or(() -> other.edge),
                bias.or(() -> other.bias),
                drive.or(() -> other.drive),
                activeLow.or(() -> other.activeLow),
                debounce.or(() -> other.debounce),
                initialValue.or(() -> other.initialValue));
    }
}
