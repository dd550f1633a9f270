package com.example.gpiod.kura;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.attributes.AttributeReader;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The adapter's configuration, read from the attributes that ConfigAdmin gives.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 *
 * @param rules what is said of single lines; the first that says something counts
 * @param defaultBias bias of inputs whose mode no application names
 * @param debounce debounce period of inputs
 * @param openDrainAsPushPull whether outputs are push-pull where applications ask for open drain
 * @param consumer what other programs see as holder of the lines
 */
record AdapterConfig(
        List<PinRule> rules,
        Bias defaultBias,
        Duration debounce,
        boolean openDrainAsPushPull,
        String consumer) {
    /** PID of the configuration, and id of its description for Metatype. */
    static final String PID = "com.example.gpiod.kura";

    private static final String DEFAULT_CONSUMER = "kura";

    /** The attributes for tools that show them (Metatype). {@link AttributeReader} reads them. */
    @ObjectClassDefinition(
            id = PID,
            name = "GPIO for Kura",
            description = "Kura's GPIO service on libgpiod. No line is touched before an"
                    + " application opens its pin.")
    @interface Attributes {
        // One text: Kura's console shows, and saves, no more than ten entries of a list.
        @AttributeDefinition(
                name = "Pins",
                description =
                        "Pins that applications call otherwise than the kernel does, or that need"
                                + " other settings than they ask for, one a line. Each is PIN = LINE;"
                                + " attribute=value, where PIN is a terminal number or a name, and"
                                + " LINE a line's name or CHIP:OFFSET. Attributes: direction,"
                                + " edge, bias, drive, active-low, debounce, initial-value.|TextArea",
                required = false)
        String pins();

        @AttributeDefinition(
                name = "Default bias",
                description = "Bias of inputs for which applications name no mode.",
                required = false,
                options = {
                    @Option(label = "pull up", value = "pull-up"),
                    @Option(label = "pull down", value = "pull-down"),
                    @Option(label = "disabled", value = "disabled"),
                    @Option(label = "as is", value = "as-is")
                })
        String default$_$bias() default "pull-up";

        @AttributeDefinition(
                name = "Debounce",
                description = "Debounce period of inputs with its unit, such as 5ms or 100us.",
                required = false)
        String debounce() default "0";

        @AttributeDefinition(
                name = "Open drain as push pull",
                description =
                        "Whether outputs are driven high, too, where applications ask for open"
                                + " drain, as the driver and the LED manager of Kura always do."
                                + " Only if nothing else drives these lines.",
                required = false)
        boolean open$_$drain$_$as$_$push$_$pull() default false;

        @AttributeDefinition(
                name = "Consumer",
                description = "What other programs see as holder of the lines, up to 31 bytes.",
                required = false)
        String consumer() default DEFAULT_CONSUMER;

        @AttributeDefinition(
                name = "jdk.dio file",
                description = "Path of a jdk.dio.properties whose pins are known, too.",
                required = false)
        String jdk$_$dio$_$file();

        @AttributeDefinition(
                name = "jdk.dio chip",
                description = "Label or name of the chip that the pins of that file are on.",
                required = false)
        String jdk$_$dio$_$chip();

        @AttributeDefinition(
                name = "jdk.dio base",
                description = "The pinNumber in that file of the chip's line 0.",
                required = false)
        int jdk$_$dio$_$base() default 0;
    }

    AdapterConfig {
        rules = List.copyOf(rules);
    }

    /**
     * Reads a configuration.
     *
     * @throws IllegalArgumentException if an attribute is wrong; the message names it and says what
     *     would be right
     */
    static AdapterConfig parse(Map<String, Object> properties) {
        AttributeReader attributes = new AttributeReader(properties);
        List<PinRule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String entry : attributes.text("pins").orElse("").lines().toList()) {
            if (entry.isBlank()) {
                continue;
            }
            try {
                PinRule rule = PinRule.parse(entry);
                rule.terminal().ifPresent(terminal -> once(Integer.toString(terminal), names));
                rule.name().ifPresent(name -> once(name, names));
                rules.add(rule);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "attribute pins has '" + entry.strip() + "': " + e.getMessage(), e);
            }
        }
        String file = attributes.text("jdk-dio-file").orElse("");
        String chip = attributes.text("jdk-dio-chip").orElse("");
        int base = attributes.number("jdk-dio-base", 0, Integer.MAX_VALUE).orElse(0);
        Bias bias = attributes.choice("default-bias", PinRule.BIASES).orElse(Bias.PULL_UP);
        Duration debounce = attributes.duration("debounce").orElse(Duration.ZERO);
        boolean pushPull = attributes.flag("open-drain-as-push-pull").orElse(false);
        String consumer = attributes.text("consumer").orElse(DEFAULT_CONSUMER);
        // After all that ask for one: an attribute that nobody asked for is unknown.
        attributes.refuseUnknown();
        AttributeReader.named(
                "debounce", () -> LineSettings.input().debounce(debounce).build());
        AttributeReader.named("consumer", () -> RequestConfig.builder().consumer(consumer));
        if (!file.isEmpty()) {
            if (chip.isEmpty()) {
                throw new IllegalArgumentException(
                        "attribute jdk-dio-file needs jdk-dio-chip, the label or name of the"
                                + " chip that its pins are on");
            }
            AttributeReader.named("jdk-dio-file", () -> {
                for (PinRule rule : JdkDioFile.read(file, chip, base)) {
                    rules.add(rule.without(names));
                    rule.terminal().ifPresent(number -> names.add(Integer.toString(number)));
                    rule.name().ifPresent(names::add);
                }
            });
        }
        AdapterConfig config = new AdapterConfig(rules, bias, debounce, pushPull, consumer);
        for (PinRule rule : rules) {
            AttributeReader.named(
                    "pins: line " + rule.line(),
                    () -> PinMode.unasked(rule, config).settings(rule, config));
        }
        return config;
    }

    private static void once(String pin, Set<String> names) {
        if (!names.add(pin)) {
            throw new IllegalArgumentException(pin + " is there already; give it once");
        }
    }
}
