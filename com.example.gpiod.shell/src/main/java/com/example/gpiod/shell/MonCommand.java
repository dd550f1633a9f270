package com.example.gpiod.shell;

import static java.util.Map.entry;

import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.Subscription;
import com.example.gpiod.shell.Options.Arguments;

import org.apache.felix.service.command.Descriptor;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * {@code gpio:mon} writes the edges of lines, as gpiomon does.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@Component(
        service = MonCommand.class,
        property = {"osgi.command.scope=gpio", "osgi.command.function=mon"})
public final class MonCommand {
    private static final String CONSUMER = "gpio:mon";
    private static final String EDGES = "edges";
    private static final String INITIAL = "initial";

    private static final Options OPTIONS = Watching.addOptions(Format.addOptions(
            Times.addOptions(RequestOptions.addOptions(
                            LineFinder.addOptions(new Options(
                                    "gpio:mon",
                                    "LINE...",
                                    "Writes the edges of lines until Ctrl-C.")),
                            CONSUMER)
                    .value("e", EDGES, "EDGES", "rising, falling, both (default)")
                    .value(
                            "E",
                            RequestOptions.EVENT_CLOCK,
                            "CLOCK",
                            "monotonic (default), realtime, hte")
                    .value(
                            "p",
                            RequestOptions.DEBOUNCE_PERIOD,
                            "PERIOD",
                            "takes shorter pulses for bounces")
                    .flag("", INITIAL, "writes the values first")),
            "%o offset, %l line, %c chip, %e 1 or 2, %E rising or falling,"
                    + " %S seconds, %U UTC, %L local time"));

    private static final Map<Character, Function<Seen, String>> SPECIFIERS = Map.ofEntries(
            entry('o', seen -> Integer.toString(seen.target.offset())),
            entry('l', seen -> Text.printable(seen.target.id())),
            entry('c', seen -> Text.printable(seen.target.chip().name())),
            entry('e', seen -> seen.event.type() == EdgeEvent.Type.RISING ? "1" : "2"),
            entry('E', seen -> Text.lower(seen.event.type())),
            entry('S', seen -> Times.seconds(seen.event.timestampNanos())),
            entry('U', seen -> Times.utc(seen.event.timestampNanos(), seen.clock)),
            entry('L', seen -> Times.local(seen.event.timestampNanos(), seen.clock)));

    private final Gpiod gpiod;
    private final Configurations configurations;
    private final Runs runs = new Runs();

    /**
     * Makes the command.
     *
     * @param gpiod where the lines are
     * @param context where the services are that hold lines
     */
    @Activate
    public MonCommand(@Reference Gpiod gpiod, BundleContext context) {
        this(gpiod, new ServiceConfigurations(context));
    }

    MonCommand(Gpiod gpiod, Configurations configurations) {
        this.gpiod = gpiod;
        this.configurations = configurations;
    }

    /** Ends what runs. */
    @Deactivate
    public void end() {
        runs.end();
    }

    /**
     * Writes edges.
     *
     * @param arguments options and lines
     * @return the help, if that was asked for
     * @throws Exception if the lines cannot be had, or are gone
     */
    @Descriptor("writes the edges of GPIO lines; --help tells more")
    public @Nullable String mon(@Descriptor("options and lines") String... arguments)
            throws Exception {
        return run(Console.ofThisThread(), arguments);
    }

    @Nullable String run(Console console, String... arguments) throws Exception {
        return runs.run(OPTIONS, arguments, given -> {
            monitor(given, console);
            return null;
        });
    }

    private void monitor(Arguments given, Console console)
            throws IOException, InterruptedException {
        Watching watching = new Watching(given);
        Edge edges = Values.choice(given, EDGES, List.of(Edge.RISING, Edge.FALLING, Edge.BOTH))
                .orElse(Edge.BOTH);
        LineSettings settings =
                RequestOptions.apply(given, LineSettings.input()).edge(edges).build();
        Function<Seen, String> format = format(given);
        List<Target> targets = new LineFinder(gpiod, given, console).find(given.someOperands());
        List<Subscription> subscriptions = new ArrayList<>();
        try (Signals<Signal> signals = new Signals<>();
                Held held = Held.hold(
                        gpiod,
                        configurations,
                        given,
                        targets,
                        target -> settings,
                        given.value(RequestOptions.CONSUMER).orElse(CONSUMER))) {
            try {
                for (HeldLines lines : held.groups()) {
                    refuseLinesWithoutEdges(given, lines, edges);
                    lines.configured()
                            .ifPresent(configured ->
                                    configured.onEnd(() -> signals.put(Signal.end("configuration "
                                            + configured.name() + " has released its lines"))));
                    subscriptions.add(lines.lines()
                            .subscribeFromNow(new Listener(
                                    lines, edges, format, given.has(INITIAL), signals)));
                }
                watching.run(signals, held.groups().size(), console);
            } finally {
                subscriptions.forEach(Subscription::close);
            }
        }
    }

    private static Function<Seen, String> format(Arguments given) {
        if (given.value(Format.OPTION).isPresent()) {
            return Format.of(given.value(Format.OPTION).get(), SPECIFIERS, given)::apply;
        }
        Function<Seen, String> time = SPECIFIERS.getOrDefault(Times.specifier(given), seen -> "");
        return seen -> String.format(
                "%s  %-7s  %s",
                time.apply(seen), Text.lower(seen.event.type()), seen.target.place());
    }

    /** What a configuration does not ask for never comes. */
    private static void refuseLinesWithoutEdges(Arguments given, HeldLines lines, Edge edges) {
        if (lines.configured().isEmpty()) {
            return;
        }
        for (Target target : lines.targets()) {
            Edge reported = lines.lines().settings(target.offset()).edge();
            boolean missing = reported == Edge.NONE
                    || (given.has(EDGES) && reported != Edge.BOTH && reported != edges);
            if (missing) {
                throw given.wrong("line " + target.id() + " is held by configuration "
                        + lines.configured().get().name() + ", which says edge = "
                        + Text.lower(reported) + "; change it there");
            }
        }
    }

    /** An edge, with what is needed to write it. */
    private record Seen(Target target, EdgeEvent event, EventClock clock) {}

    private static final class Listener implements EdgeListener {
        private final HeldLines lines;
        private final Edge edges;
        private final Function<Seen, String> format;
        private final boolean initial;
        private final Signals<Signal> signals;
        private final List<EventClock> clocks;

        Listener(
                HeldLines lines,
                Edge edges,
                Function<Seen, String> format,
                boolean initial,
                Signals<Signal> signals) {
            this.lines = lines;
            this.edges = edges;
            this.format = format;
            this.initial = initial;
            this.signals = signals;
            clocks = lines.targets().stream().map(lines::clock).toList();
        }

        @Override
        public void onInitialValues(long values) {
            if (!initial) {
                return;
            }
            for (Target target : lines.targets()) {
                boolean active = (values & lines.bit(target)) != 0;
                signals.put(Signal.result(
                        Text.quoted(target.id()) + (active ? "=active" : "=inactive")));
            }
        }

        @Override
        public void onEdge(EdgeEvent event) {
            boolean asked = switch (event.type()) {
                case RISING -> edges != Edge.FALLING;
                case FALLING -> edges != Edge.RISING;
            };
            for (int i = 0; asked && i < clocks.size(); i++) {
                Target target = lines.targets().get(i);
                if (target.offset() == event.offset()) {
                    signals.put(Signal.event(format.apply(new Seen(target, event, clocks.get(i)))));
                }
            }
        }

        @Override
        public void onLost(long count) {
            signals.put(Signal.remark(count + " edges came too fast, and are lost"));
        }

        @Override
        public void onGone(GpiodException reason) {
            String text = String.valueOf(reason.getMessage());
            // The end of a configuration's lines is told by their service, in any case.
            signals.put(lines.configured().isPresent() ? Signal.remark(text) : Signal.end(text));
        }
    }
}
