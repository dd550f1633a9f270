package com.example.gpiod.kura;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.TreeSet;

/**
 * A {@code jdk.dio.properties}, the table of pins of Kura's older GPIO service: {@code 64 =
 * deviceType: gpio.GPIOPin, pinNumber:64, name:RELAY1}. The number before the equals sign is what
 * applications call the terminal; the pin's is sysfs's, of which chips are told apart only by where
 * their numbers begin.
 */
final class JdkDioFile {
    private static final String GPIO = "gpio.GPIOPin";

    private JdkDioFile() {}

    /**
     * Reads the pins of a file.
     *
     * @param chip the chip that they are on
     * @param base sysfs's number of its line 0
     * @throws IllegalArgumentException if the file cannot be read, or one of its pins is wrong
     */
    static List<PinRule> read(String file, String chip, int base) {
        Properties entries = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            entries.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + e, e);
        }
        List<PinRule> rules = new ArrayList<>();
        for (String terminal : new TreeSet<>(entries.stringPropertyNames())) {
            Map<String, String> tokens = tokens(entries.getProperty(terminal));
            if (GPIO.equals(tokens.get("deviceType"))) {
                try {
                    rules.add(rule(terminal, tokens, chip, base));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            file + ", entry " + terminal + ": " + e.getMessage(), e);
                }
            }
        }
        return rules;
    }

    /** Of {@code key:value, key:value}. */
    private static Map<String, String> tokens(String entry) {
        Map<String, String> tokens = new HashMap<>();
        for (String token : entry.split(",", -1)) {
            int colon = token.indexOf(':');
            if (colon >= 0) {
                tokens.put(
                        token.substring(0, colon).strip(),
                        token.substring(colon + 1).strip());
            }
        }
        return tokens;
    }

    private static PinRule rule(
            String terminal, Map<String, String> tokens, String chip, int base) {
        int number = PinRule.terminal(terminal)
                .orElseThrow(() -> new IllegalArgumentException(
                        "is no number; links to sysfs have no counterpart, give the pin an entry of"
                                + " the attribute pins instead"));
        int pin = PinRule.terminal(tokens.getOrDefault("pinNumber", terminal))
                .orElseThrow(() -> new IllegalArgumentException(
                        "pinNumber is '" + tokens.get("pinNumber") + "'; give a whole number"));
        if (pin < base) {
            throw new IllegalArgumentException("pinNumber " + pin
                    + " is less than "
                    + base
                    + ", which jdk-dio-base says is that of line 0");
        }
        return PinRule.of(
                OptionalInt.of(number),
                Optional.ofNullable(tokens.get("name")).filter(name -> !name.isEmpty()),
                chip + ":" + (pin - base),
                attributes(tokens));
    }

    /** What is asked for when an application names no direction; -1 is jdk.dio's default. */
    private static Map<String, Object> attributes(Map<String, String> tokens) {
        Map<String, Object> attributes = new HashMap<>();
        boolean output = false;
        switch (tokens.getOrDefault("direction", "-1")) {
            case "-1" -> {}
            case "0", "2" -> attributes.put("direction", "input");
            case "1", "3" -> {
                output = true;
                attributes.put("direction", "output");
            }
            default -> throw unknown("direction", tokens);
        }
        switch (tokens.getOrDefault("mode", "-1")) {
            case "-1" -> {}
            case "1" -> attributes.put("bias", "pull-up");
            case "2" -> attributes.put("bias", "pull-down");
            case "4" -> attributes.put("drive", "push-pull");
            case "8" -> attributes.put("drive", "open-drain");
            default -> throw unknown("mode", tokens);
        }
        switch (tokens.getOrDefault("trigger", "-1")) {
            case "-1", "0" -> {}
            case "1" -> attributes.put("edge", "falling");
            case "2" -> attributes.put("edge", "rising");
            case "3" -> attributes.put("edge", "both");
            case "4", "5", "6" ->
                throw new IllegalArgumentException("trigger "
                        + tokens.get("trigger")
                        + " is one of levels, which the kernel does not report; use 1, 2 or 3");
            default -> throw unknown("trigger", tokens);
        }
        if (output) {
            attributes.remove("edge");
        }
        return attributes;
    }

    private static IllegalArgumentException unknown(String token, Map<String, String> tokens) {
        return new IllegalArgumentException(token + " " + tokens.get(token) + " is unknown");
    }
}
