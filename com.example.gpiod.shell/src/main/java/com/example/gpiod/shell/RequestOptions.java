package com.example.gpiod.shell;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.shell.Options.Arguments;

import java.util.List;

/** The options that say how lines are requested. */
final class RequestOptions {
    static final String AS_IS = "as-is";
    static final String BIAS = "bias";
    static final String DRIVE = "drive";
    static final String ACTIVE_LOW = "active-low";
    static final String DEBOUNCE_PERIOD = "debounce-period";
    static final String EVENT_CLOCK = "event-clock";
    static final String CONSUMER = "consumer";

    private static final List<String> ALL =
            List.of(AS_IS, BIAS, DRIVE, ACTIVE_LOW, DEBOUNCE_PERIOD, EVENT_CLOCK, CONSUMER);

    private RequestOptions() {}

    /** Adds those of any request. */
    static Options addOptions(Options options, String consumer) {
        return options.value("b", BIAS, "BIAS", "as-is (default), disabled, pull-up, pull-down")
                .flag("l", ACTIVE_LOW, "takes electrically low for active")
                .value(
                        "C",
                        CONSUMER,
                        "NAME",
                        "what others see as holder (default " + consumer + ")");
    }

    static LineSettings.Builder apply(Arguments given, LineSettings.Builder settings) {
        Values.choice(given, BIAS, List.of(Bias.AS_IS, Bias.DISABLED, Bias.PULL_UP, Bias.PULL_DOWN))
                .ifPresent(settings::bias);
        Values.choice(given, DRIVE, Drive.class).ifPresent(settings::drive);
        Values.period(given, DEBOUNCE_PERIOD).ifPresent(settings::debounce);
        Values.choice(given, EVENT_CLOCK, EventClock.class).ifPresent(settings::eventClock);
        return settings.activeLow(given.has(ACTIVE_LOW));
    }

    /** Those that were given, as a user writes them. */
    static List<String> given(Arguments given) {
        return ALL.stream().filter(given::has).map(option -> "--" + option).toList();
    }
}
