package com.example.gpiod.shell;

import static java.util.Map.entry;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.InfoListener;
import com.example.gpiod.shell.Options.Arguments;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code gpio:notify} writes who takes and releases lines, as gpionotify does. A {@link
 * org.apache.felix.service.command.Function}, because Gogo would otherwise call {@link
 * Object#notify} where no line is named.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@Component(
        service = org.apache.felix.service.command.Function.class,
        property = {"osgi.command.scope=gpio", "osgi.command.function=notify"})
public final class NotifyCommand implements org.apache.felix.service.command.Function {
    private static final String EVENT = "event";

    private static final Options OPTIONS = Watching.addOptions(Format.addOptions(
            Times.addOptions(LineFinder.addOptions(new Options(
                            "gpio:notify",
                            "LINE...",
                            "Writes when lines are requested, released or reconfigured,"
                                    + " until Ctrl-C. Takes no line itself."))
                    .value("e", EVENT, "EVENT", "only requested, released or reconfigured")),
            "%o offset, %l line, %c chip, %e 1, 2 or 3, %E the event, %a attributes,"
                    + " %C consumer, %S seconds, %U UTC, %L local time"));

    private static final Map<Character, Function<Seen, String>> SPECIFIERS = Map.ofEntries(
            entry('o', seen -> Integer.toString(seen.target.offset())),
            entry('l', seen -> Text.printable(seen.target.id())),
            entry('c', seen -> Text.printable(seen.target.chip().name())),
            entry('e', seen -> Integer.toString(number(seen.event.type()))),
            entry('E', seen -> Text.lower(seen.event.type())),
            entry('a', seen -> Text.attributes(seen.event.line())),
            entry('C', seen -> Text.printable(seen.event.line().consumer())),
            entry('S', seen -> Times.seconds(seen.event.timestampNanos())),
            entry('U', seen -> Times.utc(seen.event.timestampNanos(), EventClock.MONOTONIC)),
            entry('L', seen -> Times.local(seen.event.timestampNanos(), EventClock.MONOTONIC)));

    private final Gpiod gpiod;
    private final Runs runs = new Runs();

    /**
     * Makes the command.
     *
     * @param gpiod where the lines are
     */
    @Activate
    public NotifyCommand(@Reference Gpiod gpiod) {
        this.gpiod = gpiod;
    }

    /** Ends what runs. */
    @Deactivate
    public void end() {
        runs.end();
    }

    @Override
    public @Nullable Object execute(CommandSession session, List<Object> arguments)
            throws Exception {
        return notify(arguments.stream().map(String::valueOf).toArray(String[]::new));
    }

    /**
     * Writes what happens to lines.
     *
     * @param arguments options and lines
     * @return the help, if that was asked for
     * @throws Exception if the lines cannot be watched, or are gone
     */
    @Descriptor("writes who takes and releases GPIO lines; --help tells more")
    public @Nullable String notify(@Descriptor("options and lines") String... arguments)
            throws Exception {
        return run(Console.ofThisThread(), arguments);
    }

    @Nullable String run(Console console, String... arguments) throws Exception {
        return runs.run(OPTIONS, arguments, given -> {
            watch(given, console);
            return null;
        });
    }

    private void watch(Arguments given, Console console) throws IOException, InterruptedException {
        Watching watching = new Watching(given);
        Optional<InfoEvent.Type> only = Values.choice(given, EVENT, InfoEvent.Type.class);
        Function<Seen, String> format = format(given);
        Map<String, List<Target>> byChip = new LinkedHashMap<>();
        for (Target target : new LineFinder(gpiod, given, console).find(given.someOperands())) {
            byChip.computeIfAbsent(target.chip().path(), path -> new ArrayList<>())
                    .add(target);
        }
        List<Chip> chips = new ArrayList<>();
        try (Signals<Signal> signals = new Signals<>()) {
            for (Map.Entry<String, List<Target>> ofChip : byChip.entrySet()) {
                Chip chip = gpiod.openChip(ofChip.getKey());
                chips.add(chip);
                for (Target target : ofChip.getValue()) {
                    chip.watchLineInfo(target.offset());
                }
                chip.subscribe(new Listener(ofChip.getValue(), only, format, signals));
            }
            watching.run(signals, chips.size(), console);
        } finally {
            chips.forEach(Chip::close);
        }
    }

    private static Function<Seen, String> format(Arguments given) {
        if (given.value(Format.OPTION).isPresent()) {
            return Format.of(given.value(Format.OPTION).get(), SPECIFIERS, given)::apply;
        }
        Function<Seen, String> time = SPECIFIERS.getOrDefault(Times.specifier(given), seen -> "");
        return seen -> String.format(
                "%s  %-12s  %s  %s",
                time.apply(seen),
                Text.lower(seen.event.type()),
                seen.target.place(),
                Text.attributes(seen.event.line()));
    }

    private static int number(InfoEvent.Type type) {
        return switch (type) {
            case REQUESTED -> 1;
            case RELEASED -> 2;
            case RECONFIGURED -> 3;
        };
    }

    /** An event, with what is needed to write it. */
    private record Seen(Target target, InfoEvent event) {}

    private record Listener(
            List<Target> targets,
            Optional<InfoEvent.Type> only,
            Function<Seen, String> format,
            Signals<Signal> signals)
            implements InfoListener {
        @Override
        public void onInfo(InfoEvent event) {
            if (only.isPresent() && only.get() != event.type()) {
                return;
            }
            for (Target target : targets) {
                if (target.offset() == event.line().offset()) {
                    signals.put(Signal.event(format.apply(new Seen(target, event))));
                }
            }
        }

        @Override
        public void onMayHaveLost() {
            signals.put(Signal.remark("events came too fast, some may be lost"));
        }

        @Override
        public void onGone(GpiodException reason) {
            signals.put(Signal.end(String.valueOf(reason.getMessage())));
        }
    }
}
