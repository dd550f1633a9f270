package com.example.gpiod.simulator;

import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What libgpiod and the kernel check of settings before they look at a line. */
final class KernelRules {
    private static final int MAX_ATTRIBUTES = 10;

    private KernelRules() {}

    /**
     * Checks settings.
     *
     * @param settings settings of all lines of a request
     * @return the same, with the direction that they come to
     * @throws ErrnoException E2BIG too many different settings, EOPNOTSUPP no such clock
     */
    static List<LineSettings> check(List<LineSettings> settings) throws ErrnoException {
        List<LineSettings> effective =
                settings.stream().map(KernelRules::effective).toList();
        if (attributes(effective) > MAX_ATTRIBUTES) {
            throw new ErrnoException(Errno.E2BIG);
        }
        for (LineSettings line : effective) {
            if (line.eventClock() == EventClock.HTE) {
                throw new ErrnoException(Errno.EOPNOTSUPP);
            }
        }
        return effective;
    }

    /** Edge detection as it is means input. */
    private static LineSettings effective(LineSettings line) {
        return line.direction() == Direction.AS_IS && line.edge() != Edge.NONE
                ? line.toBuilder().direction(Direction.INPUT).build()
                : line;
    }

    /**
     * The output values take one, each debounce period one, each set of flags but the first one.
     */
    private static long attributes(List<LineSettings> settings) {
        boolean outputs = settings.stream().anyMatch(s -> s.direction() == Direction.OUTPUT);
        Stream<Duration> periods = settings.stream().map(LineSettings::debounce).distinct();
        Stream<LineSettings> flags = settings.stream().map(KernelRules::flags).distinct();
        return (outputs ? 1 : 0) + periods.filter(p -> !p.isZero()).count() + flags.count() - 1;
    }

    private static LineSettings flags(LineSettings line) {
        return line.toBuilder().debounce(Duration.ZERO).outputValue(false).build();
    }
}
