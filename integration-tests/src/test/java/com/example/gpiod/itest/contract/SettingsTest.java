package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.spi.Errno;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** Settings: what the kernel makes of them, and which it does not take. */
class SettingsTest extends Contract {
    private static final int LINES = 12;

    private BoardChip chip;

    @BeforeEach
    void plugChip() {
        chip = plug(LINES);
    }

    /** Requests line 1 and asks about it. */
    private LineInfo infoOf(LineSettings.Builder settings) throws Exception {
        request(chip, lines(settings, 1).consumer("settings"));
        return open(chip).lineInfo(1);
    }

    @Test
    void defaultsLeaveALineAsItIs() {
        LineSettings expected = new LineSettings(
                Direction.AS_IS,
                Edge.NONE,
                Bias.AS_IS,
                Drive.PUSH_PULL,
                false,
                Duration.ZERO,
                EventClock.MONOTONIC,
                false);

        assertEquals(expected, LineSettings.builder().build());
    }

    @Test
    void settingsOfAnInputAreShown() throws Exception {
        LineInfo shown = infoOf(edges(Edge.BOTH)
                .bias(Bias.PULL_UP)
                .activeLow(true)
                .debounce(Duration.ofMillis(5))
                .eventClock(EventClock.REALTIME));

        LineInfo expected = new LineInfo(
                1,
                "",
                true,
                "settings",
                Direction.INPUT,
                Edge.BOTH,
                Bias.PULL_UP,
                Drive.PUSH_PULL,
                true,
                Duration.ofMillis(5),
                EventClock.REALTIME);
        assertEquals(expected, shown);
    }

    @Test
    void settingsOfAnOutputAreShown() throws Exception {
        LineInfo shown = infoOf(
                output(true).drive(Drive.OPEN_SOURCE).bias(Bias.PULL_DOWN).activeLow(true));

        LineInfo expected = new LineInfo(
                1,
                "",
                true,
                "settings",
                Direction.OUTPUT,
                Edge.NONE,
                Bias.PULL_DOWN,
                Drive.OPEN_SOURCE,
                true,
                Duration.ZERO,
                EventClock.MONOTONIC);
        assertEquals(expected, shown);
    }

    @Test
    void openDrainIsShown() throws Exception {
        assertEquals(
                Drive.OPEN_DRAIN, infoOf(output(false).drive(Drive.OPEN_DRAIN)).drive());
    }

    @Test
    void disabledBiasIsShown() throws Exception {
        assertEquals(Bias.DISABLED, infoOf(input().bias(Bias.DISABLED)).bias());
    }

    @Test
    void singleEdgesAreShown() throws Exception {
        request(chip, lines(edges(Edge.RISING), 2));
        request(chip, lines(edges(Edge.FALLING), 3));

        assertEquals(Edge.RISING, open(chip).lineInfo(2).edge());
        assertEquals(Edge.FALLING, open(chip).lineInfo(3).edge());
    }

    @Test
    void shortestAndLongestDebounceAreShown() throws Exception {
        Duration shortest = Duration.ofNanos(1000);
        Duration longest = Duration.ofNanos(4_294_967_295L * 1000);
        request(
                chip,
                RequestConfig.builder()
                        .line(0, input().debounce(shortest).build())
                        .line(1, input().debounce(longest).build()));

        assertEquals(shortest, open(chip).lineInfo(0).debounce());
        assertEquals(longest, open(chip).lineInfo(1).debounce());
    }

    @Test
    void edgeDetectionMakesAnInputOfALineAsItIs() throws Exception {
        request(chip, lines(output(true), 1)).close();

        LineInfo shown = infoOf(LineSettings.builder().edge(Edge.BOTH));

        assertEquals(Direction.INPUT, shown.direction());
        assertEquals(Edge.BOTH, shown.edge());
    }

    @Test
    void lineAsItIsKeepsItsDirection() throws Exception {
        request(chip, lines(output(true), 1)).close();

        assertEquals(Direction.OUTPUT, infoOf(LineSettings.builder()).direction());
    }

    @Test
    void settingsOfTheLastHolderAreForgotten() throws Exception {
        request(chip, lines(edges(Edge.BOTH).activeLow(true).debounce(Duration.ofMillis(1)), 1))
                .close();

        LineInfo free = open(chip).lineInfo(1);

        assertEquals(Edge.NONE, free.edge());
        assertEquals(false, free.activeLow());
        assertEquals(Duration.ZERO, free.debounce());
    }

    @Test
    void everyLineHasSettingsOfItsOwn() throws Exception {
        LineSettings in = edges(Edge.RISING).bias(Bias.PULL_UP).build();
        LineSettings out = output(true).build();

        LineRequest request = request(chip, RequestConfig.builder().line(3, in).line(1, out));

        assertEquals(in, request.settings(3));
        assertEquals(out, request.settings(1));
        assertIllegal(() -> request.settings(2));
        assertEquals(Direction.INPUT, open(chip).lineInfo(3).direction());
        assertEquals(Direction.OUTPUT, open(chip).lineInfo(1).direction());
    }

    @Test
    void edgesOfAnOutputAreRefused() {
        assertIllegal(() -> output(true).edge(Edge.BOTH).build());
    }

    @Test
    void hardwareClockIsUnsupportedWithoutHardware() {
        GpiodException refusal = assertRefused(
                Reason.UNSUPPORTED,
                () -> request(chip, lines(edges(Edge.BOTH).eventClock(EventClock.HTE), 1)));

        assertEquals(Errno.EOPNOTSUPP, refusal.errno());
    }

    @Test
    void tenDifferentPeriodsAreTaken() throws Exception {
        assertEquals(10, request(chip, periods(10)).offsets().size());
    }

    @Test
    void elevenDifferentPeriodsAreOneTooMany() {
        GpiodException refusal = assertRefused(Reason.LIMIT, () -> request(chip, periods(11)));

        assertEquals(Errno.E2BIG, refusal.errno());
        assertEquals("request", refusal.operation());
        assertEquals(11, refusal.lines().size());
        assertContains("need 11 attributes, the kernel takes 10", refusal.getMessage());
        assertContains("11 for different debounce periods", refusal.getMessage());
        assertContains("fewer different periods", refusal.getMessage());
    }

    private static RequestConfig.Builder periods(int count) {
        RequestConfig.Builder config = RequestConfig.builder();
        for (int offset = 0; offset < count; offset++) {
            config.line(offset, input().debounce(Duration.ofMillis(1 + offset)).build());
        }
        return config;
    }

    /** One for the values of outputs, one for the flags of outputs, and the periods. */
    private static RequestConfig.Builder periodsAndAnOutput(int count) {
        return periods(count).line(LINES - 1, output(true).build());
    }

    @Test
    void outputsTakeTwoOfTheKernelsTen() throws Exception {
        request(chip, periodsAndAnOutput(8)).close();

        GpiodException refusal =
                assertRefused(Reason.LIMIT, () -> request(chip, periodsAndAnOutput(9)));

        assertContains("1 for the values of outputs", refusal.getMessage());
        assertContains("9 for different debounce periods", refusal.getMessage());
        assertContains("1 for different combinations of the other settings", refusal.getMessage());
    }

    @Test
    void differentFlagsBeyondTheFirstTakeOneEach() throws Exception {
        request(chip, flags(11)).close();

        GpiodException refusal = assertRefused(Reason.LIMIT, () -> request(chip, flags(12)));

        assertEquals(Errno.E2BIG, refusal.errno());
        assertContains("11 for different combinations of the other settings", refusal.getMessage());
        assertContains("fewer different combinations", refusal.getMessage());
    }

    /** Inputs, each with other flags. */
    private static RequestConfig.Builder flags(int count) {
        RequestConfig.Builder config = RequestConfig.builder();
        int offset = 0;
        for (Edge edge : Edge.values()) {
            for (Bias bias : List.of(Bias.DISABLED, Bias.PULL_UP, Bias.PULL_DOWN)) {
                if (offset < count) {
                    config.line(offset++, edges(edge).bias(bias).build());
                }
            }
        }
        assertEquals(count, offset);
        return config;
    }

    @Test
    void combinationsThatTheKernelRefusesAreNamed() {
        assertContains(
                "edge",
                assertIllegal(() -> output(true).edge(Edge.RISING).build()).getMessage());
        assertContains(
                "bias",
                assertIllegal(() -> LineSettings.builder().bias(Bias.PULL_UP).build())
                        .getMessage());
        assertContains(
                "UNKNOWN",
                assertIllegal(() -> input().bias(Bias.UNKNOWN).build()).getMessage());
        assertContains(
                "drive",
                assertIllegal(() -> input().drive(Drive.OPEN_DRAIN).build()).getMessage());
        assertContains(
                "drive",
                assertIllegal(() ->
                                LineSettings.builder().drive(Drive.OPEN_DRAIN).build())
                        .getMessage());
        Duration period = Duration.ofMillis(1);
        assertContains(
                "debounce",
                assertIllegal(() -> output(true).debounce(period).build()).getMessage());
        assertContains(
                "debounce",
                assertIllegal(() -> LineSettings.builder().debounce(period).build())
                        .getMessage());
        assertThrows(NullPointerException.class, () -> input().edge(null).build());
    }

    @Test
    void settingsAreMadeFromOthers() {
        LineSettings settings = edges(Edge.BOTH)
                .bias(Bias.PULL_UP)
                .activeLow(true)
                .debounce(Duration.ofMillis(3))
                .eventClock(EventClock.REALTIME)
                .build();

        assertEquals(settings, settings.toBuilder().build());
        assertEquals(Edge.RISING, settings.toBuilder().edge(Edge.RISING).build().edge());
        assertEquals(Edge.BOTH, settings.edge());
    }
}
