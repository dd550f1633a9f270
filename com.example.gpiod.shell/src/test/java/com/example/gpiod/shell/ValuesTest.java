package com.example.gpiod.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Drive;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.shell.Options.Arguments;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What texts mean: periods, values, toggles, formats. */
class ValuesTest {
    private static final Options OPTIONS =
            new Options("gpio:try", "LINE...", "Tries.").value("o", "option", "X", "an option");

    @Test
    void periodsAreMillisecondsUnlessTheyHaveAUnit() {
        assertEquals(Optional.of(Duration.ofMillis(7)), Values.period(given("7"), "option"));
        assertEquals(Optional.of(Duration.ofMillis(7)), Values.period(given("7ms"), "option"));
        assertEquals(Optional.of(Duration.ofNanos(7000)), Values.period(given("7us"), "option"));
        assertEquals(Optional.of(Duration.ofSeconds(7)), Values.period(given("7s"), "option"));
        assertEquals(Optional.of(Duration.ofMinutes(7)), Values.period(given("7m"), "option"));
        assertEquals(Optional.empty(), Values.period(OPTIONS.parse(), "option"));
        for (String wrong : List.of("", "-1", "1.5s", "7h", "7 s", "9999999999s")) {
            assertRefused(
                    "--option is '" + wrong
                            + "'; give a whole number with its unit (us, ms, s, m), such as 5ms",
                    () -> Values.period(given(wrong), "option"));
        }
    }

    @Test
    void countsBeginWithOne() {
        assertEquals(Optional.of(12), Values.count(given("12"), "option"));
        for (String wrong : List.of("0", "-1", "x", "")) {
            assertRefused(
                    "--option is '" + wrong + "'; give a whole number from 1",
                    () -> Values.count(given(wrong), "option"));
        }
    }

    @Test
    void choicesAreListedWhereNoneIsMeant() {
        assertEquals(
                Optional.of(Drive.OPEN_DRAIN),
                Values.choice(given("Open-Drain"), "option", Drive.class));
        assertRefused(
                "--option is 'open'; give one of push-pull, open-drain, open-source",
                () -> Values.choice(given("open"), "option", Drive.class));
    }

    @Test
    void valuesHaveSeveralNames() {
        Arguments given = OPTIONS.parse();
        for (String active : List.of("1", "on", "ACTIVE", "true")) {
            assertTrue(Values.active(given, active), active);
        }
        for (String inactive : List.of("0", "Off", "inactive", "false")) {
            assertFalse(Values.active(given, inactive), inactive);
        }
        assertRefused(
                "value '2'; give active, on, true or 1, or else inactive, off, false or 0",
                () -> Values.active(given, "2"));
    }

    @Test
    void togglingGoesOnUnlessTheLastPeriodIsZero() {
        assertEquals(List.of(1L, 2L, 1L, 2L, 1L), millis("1,2", Optional.empty(), 5));
        assertEquals(List.of(1L, 2L, 0L), millis("1,2,0", Optional.empty(), 5));
        assertEquals(List.of(0L), millis("0", Optional.empty(), 5));
        assertEquals(
                List.of(10L, 20L, 10L), millis("1,20,0", Optional.of(Duration.ofMillis(10)), 5));
        assertRefused(
                "--option is '0,1'; only the last period can be 0",
                () -> millis("0,1", Optional.empty(), 1));
        assertRefused(
                "--option is ''; give a whole number with its unit (us, ms, s, m), such as 5ms",
                () -> millis("1,", Optional.empty(), 1));
    }

    private static List<Long> millis(String periods, Optional<Duration> atLeast, int most) {
        Toggling toggling = Toggling.of(OPTIONS.parse(), "option", periods, atLeast);
        List<Long> millis = new ArrayList<>();
        while (millis.size() < most && (millis.isEmpty() || !toggling.isOver())) {
            millis.add(toggling.next().toMillis());
        }
        return millis;
    }

    @Test
    void formatsHaveSpecifiers() {
        assertEquals("a 7% 7b", format("a %x%% %xb").apply(7));
        assertEquals("", format("").apply(7));
        assertRefused("--format has %y; there are %%, %x", () -> format("%x %y"));
        assertRefused("--format has %; there are %%, %x", () -> format("%x %"));
    }

    private static Format<Integer> format(String text) {
        return Format.of(text, Map.of('x', i -> Integer.toString(i)), OPTIONS.parse());
    }

    @Test
    void timesAreSecondsOrDates() {
        long nanos = 1_700_000_000_000_000_123L;
        assertEquals("1700000000.000000123", Times.seconds(nanos));
        assertEquals("2023-11-14T22:13:20.000000123Z", Times.utc(nanos, EventClock.REALTIME));
        assertEquals("1700000000.000000123", Times.utc(nanos, EventClock.HTE));
        String now = Times.utc(System.nanoTime(), EventClock.MONOTONIC);
        Duration off = Duration.between(
                Instant.from(DateTimeFormatter.ISO_INSTANT.parse(now)), Instant.now());
        assertTrue(off.abs().compareTo(Duration.ofSeconds(60)) < 0, now);
    }

    private static Arguments given(String value) {
        return OPTIONS.parse("-o", value);
    }

    private static void assertRefused(String message, Executable run) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, run);
        assertEquals(message + " (gpio:try --help tells more)", e.getMessage());
    }
}
