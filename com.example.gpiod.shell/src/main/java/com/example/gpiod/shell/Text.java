package com.example.gpiod.shell;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.LineInfo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Chips and lines as text, in the style of gpiodetect and gpioinfo. */
final class Text {
    private Text() {}

    static String chip(ChipInfo chip) {
        return printable(chip.name() + " [" + chip.label() + "] (" + count(chip) + ")");
    }

    static String heading(ChipInfo chip) {
        return printable(chip.name() + " [" + chip.label() + "] - " + count(chip) + ":");
    }

    /** Aligned among each other. */
    static List<String> lines(List<LineInfo> lines) {
        int offsetWidth = 3;
        int nameWidth = "unnamed".length();
        for (LineInfo line : lines) {
            offsetWidth = Math.max(offsetWidth, Integer.toString(line.offset()).length());
            nameWidth = Math.max(nameWidth, name(line).length());
        }
        String format = "    line %" + offsetWidth + "d:  %-" + nameWidth + "s  %s";
        List<String> text = new ArrayList<>(lines.size());
        for (LineInfo line : lines) {
            text.add(String.format(format, line.offset(), name(line), attributes(line)));
        }
        return text;
    }

    private static String count(ChipInfo chip) {
        return chip.numLines() == 1 ? "1 line" : chip.numLines() + " lines";
    }

    static String name(LineInfo line) {
        return line.name().isEmpty() ? "unnamed" : quoted(line.name());
    }

    /** Only what differs from the kernel's defaults, as gpioinfo does. */
    static String attributes(LineInfo line) {
        StringBuilder text = new StringBuilder(lower(line.direction()));
        if (line.edge() != Edge.NONE) {
            text.append(" edges=").append(lower(line.edge()));
        }
        if (line.activeLow()) {
            text.append(" active-low");
        }
        if (line.drive() != Drive.PUSH_PULL) {
            text.append(" drive=").append(lower(line.drive()));
        }
        if (line.bias() != Bias.UNKNOWN && line.bias() != Bias.AS_IS) {
            text.append(" bias=").append(lower(line.bias()));
        }
        if (line.eventClock() != EventClock.MONOTONIC) {
            text.append(" event-clock=").append(lower(line.eventClock()));
        }
        if (!line.debounce().isZero()) {
            text.append(" debounce-period=").append(period(line.debounce()));
        }
        if (line.used()) {
            text.append(
                    line.consumer().isEmpty() ? " used" : " consumer=" + quoted(line.consumer()));
        }
        return text.toString();
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String period(Duration period) {
        long micros = period.toNanos() / 1000;
        if (micros % 1_000_000 == 0) {
            return micros / 1_000_000 + "s";
        }
        return micros % 1000 == 0 ? micros / 1000 + "ms" : micros + "us";
    }

    static String quoted(String text) {
        return '"' + printable(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    /** Names come from firmware and from other programs: they must not steer the terminal. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isPrintable(c)) {
                printable.appendCodePoint(c);
            } else {
                printable.append(String.format("\\u{%x}", c));
            }
        });
        return printable.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            // FORMAT holds the marks that turn the direction of text.
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
