package com.example.gpiod.shell;

import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.shell.Options.Arguments;

import org.apache.felix.service.command.Descriptor;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code gpio:set} sets lines, as gpioset does.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@Component(
        service = SetCommand.class,
        property = {"osgi.command.scope=gpio", "osgi.command.function=set"})
public final class SetCommand {
    private static final String CONSUMER = "gpio:set";
    private static final String HOLD_PERIOD = "hold-period";
    private static final String TOGGLE = "toggle";

    private static final Options OPTIONS = RequestOptions.addOptions(
                    LineFinder.addOptions(new Options(
                            "gpio:set",
                            "LINE=VALUE...",
                            "Sets lines, and holds them until Ctrl-C. Lines that a configuration"
                                    + " holds are set, and stay with it.\n"
                                    + "VALUE is active, on, true, 1, or inactive, off, false, 0.")),
                    CONSUMER)
            .value(
                    "d",
                    RequestOptions.DRIVE,
                    "DRIVE",
                    "push-pull (default), open-drain, open-source")
            .value("p", HOLD_PERIOD, "PERIOD", "with --toggle: holds each value at least so long")
            .value(
                    "t",
                    TOGGLE,
                    "PERIOD[,PERIOD...]",
                    "toggles after each period, over and over; a last period of 0 ends instead");

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
    public SetCommand(@Reference Gpiod gpiod, BundleContext context) {
        this(gpiod, new ServiceConfigurations(context));
    }

    SetCommand(Gpiod gpiod, Configurations configurations) {
        this.gpiod = gpiod;
        this.configurations = configurations;
    }

    /** Ends what runs. */
    @Deactivate
    public void end() {
        runs.end();
    }

    /**
     * Sets lines.
     *
     * @param arguments options, and lines with values
     * @return the help, if that was asked for
     * @throws Exception if the lines cannot be had or set, or are gone
     */
    @Descriptor("sets GPIO lines; --help tells more")
    public @Nullable String set(@Descriptor("options, and lines with values") String... arguments)
            throws Exception {
        return run(Console.ofThisThread(), arguments);
    }

    @Nullable String run(Console console, String... arguments) throws Exception {
        return runs.run(OPTIONS, arguments, given -> {
            set(given, console);
            return null;
        });
    }

    private void set(Arguments given, Console console) throws IOException, InterruptedException {
        Optional<Toggling> toggling = given.value(TOGGLE)
                .map(periods ->
                        Toggling.of(given, TOGGLE, periods, Values.period(given, HOLD_PERIOD)));
        Map<Target, Boolean> values = values(given, console);
        LineSettings.Builder settings = RequestOptions.apply(given, LineSettings.output(false));
        List<String> released = new ArrayList<>();
        try (Signals<String> gone = new Signals<>();
                Held held = Held.hold(
                        gpiod,
                        configurations,
                        given,
                        List.copyOf(values.keySet()),
                        target -> settings.outputValue(values.getOrDefault(target, false))
                                .build(),
                        given.value(RequestOptions.CONSUMER).orElse(CONSUMER))) {
            for (HeldLines lines : held.groups()) {
                if (lines.configured().isPresent()) {
                    lines.set(values);
                } else {
                    lines.lines().subscribe(new Listener(gone));
                    lines.targets().forEach(target -> released.add(target.id()));
                }
            }
            hold(held, values, toggling, released, gone, console);
        } finally {
            if (!released.isEmpty()) {
                console.remark(
                        names(released) + " released: the driver says whether the value stays");
            }
        }
    }

    private Map<Target, Boolean> values(Arguments given, Console console) throws GpiodException {
        Map<String, Boolean> byId = new LinkedHashMap<>();
        for (String operand : given.someOperands()) {
            int equals = operand.lastIndexOf('=');
            if (equals < 0) {
                throw given.wrong("'" + operand + "' has no value; write " + operand + "=active");
            }
            String id = operand.substring(0, equals);
            if (byId.put(id, Values.active(given, operand.substring(equals + 1))) != null) {
                throw given.wrong("line " + id + " is named twice");
            }
        }
        Map<Target, Boolean> values = new LinkedHashMap<>();
        for (Target target :
                new LineFinder(gpiod, given, console).find(List.copyOf(byId.keySet()))) {
            values.put(target, byId.get(target.id()));
        }
        return values;
    }

    /** Keeps what is set, as long as that makes a difference. */
    private static void hold(
            Held held,
            Map<Target, Boolean> values,
            Optional<Toggling> toggling,
            List<String> released,
            Signals<String> gone,
            Console console)
            throws IOException, InterruptedException {
        if (toggling.isEmpty() && released.isEmpty()) {
            return;
        }
        if (toggling.isEmpty()) {
            console.remark(names(released) + " held until Ctrl-C");
        }
        while (true) {
            Optional<Duration> period = toggling.map(Toggling::next);
            Optional<String> end = gone.take(period);
            if (end.isPresent()) {
                throw new IOException(end.get());
            }
            if (toggling.isEmpty() || toggling.get().isOver()) {
                return;
            }
            values.replaceAll((target, active) -> !active);
            for (HeldLines lines : held.groups()) {
                lines.set(values);
            }
        }
    }

    private static String names(List<String> ids) {
        return ids.stream().map(Text::printable).collect(Collectors.joining(", "));
    }

    /** Tells when there is nothing to hold any more. */
    private record Listener(Signals<String> gone) implements EdgeListener {
        @Override
        public void onEdge(EdgeEvent event) {
            // Outputs have none.
        }

        @Override
        public void onGone(GpiodException reason) {
            gone.put(String.valueOf(reason.getMessage()));
        }
    }
}
