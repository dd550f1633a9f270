package com.example.gpiod.simulator.ds;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.simulator.Simulator;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Whatever ConfigAdmin may hold: it is a chip, or it is refused by the name of the attribute. The
 * number of a try is its seed: the same tries everywhere.
 */
class ChipConfigFuzzTest {
    private static final int TRIES = 5_000;

    private static final List<Object> VALUES = List.of(
            "",
            " ",
            "demo",
            "\0",
            "a\0b",
            "\ud800",
            "x".repeat(31),
            "x".repeat(32),
            "\u00e4".repeat(16),
            "x".repeat(100_000),
            "0",
            "-1",
            "8",
            "1024",
            "1025",
            "2147483648",
            "1e3",
            "\u0668",
            "3=LED",
            "3 = LED, 5=BUTTON",
            "3=LED,3=LED",
            "3=",
            "=LED",
            "3=a=b",
            "-1=LED",
            "8=LED",
            "3=\0",
            ",",
            "3=LED,,",
            "99999999999=LED",
            8,
            0,
            -1,
            8L,
            1L << 32,
            8.0,
            true,
            'x',
            new char[] {'x'},
            new byte[] {1},
            new int[] {3},
            new String[0],
            new String[] {"3=LED"},
            new String[] {null},
            new Object[] {"3=LED", 5},
            List.of(),
            List.of("3=LED", 5),
            List.of(List.of("3=LED")),
            Arrays.asList("3=LED", null),
            Map.of("3", "LED"),
            new Object());

    @Test
    void anyConfiguration_isAChipOrIsRefusedByName() {
        try (Simulator simulator = new Simulator()) {
            for (int seed = 0; seed < TRIES; seed++) {
                Random random = new Random(seed);
                Map<String, Object> properties =
                        new HashMap<>(Map.of("label", "demo", "lines", "8", "names", "3=LED"));
                String attribute =
                        List.of("label", "lines", "names", "Label").get(random.nextInt(4));
                Object value = VALUES.get(random.nextInt(VALUES.size()));
                properties.put(attribute, value);
                try {
                    ChipConfig config = ChipConfig.of(properties);
                    simulator
                            .addChip(config.label(), config.lines(), config.names())
                            .unplug();
                } catch (IllegalArgumentException e) {
                    String message = e.getMessage();
                    boolean named = message.startsWith(attribute)
                            // Fewer lines than the one that has a name.
                            || attribute.equals("lines") && message.startsWith("names");
                    assertTrue(named, "try " + seed + ": " + e);
                } catch (RuntimeException e) {
                    throw new AssertionError("try " + seed + ": " + attribute + "=" + value, e);
                }
            }
        }
    }
}
