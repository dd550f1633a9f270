package com.example.gpiod.shell;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.shell.Options.Arguments;

import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code gpio:detect} lists chips, as gpiodetect does.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
@Component(
        service = DetectCommand.class,
        property = {"osgi.command.scope=gpio", "osgi.command.function=detect"})
public final class DetectCommand {
    private static final Options OPTIONS = new Options(
            "gpio:detect",
            "[CHIP...]",
            "Lists chips: name, label and number of lines; all if none is named.\n"
                    + "CHIP is a number, name, label or path.");

    private final Gpiod gpiod;

    /**
     * Makes the command.
     *
     * @param gpiod where the chips are
     */
    @Activate
    public DetectCommand(@Reference Gpiod gpiod) {
        this.gpiod = gpiod;
    }

    /**
     * Lists chips.
     *
     * @param arguments options and chips
     * @return a line of text for each chip
     * @throws GpiodException if a chip is not there
     */
    @Descriptor("lists the GPIO chips: name, label and number of lines; --help tells more")
    public String detect(@Descriptor("options and chips") String... arguments)
            throws GpiodException {
        Arguments given = OPTIONS.parse(arguments);
        if (given.wantsHelp()) {
            return OPTIONS.help();
        }
        List<ChipInfo> chips = new ArrayList<>();
        for (String key : given.operands()) {
            try (Chip chip = gpiod.openChip(Chips.pathOrName(gpiod, key))) {
                chips.add(chip.info());
            }
        }
        if (given.operands().isEmpty()) {
            chips.addAll(gpiod.chips());
        }
        return chips.isEmpty()
                ? "no GPIO chip"
                : String.join("\n", chips.stream().map(Text::chip).toList());
    }
}
