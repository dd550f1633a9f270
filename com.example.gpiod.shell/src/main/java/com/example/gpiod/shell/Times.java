package com.example.gpiod.shell;

import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.WallClock;
import com.example.gpiod.shell.Options.Arguments;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Timestamps of events as text. */
final class Times {
    static final String LOCALTIME = "localtime";
    static final String UTC = "utc";

    private static final long NANOS = 1_000_000_000;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS");

    private Times() {}

    static Options addOptions(Options options) {
        return options.flag("", LOCALTIME, "shows the date, in local time")
                .flag("", UTC, "shows the date, in UTC");
    }

    /** Which specifier of a format the options ask for. */
    static char specifier(Arguments given) {
        if (given.has(UTC)) {
            return 'U';
        }
        return given.has(LOCALTIME) ? 'L' : 'S';
    }

    static String seconds(long nanos) {
        return String.format("%d.%09d", nanos / NANOS, nanos % NANOS);
    }

    static String utc(long nanos, EventClock clock) {
        return instant(nanos, clock)
                .map(instant -> DATE.format(instant.atOffset(ZoneOffset.UTC)) + "Z")
                .orElse(seconds(nanos));
    }

    static String local(long nanos, EventClock clock) {
        return instant(nanos, clock)
                .map(instant -> DATE.format(instant.atZone(ZoneId.systemDefault())))
                .orElse(seconds(nanos));
    }

    /** Empty for a clock of hardware's own, of which nothing is known. */
    private static Optional<Instant> instant(long nanos, EventClock clock) {
        return switch (clock) {
            // Measured anew for each, because the wall clock may be set at any time.
            case MONOTONIC -> Optional.of(WallClock.measure().at(nanos));
            case REALTIME -> Optional.of(Instant.ofEpochSecond(0, nanos));
            case HTE -> Optional.empty();
        };
    }
}
