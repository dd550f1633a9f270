package com.example.gpiod.shell;

import com.example.gpiod.shell.Options.Arguments;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What texts of options mean. */
final class Values {
    private static final Pattern PERIOD = Pattern.compile("([0-9]{1,9})(us|ms|s|m)?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final List<String> ACTIVE = List.of("1", "active", "on", "true");
    private static final List<String> INACTIVE = List.of("0", "inactive", "off", "false");

    private Values() {}

    /** A period as libgpiod's tools take it: milliseconds, unless it has a unit. */
    static Optional<Duration> period(Arguments given, String option) {
        return given.value(option).map(text -> period(given, option, text));
    }

    static Duration period(Arguments given, String option, String text) {
        Matcher period = PERIOD.matcher(text);
        if (!period.matches()) {
            throw given.wrong("--" + option + " is '" + text
                    + "'; give a whole number with its unit (us, ms, s, m), such as 5ms");
        }
        long number = Long.parseLong(period.group(1));
        String unit = period.group(2);
        return switch (unit == null ? "ms" : unit) {
            case "us" -> Duration.ofNanos(number * 1000);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofMillis(number);
        };
    }

    /** A whole number from 1. */
    static Optional<Integer> count(Arguments given, String option) {
        return given.value(option).map(text -> {
            if (!NUMBER.matcher(text).matches() || Integer.parseInt(text) == 0) {
                throw given.wrong("--" + option + " is '" + text + "'; give a whole number from 1");
            }
            return Integer.parseInt(text);
        });
    }

    /** One of some values, written small and with hyphens. */
    static <E extends Enum<E>> Optional<E> choice(Arguments given, String option, List<E> choices) {
        return given.value(option)
                .map(text -> choices.stream()
                        .filter(choice -> Text.lower(choice).equals(text.toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> given.wrong("--" + option + " is '" + text
                                + "'; give one of "
                                + String.join(
                                        ", ", choices.stream().map(Text::lower).toList()))));
    }

    static <E extends Enum<E>> Optional<E> choice(
            Arguments given, String option, Class<E> choices) {
        return choice(given, option, Arrays.asList(choices.getEnumConstants()));
    }

    /** A value of a line: {@code true} for active. */
    static boolean active(Arguments given, String text) {
        String value = text.toLowerCase(Locale.ROOT);
        if (!ACTIVE.contains(value) && !INACTIVE.contains(value)) {
            throw given.wrong("value '" + text
                    + "'; give active, on, true or 1, or else inactive, off, false or 0");
        }
        return ACTIVE.contains(value);
    }
}
