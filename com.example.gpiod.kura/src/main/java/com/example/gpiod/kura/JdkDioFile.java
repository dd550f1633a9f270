package com.example.gpiod.kura;

import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Edge;

import org.eclipse.kura.gpio.KuraGPIOMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private static final Logger LOG = LoggerFactory.getLogger(JdkDioFile.class);

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
        for (String key : new TreeSet<>(entries.stringPropertyNames())) {
            Map<String, String> tokens = tokens(entries.getProperty(key));
            if (!GPIO.equals(tokens.get("deviceType"))) {
                continue;
            }
            OptionalInt terminal = PinRule.terminal(key);
            if (terminal.isEmpty()) {
                LOG.warn(
                        "{}, entry {}: links to sysfs have no counterpart; give the pin an entry of"
                                + " the attribute pins",
                        file,
                        key);
                continue;
            }
            try {
                rules.add(rule(terminal, tokens, chip, base));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        file + ", entry " + key + ": " + e.getMessage(), e);
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
            OptionalInt terminal, Map<String, String> tokens, String chip, int base) {
        String number = tokens.getOrDefault("pinNumber", Integer.toString(terminal.getAsInt()));
        int pin = PinRule.terminal(number)
                .orElseThrow(() -> new IllegalArgumentException(
                        "pinNumber is '" + number + "'; give a whole number"));
        if (pin < base) {
            throw new IllegalArgumentException("pinNumber " + pin
                    + " is less than "
                    + base
                    + ", which jdk-dio-base says is that of line 0");
        }
        Optional<Direction> direction = direction(tokens);
        return PinRule.of(
                        terminal,
                        Optional.ofNullable(tokens.get("name")).filter(name -> !name.isEmpty()),
                        chip + ":" + (pin - base),
                        Map.of())
                .unasked(direction, mode(tokens), edge(tokens));
    }

    // What applications get that ask for nothing; -1 is jdk.dio's default.

    private static Optional<Direction> direction(Map<String, String> tokens) {
        return switch (tokens.getOrDefault("direction", "-1")) {
            case "-1" -> Optional.empty();
            case "0", "2" -> Optional.of(Direction.INPUT);
            case "1", "3" -> Optional.of(Direction.OUTPUT);
            default -> throw unknown("direction", tokens);
        };
    }

    private static Optional<KuraGPIOMode> mode(Map<String, String> tokens) {
        return switch (tokens.getOrDefault("mode", "-1")) {
            case "-1" -> Optional.empty();
            case "1" -> Optional.of(KuraGPIOMode.INPUT_PULL_UP);
            case "2" -> Optional.of(KuraGPIOMode.INPUT_PULL_DOWN);
            case "4" -> Optional.of(KuraGPIOMode.OUTPUT_PUSH_PULL);
            case "8" -> Optional.of(KuraGPIOMode.OUTPUT_OPEN_DRAIN);
            default -> throw unknown("mode", tokens);
        };
    }

    private static Optional<Edge> edge(Map<String, String> tokens) {
        return switch (tokens.getOrDefault("trigger", "-1")) {
            case "-1", "0" -> Optional.empty();
            case "1" -> Optional.of(Edge.FALLING);
            case "2" -> Optional.of(Edge.RISING);
            case "3" -> Optional.of(Edge.BOTH);
            case "4", "5", "6" -> {
                LOG.warn(
                        "Pin {} has trigger {} in jdk-dio-file, one of levels, which the kernel does"
                                + " not report; it has none now",
                        tokens,
                        tokens.get("trigger"));
                yield Optional.empty();
            }
            default -> throw unknown("trigger", tokens);
        };
    }

    private static IllegalArgumentException unknown(String token, Map<String, String> tokens) {
        return new IllegalArgumentException(token + " " + tokens.get(token) + " is unknown");
    }
}
