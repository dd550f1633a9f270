package com.example.gpiod.impl.ds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Whatever ConfigAdmin may hold: it is a configuration, or it is refused by the name of an
 * attribute. The number of a try is its seed: the same tries everywhere.
 */
class LinesConfigFuzzTest {
    private static final int TRIES = 20_000;

    private static final List<String> ATTRIBUTES = List.of(
            "name",
            "chip",
            "lines",
            "direction",
            "edge",
            "bias",
            "drive",
            "active-low",
            "debounce",
            "event-clock",
            "counter",
            "initial-value",
            "consumer",
            "event-buffer-size",
            "event-topics",
            "event-rate");

    private static final List<String> WORDS = List.of(
            "as-is",
            "INPUT",
            "output",
            "both",
            "rising",
            "unknown",
            "pull-up",
            "open_drain",
            "open-source",
            "hte",
            "active",
            "inactive",
            "true",
            "FALSE",
            "yes",
            "1",
            "0");

    private static final List<String> NUMBERS = List.of(
            "-1",
            "+5",
            "1024",
            "1025",
            "2147483647",
            "2147483648",
            "-2147483649",
            "0x10",
            "1e3",
            "5.0",
            "99999999999999999999",
            "\u0663\u0664",
            "1_000",
            "1 000",
            "NaN");

    private static final List<String> DURATIONS = List.of(
            "0",
            "0m",
            "5ms",
            "5 ms",
            "5MS",
            "-1ms",
            "1e3s",
            "5",
            "ms",
            "5h",
            "99999999999m",
            "9999999999m",
            "9999999999us",
            "4294967295us",
            "4294967296us",
            "4294967.295 s",
            "5ms5us",
            "5\u00a0ms",
            "\u0665ms",
            "5\u00b5s",
            "PT5S");

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\t\n",
            "\0",
            "\u0001",
            "a\0b",
            ",",
            "a,,b",
            "a,b,a",
            ",a",
            "a=b",
            "7",
            "0000000007",
            "1234567890",
            "\ud800",
            "\udc00\ud800",
            "/dev/gpiochip0",
            "//",
            "x".repeat(31),
            "x".repeat(32),
            "\u00e4".repeat(15) + "x",
            "\u00e4".repeat(16),
            "\u20ac".repeat(11),
            "\ud83d\ude00".repeat(8),
            "x".repeat(100_000),
            "${x}",
            "null");

    private static final List<Function<Random, Object>> TYPES = List.of(
            random -> text(random),
            random -> text(random),
            Random::nextInt,
            Random::nextLong,
            Random::nextBoolean,
            Random::nextDouble,
            random -> (byte) random.nextInt(),
            random -> (char) random.nextInt(0x10000),
            random -> text(random).toCharArray(),
            random -> text(random).getBytes(StandardCharsets.UTF_8),
            random -> random.ints(random.nextInt(70)).toArray(),
            random -> texts(random).toArray(String[]::new),
            random -> texts(random),
            random -> new String[0],
            random -> List.of(),
            random -> new Object[] {texts(random), new int[] {1}},
            random -> List.of(texts(random), Map.of()),
            random -> new String[] {null},
            random -> Arrays.asList("A", null),
            random -> IntStream.range(0, 65).boxed().toList(),
            random -> Map.of("a", "b"),
            random -> new Object());

    private static String text(Random random) {
        List<String> some = pick(random, List.of(WORDS, NUMBERS, DURATIONS, TEXTS));
        return pick(random, some);
    }

    private static Collection<String> texts(Random random) {
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            texts.add(text(random));
        }
        return texts;
    }

    private static <T> T pick(Random random, List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static Object value(Random random) {
        return pick(random, TYPES).apply(random);
    }

    @Test
    void oneOddValue_isTakenOrRefusedByItsAttributesName() {
        for (int seed = 0; seed < TRIES; seed++) {
            Random random = new Random(seed);
            Map<String, Object> properties = new HashMap<>(Map.of("name", "door", "lines", "DOOR"));
            properties.put("direction", pick(random, List.of("as-is", "input", "output")));
            String attribute = pick(random, ATTRIBUTES);
            properties.put(attribute, value(random));
            parse(seed, properties, List.of(attribute));
        }
    }

    @Test
    void manyOddValues_areTakenOrRefusedByAnAttributesName() {
        for (int seed = 0; seed < TRIES; seed++) {
            Random random = new Random(seed);
            Map<String, Object> properties = new HashMap<>();
            List<String> names = new ArrayList<>(ATTRIBUTES);
            names.addAll(List.of("Name", "debounce ", "", "\0", "\ud800", "felix.x"));
            for (int i = random.nextInt(6); i >= 0; i--) {
                properties.put(pick(random, names), value(random));
            }
            if (random.nextBoolean()) {
                properties.put("name", "door");
                properties.put("lines", List.of("A", "B"));
            }
            parse(seed, properties, names);
        }
    }

    /** Parses it; a refusal must begin with one of the names. */
    private static void parse(int seed, Map<String, Object> properties, List<String> names) {
        try {
            LinesConfig config = LinesConfig.parse(properties);
            assertFalse(config.name().isBlank(), "try " + seed);
            assertEquals(-1, config.name().indexOf('\0'), "try " + seed);
            assertEquals(-1, config.chip().orElse("").indexOf('\0'), "try " + seed);
        } catch (IllegalArgumentException e) {
            assertTrue(
                    names.stream().anyMatch(name -> names(e.getMessage(), name)),
                    () -> "try " + seed + ", " + names + ": " + e);
        } catch (RuntimeException e) {
            throw new AssertionError("try " + seed + ": " + e, e);
        }
    }

    private static boolean names(String message, String attribute) {
        return message.startsWith("attribute " + attribute + " ")
                || message.startsWith("attribute " + attribute + ": ")
                || message.startsWith(attribute + " ");
    }
}
