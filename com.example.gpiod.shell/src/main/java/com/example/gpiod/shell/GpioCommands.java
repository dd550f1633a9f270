package com.example.gpiod.shell;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineInfo;

import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The commands of the scope gpio, named and shaped after libgpiod's tools. Gogo prints what a
 * command returns, and the message of what it throws.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
@Component(
        service = GpioCommands.class,
        property = {
            "osgi.command.scope=gpio",
            "osgi.command.function=detect",
            "osgi.command.function=info"
        })
public final class GpioCommands {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private final Gpiod gpiod;

    /**
     * Makes the commands.
     *
     * @param gpiod what they ask
     */
    @Activate
    public GpioCommands(@Reference Gpiod gpiod) {
        this.gpiod = gpiod;
    }

    /**
     * Lists the chips.
     *
     * @return a line of text for each chip
     */
    @Descriptor("lists the GPIO chips: name, label and number of lines")
    public String detect() {
        List<ChipInfo> chips = gpiod.chips();
        if (chips.isEmpty()) {
            return "no GPIO chip";
        }
        return String.join("\n", chips.stream().map(Text::chip).toList());
    }

    /**
     * Describes lines.
     *
     * @param chips paths, links, names, labels or numbers of chips; none for all chips
     * @return a line of text for each chip and each of its lines
     * @throws GpiodException if a chip is not there, or cannot be asked
     */
    @Descriptor("describes the lines of GPIO chips: name, attributes and consumer")
    public String info(
            @Descriptor("path, link, name, label or number of a chip; none for all chips")
                    String... chips)
            throws GpiodException {
        List<String> text = new ArrayList<>();
        if (chips.length == 0) {
            for (ChipInfo chip : gpiod.chips()) {
                describeIfPresent(chip, text);
            }
            return text.isEmpty() ? "no GPIO chip" : String.join("\n", text);
        }
        for (String chip : chips) {
            describe(pathOrName(chip), text);
        }
        return String.join("\n", text);
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
            ChipInfo info = chip.info();
            List<LineInfo> lines = new ArrayList<>();
            for (int offset = 0; offset < info.numLines(); offset++) {
                lines.add(chip.lineInfo(offset));
            }
            text.add(Text.heading(info));
            text.addAll(Text.lines(lines));
        }
    }

    /** A number means the chip of that number, as with libgpiod's tools, if there is one. */
    private String pathOrName(String key) {
        if (NUMBER.matcher(key).matches()) {
            for (ChipInfo chip : gpiod.chips()) {
                if (chip.name().equals("gpiochip" + key)) {
                    return chip.path();
                }
            }
        }
        return key;
    }
}
