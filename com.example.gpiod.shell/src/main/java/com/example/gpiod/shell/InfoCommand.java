package com.example.gpiod.shell;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.shell.Options.Arguments;

import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code gpio:info} describes lines, as gpioinfo does. Gogo prints what a command returns, and the
 * message of what it throws.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
@Component(
        service = InfoCommand.class,
        property = {"osgi.command.scope=gpio", "osgi.command.function=info"})
public final class InfoCommand {
    private static final Options OPTIONS = LineFinder.addOptions(new Options(
            "gpio:info",
            "[LINE...]",
            "Describes lines: name, attributes and consumer; all if none is named."));

    private final Gpiod gpiod;

    /**
     * Makes the command.
     *
     * @param gpiod where the lines are
     */
    @Activate
    public InfoCommand(@Reference Gpiod gpiod) {
        this.gpiod = gpiod;
    }

    /**
     * Describes lines.
     *
     * @param arguments options and lines
     * @return a line of text for each line
     * @throws GpiodException if a line or chip is not there, or cannot be asked
     */
    @Descriptor("describes GPIO lines: name, attributes and consumer; --help tells more")
    public String info(@Descriptor("options and lines") String... arguments) throws GpiodException {
        Arguments given = OPTIONS.parse(arguments);
        if (given.wantsHelp()) {
            return OPTIONS.help();
        }
        List<String> text = new ArrayList<>();
        if (!given.operands().isEmpty()) {
            describeLines(given, text);
        } else if (given.value(LineFinder.CHIP).isPresent()) {
            describe(Chips.pathOrName(gpiod, given.value(LineFinder.CHIP).get()), text);
        } else {
            for (ChipInfo chip : gpiod.chips()) {
                describeIfPresent(chip, text);
            }
        }
        return text.isEmpty() ? "no GPIO chip" : String.join("\n", text);
    }

    private void describeLines(Arguments given, List<String> text) throws GpiodException {
        LineFinder finder = new LineFinder(gpiod, given, Console.ofThisThread());
        List<List<String>> rows = new ArrayList<>();
        for (Target target : finder.find(given.operands())) {
            rows.add(List.of(
                    Text.printable(target.chip().name()) + " " + target.offset(),
                    Text.name(target.line()),
                    Text.attributes(target.line())));
        }
        text.addAll(Table.of(rows));
    }

    /** Of all chips, one that is being unplugged must not hide the others. */
    private void describeIfPresent(ChipInfo chip, List<String> text) {
        try {
            describe(chip.path(), text);
        } catch (GpiodException e) {
            text.add(Text.printable(chip.name() + " - " + e.getMessage()));
        }
    }

    private void describe(String key, List<String> text) throws GpiodException {
        try (Chip chip = gpiod.openChip(key)) {
            List<LineInfo> lines = chip.lineInfos();
            text.add(Text.heading(chip.info()));
            text.addAll(Text.lines(lines));
        }
    }
}
