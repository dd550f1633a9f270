package com.example.gpiod.impl.core;

import com.example.gpiod.api.Direction;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.spi.Errno;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The kernel takes ten attributes with a request (uAPI v2), and libgpiod makes one of the output
 * values, one of each debounce period and one of each combination of other settings beyond the
 * first. Here it is found out beforehand, so that the message can say which of them are too many:
 * the kernel's E2BIG does not.
 */
final class AttributeLimit {
    private static final int MAX = 10;

    /** So many lines come to a period and a combination each at most, and to the output values. */
    private static final int NEVER_TOO_MANY = MAX / 2;

    private AttributeLimit() {}

    /** Refuses settings that are too different from one another. */
    static void check(String operation, Request.Lines lines, List<LineSettings> settings)
            throws GpiodException {
        if (settings.size() <= NEVER_TOO_MANY) {
            return;
        }
        int outputs = settings.stream().anyMatch(s -> s.direction() == Direction.OUTPUT) ? 1 : 0;
        Set<Duration> periods = settings.stream()
                .map(LineSettings::debounce)
                .filter(period -> !period.isZero())
                .collect(Collectors.toSet());
        int flags =
                (int) settings.stream().map(AttributeLimit::flags).distinct().count() - 1;
        int count = outputs + periods.size() + flags;
        if (count <= MAX) {
            return;
        }
        List<String> parts = new ArrayList<>();
        if (outputs > 0) {
            parts.add("1 for the values of outputs");
        }
        if (!periods.isEmpty()) {
            parts.add(periods.size() + " for different debounce periods");
        }
        if (flags > 0) {
            parts.add(flags + " for different combinations of the other settings");
        }
        String most = periods.size() >= flags ? "periods" : "combinations";
        throw new GpiodException(
                Reason.LIMIT,
                operation,
                Errno.E2BIG,
                lines.chip().path(),
                lines.texts(),
                "Cannot " + operation + " lines of " + Failures.describe(lines.chip())
                        + ": the settings need "
                        + count + " attributes, the kernel takes " + MAX + " ("
                        + String.join(", ", parts) + "); use fewer different " + most
                        + ", or make several requests (E2BIG)");
    }

    private static LineSettings flags(LineSettings line) {
        return Reconfiguration.effective(line).toBuilder()
                .debounce(Duration.ZERO)
                .outputValue(false)
                .build();
    }
}
