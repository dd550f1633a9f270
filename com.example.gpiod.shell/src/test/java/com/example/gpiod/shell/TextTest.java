package com.example.gpiod.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.LineInfo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;

class TextTest {
    @Test
    void chipHasNameLabelAndNumberOfLines() {
        assertEquals("gpiochip0 [demo] (8 lines)", Text.chip(chip("demo", 8)));
        assertEquals("gpiochip0 [demo] (1 line)", Text.chip(chip("demo", 1)));
        assertEquals("gpiochip0 [demo] - 8 lines:", Text.heading(chip("demo", 8)));
    }

    @Test
    void linesAreAligned() {
        assertEquals(
                List.of(
                        "    line   0:  unnamed   input",
                        "    line   9:  \"LED\"     input consumer=\"blinker\"",
                        "    line  10:  \"BUTTON\"  input"),
                Text.lines(List.of(free(0, ""), held(9, "LED", "blinker"), free(10, "BUTTON"))));
    }

    @Test
    void offsetsOfFourDigitsStayAligned() {
        assertEquals(
                List.of(
                        "    line    7:  unnamed  input", //
                        "    line 1023:  unnamed  input"),
                Text.lines(List.of(free(7, ""), free(1023, ""))));
    }

    @Test
    void attributesThatDifferFromTheDefaultsAreNamed() {
        assertEquals(
                "input edges=both active-low bias=pull-up event-clock=realtime"
                        + " debounce-period=5ms consumer=\"door\"",
                Text.attributes(new LineInfo(
                        0,
                        "DOOR",
                        true,
                        "door",
                        Direction.INPUT,
                        Edge.BOTH,
                        Bias.PULL_UP,
                        Drive.PUSH_PULL,
                        true,
                        Duration.ofMillis(5),
                        EventClock.REALTIME)));
        assertEquals(
                "output drive=open-drain used",
                Text.attributes(new LineInfo(
                        0,
                        "",
                        true,
                        "",
                        Direction.OUTPUT,
                        Edge.NONE,
                        Bias.UNKNOWN,
                        Drive.OPEN_DRAIN,
                        false,
                        Duration.ZERO,
                        EventClock.MONOTONIC)));
    }

    @ParameterizedTest
    @CsvSource({"1, 1us", "1500, 1500us", "5000, 5ms", "2000000, 2s", "4294967295, 4294967295us"})
    void debouncePeriodHasTheLargestUnitThatIsExact(long micros, String text) {
        LineInfo line = new LineInfo(
                0,
                "",
                false,
                "",
                Direction.INPUT,
                Edge.NONE,
                Bias.UNKNOWN,
                Drive.PUSH_PULL,
                false,
                Duration.ofNanos(micros * 1000),
                EventClock.MONOTONIC);
        assertEquals("input debounce-period=" + text, Text.attributes(line));
    }

    @Test
    void namesCannotSteerTheTerminal() {
        assertEquals(
                "input consumer=\"\\u{1b}[2J\\u{a}\\\"\\\\\\u{202e}é\"",
                Text.attributes(held(0, "", "\u001b[2J\n\"\\\u202eé")));
        assertEquals("gpiochip0 [a\\u{7}b] (1 line)", Text.chip(chip("a\u0007b", 1)));
    }

    static ChipInfo chip(String label, int numLines) {
        return new ChipInfo("/dev/gpiochip0", "gpiochip0", label, "", numLines);
    }

    static LineInfo free(int offset, String name) {
        return input(offset, name, false, "");
    }

    private static LineInfo held(int offset, String name, String consumer) {
        return input(offset, name, true, consumer);
    }

    private static LineInfo input(int offset, String name, boolean used, String consumer) {
        return new LineInfo(
                offset,
                name,
                used,
                consumer,
                Direction.INPUT,
                Edge.NONE,
                Bias.UNKNOWN,
                Drive.PUSH_PULL,
                false,
                Duration.ZERO,
                EventClock.MONOTONIC);
    }
}
