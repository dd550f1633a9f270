package com.example.gpiod.impl.ds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

class LinesConfigTest {
    private final Map<String, Object> properties =
            new HashMap<>(Map.of("name", "door", "lines", "DOOR"));

    private LinesConfig parse() {
        return LinesConfig.parse(properties);
    }

    private LineSettings settings() {
        return parse().request().lines().values().iterator().next();
    }

    private String refusal() {
        return assertThrows(IllegalArgumentException.class, this::parse).getMessage();
    }

    @Test
    void least_hasLibgpiodsDefaults() {
        assertEquals("door", parse().name());
        assertEquals(Optional.empty(), parse().chip());
        assertEquals(Optional.empty(), parse().request().consumer());
        assertEquals(LineSettings.builder().build(), settings());
    }

    @Test
    void inputAttributes_areTaken() {
        properties.putAll(Map.of(
                "chip", "gpiochip0", "direction", "input", "edge", "Both", "bias", "pull-up"));
        properties.putAll(
                Map.of("active-low", "true", "debounce", "5ms", "event-clock", "realtime"));
        properties.putAll(Map.of("consumer", "me", "event-buffer-size", "32"));
        assertEquals(
                new LineSettings(
                        Direction.INPUT,
                        Edge.BOTH,
                        Bias.PULL_UP,
                        Drive.PUSH_PULL,
                        true,
                        Duration.ofMillis(5),
                        EventClock.REALTIME,
                        false),
                settings());
        assertEquals(Optional.of("gpiochip0"), parse().chip());
        assertEquals(Optional.of("me"), parse().request().consumer());
        assertEquals(32, parse().request().eventBufferSize());
    }

    @Test
    void counter_isOfEachLineOrOfSome() {
        properties.putAll(Map.of("lines", "A, B", "edge", "rising"));
        assertEquals(Set.of(), parse().counted());
        properties.put("counter", "true");
        assertEquals(Set.of(LineKey.of("A"), LineKey.of("B")), parse().counted());
        properties.put("overrides", "B: counter=false");
        assertEquals(Set.of(LineKey.of("A")), parse().counted());
        properties.put("counter", "false");
        properties.put("overrides", "B: counter=true");
        assertEquals(Set.of(LineKey.of("B")), parse().counted());
    }

    @Test
    void counter_needsEdges() {
        properties.put("counter", "true");
        assertEquals("attribute counter needs edge rising, falling or both", refusal());
        properties.put("edge", "both");
        assertEquals(1, parse().counted().size());
        properties.put("overrides", "DOOR: edge=none");
        assertTrue(refusal().contains("attribute counter needs edge"), refusal());
    }

    @Test
    void outputAttributes_areTaken() {
        properties.putAll(
                Map.of("direction", "output", "drive", "open-drain", "initial-value", "active"));
        assertEquals(LineSettings.output(true).drive(Drive.OPEN_DRAIN).build(), settings());
    }

    @Test
    void typedValues_areTakenToo() {
        properties.putAll(Map.of("active-low", true, "event-buffer-size", 16));
        properties.put("lines", new String[] {"A, B", "C"});
        assertTrue(settings().activeLow());
        assertEquals(16, parse().request().eventBufferSize());
        assertEquals(
                List.of(LineKey.of("A, B"), LineKey.of("C")),
                List.copyOf(parse().request().lines().keySet()));
    }

    @Test
    void linesAsText_areSeparatedByCommas() {
        properties.put("lines", "A, 7 ,C");
        assertEquals(
                List.of(LineKey.of("A"), LineKey.of("7"), LineKey.of("C")),
                List.copyOf(parse().request().lines().keySet()));
    }

    @Test
    void attributesOfConfigAdminAndTools_areLeftAlone() {
        properties.put("service.pid", "com.example.gpiod.lines~door");
        properties.put("felix.fileinstall.filename", "file:/conf/x.cfg");
        properties.put("component.name", "x");
        assertEquals("door", parse().name());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            direction         | sideways | attribute direction is 'sideways'; give one of as-is, input, output
            edge              | rissing  | attribute edge is 'rissing'; give one of none, rising, falling, both
            bias              | up       | give one of as-is, disabled, pull-up, pull-down
            drive             | hard     | give one of push-pull, open-drain, open-source
            active-low        | yes      | attribute active-low is 'yes'; give true or false
            debounce          | 5        | attribute debounce is '5'; give a whole number with its unit
            debounce          | -5ms     | attribute debounce is '-5ms'
            debounce          | 2h       | attribute debounce is '2h'
            debounce          | 72m      | debounce must be between 0 and 4294967295 microseconds
            event-clock       | wall     | give one of monotonic, realtime, hte
            initial-value     | high     | give one of inactive, active
            initial-value     | active   | attribute initial-value needs direction output
            event-buffer-size | many     | attribute event-buffer-size is 'many'; give a whole number
            event-buffer-size | 1        | attribute event-buffer-size: event buffer size must be 2 to 1024, not 1
            lines             | A,,B     | attribute lines is
            lines             | A,A      | attribute lines: line A is named twice
            consumer          | 01234567890123456789012345678901 | consumer must have at most 31 bytes
            edges             | both     | attribute edges is unknown; known are
            drive             | open-drain | drive OPEN_DRAIN needs direction OUTPUT
            debounce          | 5ms      | debounce needs direction INPUT
            """)
    void wrongValue_isRefusedByNameWithWhatWouldBeRight(
            String attribute, String value, String message) {
        properties.put(attribute, value);
        assertTrue(refusal().contains(message), refusal());
    }

    @Test
    void listWithNull_hasAnEmptyPlace() {
        properties.put("lines", new String[] {"A", null});
        assertTrue(refusal().startsWith("attribute lines is '[A, null]'"), refusal());
        properties.put("lines", Arrays.asList("A", null));
        assertTrue(refusal().startsWith("attribute lines is '[A, null]'"), refusal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "chip", "consumer"})
    void textWithNul_isRefusedByName(String attribute) {
        properties.put(attribute, "a\0b");
        assertTrue(refusal().startsWith("attribute " + attribute + " is 'a"), refusal());
        properties.put(attribute, "\0");
        assertTrue(refusal().startsWith("attribute " + attribute + " is '"), refusal());
    }

    @Test
    void otherControlCharacters_areText() {
        properties.put("name", "\u0001");
        assertEquals("\u0001", parse().name());
    }

    @ParameterizedTest
    @CsvSource({"name", "lines"})
    void missing_isRefusedByName(String attribute) {
        properties.remove(attribute);
        assertTrue(refusal().startsWith("attribute " + attribute + " is missing"), refusal());
    }

    @Test
    void overrides_areOfSingleLines() {
        properties.putAll(Map.of("lines", "A:B, A, C", "direction", "output", "bias", "pull-up"));
        properties.put(
                "overrides", "A:B: initial-value=active, C: direction = input; edge=both;bias=");
        Map<LineKey, LineSettings> lines = parse().request().lines();
        assertEquals(
                LineSettings.output(true).bias(Bias.PULL_UP).build(), lines.get(LineKey.of("A:B")));
        assertEquals(
                LineSettings.output(false).bias(Bias.PULL_UP).build(), lines.get(LineKey.of("A")));
        assertEquals(LineSettings.input().edge(Edge.BOTH).build(), lines.get(LineKey.of("C")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DOR: edge=both      | begin with one of the lines and a colon, such as DOOR: bias",
                "DOOR                | begin with one of the lines and a colon, such as DOOR: bias",
                "DOOR: edge          | line DOOR: 'edge' is no attribute=value of a single line; those",
                "DOOR: name=x        | line DOOR: 'name=x' is no attribute=value of a single line",
                "DOOR: edge=bth      | line DOOR: attribute edge is 'bth'; give one of none, rising",
                "DOOR:               | line DOOR: '' is no attribute=value of a single line",
                "DOOR: edge=both, DOOR: edge=none | line DOOR: give it once",
            })
    void wrongOverride_isRefusedByItsLine(String overrides, String refusal) {
        properties.put("overrides", overrides);
        assertTrue(refusal().startsWith("attribute overrides"), this::refusal);
        assertTrue(refusal().contains(refusal), this::refusal);
    }

    @Test
    void valueOnRelease_isOfOutputs() {
        properties.putAll(Map.of("lines", "A, B, C", "value-on-release", "inactive"));
        assertEquals("attribute value-on-release needs direction output", refusal());
        properties.put("direction", "output");
        properties.put("overrides", "B: value-on-release=active, C: value-on-release=as-is");
        assertEquals(
                Map.of(LineKey.of("A"), false, LineKey.of("B"), true), parse().valuesOnRelease());
    }

    @Test
    void linesCanFollow_whenOnlySettingsDiffer() {
        LinesConfig present = parse();
        properties.put("edge", "both");
        assertTrue(parse().canFollow(present));
        assertFalse(present.canFollow(parse()), "for the kernel as-is is no change");
        properties.put("name", "gate");
        assertFalse(parse().canFollow(present), "the consumer is the name");
        properties.put("name", "door");
        properties.put("lines", "DOOR, GATE");
        assertFalse(parse().canFollow(present));
    }

    @Test
    void eventTopics_areNotPostedUnlessAskedFor() {
        assertEquals(OptionalInt.empty(), parse().eventRate());
        properties.put("event-rate", "7");
        assertEquals(OptionalInt.empty(), parse().eventRate());
        properties.put("event-topics", true);
        assertEquals(OptionalInt.of(7), parse().eventRate());
        properties.remove("event-rate");
        assertEquals(OptionalInt.of(100), parse().eventRate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10001"})
    void eventRateOutOfRange_isRefused(String rate) {
        properties.put("event-rate", rate);
        assertEquals(
                "attribute event-rate is '" + rate + "'; give a whole number from 1 to 10000",
                refusal());
    }
}
