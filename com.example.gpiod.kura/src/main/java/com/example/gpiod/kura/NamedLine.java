package com.example.gpiod.kura;

import com.example.gpiod.api.ChipInfo;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * A line, and what Kura's applications call it.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 *
 * @param chip its chip, as it was when the line was looked up
 * @param offset its offset
 * @param lineName its name; empty if it has none
 * @param name its name for Kura; no two lines have the same
 * @param terminal its number for Kura; -1 if it has none
 * @param rule what is said of it
 */
record NamedLine(
        ChipInfo chip, int offset, String lineName, String name, int terminal, PinRule rule) {
    /** What of Kura's descriptions is ours, in Kura 6. */
    static final String NAME = "name";

    static final String CONTROLLER = "controller";
    static final String LINE = "line";
    static final String DISPLAY_NAME = "display.name";

    /** How lines without a name are called. */
    static final String UNKNOWN = "unknown";

    /** Where it is. */
    String place() {
        return OpenPins.place(chip, offset);
    }

    /** What went wrong with it; Kura makes "Device ... is closed" of that, for example. */
    String because(@Nullable String reason) {
        return name + " (line " + offset + " of " + chip.name() + " [" + chip.label() + "]: "
                + reason + ")";
    }

    /** Kura's form: name, chip and offset, with colons between. */
    static String displayName(ChipInfo chip, int offset, String lineName) {
        return known(lineName) + ":" + chip.name() + ":" + offset;
    }

    private static String known(String lineName) {
        return lineName.isEmpty() ? UNKNOWN : lineName;
    }

    Map<String, String> description() {
        return Map.of(
                NAME,
                known(lineName),
                CONTROLLER,
                chip.name(),
                LINE,
                Integer.toString(offset),
                DISPLAY_NAME,
                displayName(chip, offset, lineName));
    }

    /**
     * Says whether all that is asked for is so. Nothing asked for, or something of another service's,
     * is never.
     */
    boolean matches(Map<String, String> asked) {
        Map<String, String> is = description();
        return !asked.isEmpty()
                && asked.entrySet().stream()
                        .allMatch(entry -> entry.getValue() != null
                                && (entry.getValue().equals(is.get(entry.getKey()))
                                        || isAnotherName(entry.getKey(), entry.getValue())));
    }

    /** A chip may be told by its label, too, and a line by its name for Kura. */
    private boolean isAnotherName(String key, String value) {
        return switch (key) {
            case CONTROLLER -> Catalogue.isCalled(chip, value);
            case NAME -> value.equals(name);
            default -> false;
        };
    }

    @Override
    public String toString() {
        return "pin " + name + " (line " + offset + " of " + chip.name() + " [" + chip.label()
                + "])";
    }
}
