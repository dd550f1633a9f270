package com.example.gpiod.shell;

import com.example.gpiod.shell.Options.Arguments;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The loop of the commands that tell what happens: writes until there were enough events, nothing
 * happened for too long, or all that is watched is gone.
 */
final class Watching {
    private static final String NUM_EVENTS = "num-events";
    private static final String IDLE_TIMEOUT = "idle-timeout";

    private final Optional<Integer> wanted;
    private final Optional<Duration> timeout;

    Watching(Arguments given) {
        wanted = Values.count(given, NUM_EVENTS);
        timeout = Values.period(given, IDLE_TIMEOUT);
    }

    static Options addOptions(Options options) {
        return options.value("n", NUM_EVENTS, "COUNT", "ends after so many events")
                .value("i", IDLE_TIMEOUT, "PERIOD", "ends when nothing happens for so long");
    }

    /**
     * Writes what comes.
     *
     * @param signals what comes
     * @param sources how many may end until nothing can come any more
     * @throws IOException if all of them did, or nobody reads what is written
     */
    void run(Signals<Signal> signals, int sources, Console console)
            throws IOException, InterruptedException {
        int events = 0;
        int ended = 0;
        while (wanted.isEmpty() || events < wanted.get()) {
            Optional<Signal> signal = signals.take(timeout);
            if (signal.isEmpty()) {
                return;
            }
            switch (signal.get().type()) {
                case EVENT -> {
                    console.print(signal.get().text());
                    events++;
                }
                case RESULT -> console.print(signal.get().text());
                case REMARK -> console.remark(signal.get().text());
                case END -> {
                    if (++ended == sources) {
                        throw new IOException(signal.get().text());
                    }
                    console.remark(signal.get().text());
                }
            }
        }
    }
}
