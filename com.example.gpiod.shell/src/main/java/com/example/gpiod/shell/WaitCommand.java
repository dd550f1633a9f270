package com.example.gpiod.shell;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.shell.Options.Arguments;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code gpio:wait} waits for chips and lines. A {@link Function}, because Gogo would otherwise call
 * {@link Object#wait}.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@Component(
        service = Function.class,
        property = {"osgi.command.scope=gpio", "osgi.command.function=wait"})
public final class WaitCommand implements Function {
    private static final String TIMEOUT = "timeout";
    private static final String CHIPS =
            "(" + Constants.OBJECTCLASS + "=com.example.gpiod.api.Chip)";

    private static final Options OPTIONS = LineFinder.addOptions(new Options(
                    "gpio:wait",
                    "[LINE...]",
                    "Waits until all the lines are there, or the chip if no line is named.\n"
                            + "Whether somebody holds them does not matter."))
            .value("t", TIMEOUT, "PERIOD", "fails if they are not there within this time");

    private final Gpiod gpiod;
    private final BundleContext context;
    private final Runs runs = new Runs();

    /**
     * Makes the command.
     *
     * @param gpiod where the chips are
     * @param context tells when one comes
     */
    @Activate
    public WaitCommand(@Reference Gpiod gpiod, BundleContext context) {
        this.gpiod = gpiod;
        this.context = context;
    }

    /** Ends what runs. */
    @Deactivate
    public void end() {
        runs.end();
    }

    @Override
    public @Nullable Object execute(CommandSession session, List<Object> arguments)
            throws Exception {
        return wait(arguments.stream().map(String::valueOf).toArray(String[]::new));
    }

    /**
     * Waits for a chip or lines.
     *
     * @param arguments options and lines
     * @return what is there, or the help
     * @throws Exception if it is not there in time
     */
    @Descriptor("waits for a GPIO chip or lines; --help tells more")
    public @Nullable String wait(@Descriptor("options and lines") String... arguments)
            throws Exception {
        return run(Console.ofThisThread(), arguments);
    }

    @Nullable String run(Console console, String... arguments) throws Exception {
        return runs.run(OPTIONS, arguments, given -> await(given, console));
    }

    private String await(Arguments given, Console console)
            throws GpiodException, InterruptedException, TimeoutException, InvalidSyntaxException {
        if (given.operands().isEmpty() && !given.has(LineFinder.CHIP)) {
            throw given.wrong("name a chip (--" + LineFinder.CHIP + ") or lines");
        }
        Optional<Duration> timeout = Values.period(given, TIMEOUT);
        long start = System.nanoTime();
        Semaphore changes = new Semaphore(0);
        ServiceListener listener = event -> changes.release();
        context.addServiceListener(listener, CHIPS);
        try {
            while (true) {
                String missing;
                try {
                    return find(given, console);
                } catch (GpiodException e) {
                    if (!mayComeYet(e)) {
                        throw e;
                    }
                    missing = String.valueOf(e.getMessage());
                }
                if (timeout.isEmpty()) {
                    changes.acquire();
                } else if (!changes.tryAcquire(
                        timeout.get().toNanos() - (System.nanoTime() - start),
                        TimeUnit.NANOSECONDS)) {
                    throw new TimeoutException(
                            "not within " + given.value(TIMEOUT).orElse("") + ": " + missing);
                }
                changes.drainPermits();
            }
        } finally {
            context.removeServiceListener(listener);
        }
    }

    private String find(Arguments given, Console console) throws GpiodException {
        if (given.operands().isEmpty()) {
            String key = given.value(LineFinder.CHIP).orElse("");
            try (Chip chip = gpiod.openChip(Chips.pathOrName(gpiod, key))) {
                return Text.chip(chip.info());
            }
        }
        List<Target> targets = new LineFinder(gpiod, given, console).find(given.operands());
        return String.join("\n", targets.stream().map(Target::place).toList());
    }

    /** Permission, too: udev gives it when the chip is there already. */
    private static boolean mayComeYet(GpiodException failure) {
        return switch (failure.reason()) {
            case NOT_FOUND, GONE, PERMISSION -> true;
            default -> false;
        };
    }
}
