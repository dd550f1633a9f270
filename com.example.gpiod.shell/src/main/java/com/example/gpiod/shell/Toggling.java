package com.example.gpiod.shell;

import com.example.gpiod.shell.Options.Arguments;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The periods after which a value is toggled: over and over, or once if the last one is 0.
 *
 * <p><b>Synchronization:</b> external synchronization required.
 */
final class Toggling {
    private final List<Duration> periods;
    private final boolean once;
    private int next;

    private Toggling(List<Duration> periods, boolean once) {
        this.periods = periods;
        this.once = once;
    }

    /**
     * Reads periods with commas between them.
     *
     * @param atLeast what makes shorter ones longer
     */
    static Toggling of(Arguments given, String option, String text, Optional<Duration> atLeast) {
        Duration shortest = atLeast.orElse(Duration.ZERO);
        List<Duration> periods = new ArrayList<>();
        boolean once = false;
        for (String word : text.split(",", -1)) {
            if (once) {
                throw given.wrong(
                        "--" + option + " is '" + text + "'; only the last period can be 0");
            }
            Duration period = Values.period(given, option, word.strip());
            once = period.isZero();
            periods.add(period.compareTo(shortest) < 0 ? shortest : period);
        }
        return new Toggling(List.copyOf(periods), once);
    }

    /** The next period. */
    Duration next() {
        return periods.get(next++ % periods.size());
    }

    /** Says whether nothing comes after the period that {@link #next} gave. */
    boolean isOver() {
        return once && next == periods.size();
    }
}
