package com.example.gpiod.shell;

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

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * {@code gpio:get} reads lines, as gpioget does.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@Component(
        service = GetCommand.class,
        property = {"osgi.command.scope=gpio", "osgi.command.function=get"})
public final class GetCommand {
    private static final String CONSUMER = "gpio:get";
    private static final String HOLD_PERIOD = "hold-period";
    private static final String NUMERIC = "numeric";

    private static final Options OPTIONS = RequestOptions.addOptions(
                    LineFinder.addOptions(new Options(
                            "gpio:get",
                            "LINE...",
                            "Reads lines, and leaves them what they are: an output drives on.")),
                    CONSUMER)
            .flag(
                    "a",
                    RequestOptions.AS_IS,
                    "leaves the direction of a line alone; so it is without --bias, too")
            .value("p", HOLD_PERIOD, "PERIOD", "waits between request and reading")
            .flag("", NUMERIC, "shows 0 and 1");

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
    public GetCommand(@Reference Gpiod gpiod, BundleContext context) {
        this(gpiod, new ServiceConfigurations(context));
    }

    GetCommand(Gpiod gpiod, Configurations configurations) {
        this.gpiod = gpiod;
        this.configurations = configurations;
    }

    /** Ends what runs. */
    @Deactivate
    public void end() {
        runs.end();
    }

    /**
     * Reads lines.
     *
     * @param arguments options and lines
     * @return their values in one line of text, or the help
     * @throws Exception if they cannot be read
     */
    @Descriptor("reads GPIO lines; --help tells more")
    public @Nullable String get(@Descriptor("options and lines") String... arguments)
            throws Exception {
        return run(Console.ofThisThread(), arguments);
    }

    @Nullable String run(Console console, String... arguments) throws Exception {
        return runs.run(OPTIONS, arguments, given -> get(given, console));
    }

    private String get(Arguments given, Console console)
            throws GpiodException, InterruptedException {
        Optional<Duration> hold = Values.period(given, HOLD_PERIOD);
        LineSettings settings = settings(given);
        List<Target> targets = new LineFinder(gpiod, given, console).find(given.someOperands());
        Map<Target, Boolean> values = new LinkedHashMap<>();
        targets.forEach(target -> values.put(target, false));
        try (Held held = Held.hold(
                gpiod,
                configurations,
                given,
                targets,
                target -> settings,
                given.value(RequestOptions.CONSUMER).orElse(CONSUMER))) {
            if (hold.isPresent()) {
                TimeUnit.NANOSECONDS.sleep(hold.get().toNanos());
            }
            for (HeldLines lines : held.groups()) {
                lines.get(values);
            }
        }
        boolean numeric = given.has(NUMERIC);
        return values.entrySet().stream()
                .map(value -> numeric
                        ? value.getValue() ? "1" : "0"
                        : Text.quoted(value.getKey().id())
                                + (value.getValue() ? "=active" : "=inactive"))
                .collect(Collectors.joining(" "));
    }

    /** As gpioget has it with --as-is: to look at a relay must not switch it off. */
    private static LineSettings settings(Arguments given) {
        if (given.has(RequestOptions.AS_IS) && given.has(RequestOptions.BIAS)) {
            throw given.wrong("--bias makes the line an input, --as-is does not; leave one out");
        }
        LineSettings.Builder settings =
                given.has(RequestOptions.BIAS) ? LineSettings.input() : LineSettings.builder();
        return RequestOptions.apply(given, settings).build();
    }
}
