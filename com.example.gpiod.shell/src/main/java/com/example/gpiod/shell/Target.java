package com.example.gpiod.shell;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.LineInfo;

/** A line that a user named; no other is equal to it. */
final class Target {
    private final String id;
    private final ChipInfo chip;
    private final LineInfo line;

    /**
     * Names a line.
     *
     * @param id how the user did
     * @param chip the chip that it is on
     * @param line the line, as it was when it was found
     */
    Target(String id, ChipInfo chip, LineInfo line) {
        this.id = id;
        this.chip = chip;
        this.line = line;
    }

    String id() {
        return id;
    }

    ChipInfo chip() {
        return chip;
    }

    LineInfo line() {
        return line;
    }

    int offset() {
        return line.offset();
    }

    boolean isSameLine(Target other) {
        return offset() == other.offset() && chip.path().equals(other.chip.path());
    }

    /** Such as {@code gpiochip0 3 "LED"}. */
    String place() {
        String place = Text.printable(chip.name()) + " " + offset();
        return line.name().isEmpty() ? place : place + " " + Text.quoted(line.name());
    }
}
