package com.example.gpiod.impl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.spi.Errno;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class AttributeLimitTest {
    private static final Request.Lines LINES = new Request.Lines(
            "test",
            new ChipInfo("/dev/chip", "chip", "label", "", 64),
            List.of(),
            List.of(0, 1),
            List.of("A", "B"),
            List.of(),
            16);

    private static void check(List<LineSettings> settings) throws GpiodException {
        AttributeLimit.check("request", LINES, settings);
    }

    private static String refusal(List<LineSettings> settings) {
        GpiodException refusal = assertThrows(GpiodException.class, () -> check(settings));
        assertEquals(GpiodException.Reason.LIMIT, refusal.reason());
        assertEquals(Errno.E2BIG, refusal.errno());
        assertEquals(List.of("A", "B"), refusal.lines());
        return String.valueOf(refusal.getMessage());
    }

    private static List<LineSettings> periods(int count) {
        List<LineSettings> settings = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            settings.add(LineSettings.input().debounce(Duration.ofMillis(i)).build());
        }
        return settings;
    }

    @Test
    void tenPeriodsAreTaken_elevenAreExplained() throws GpiodException {
        check(periods(10));

        String message = refusal(periods(11));
        assertTrue(message.contains("11 attributes, the kernel takes 10"), message);
        assertTrue(message.contains("11 for different debounce periods"), message);
        assertTrue(message.contains("use fewer different periods"), message);
    }

    @Test
    void anOutputTakesOne() {
        List<LineSettings> settings = new ArrayList<>(periods(9));
        settings.add(LineSettings.output(true).build());

        // And one for the flags of an output beside those of inputs.
        String message = refusal(settings);
        assertTrue(message.contains("1 for the values of outputs"), message);
        assertTrue(message.contains("1 for different combinations of the other settings"), message);
    }

    @Test
    void combinationsBeyondTheFirstTakeOneEach() throws GpiodException {
        List<LineSettings> settings = new ArrayList<>();
        for (Bias bias : List.of(Bias.AS_IS, Bias.DISABLED, Bias.PULL_UP, Bias.PULL_DOWN)) {
            for (Edge edge : List.of(Edge.NONE, Edge.RISING, Edge.BOTH)) {
                settings.add(LineSettings.input().bias(bias).edge(edge).build());
            }
        }
        check(settings.subList(0, 11));

        String message = refusal(settings);
        assertTrue(message.contains("11 for different combinations"), message);
        assertTrue(message.contains("use fewer different combinations"), message);
    }

    @Test
    void edgesOfALineAsItIsAreThoseOfAnInput() throws GpiodException {
        List<LineSettings> settings = new ArrayList<>(periods(10));
        settings.set(0, settings.get(0).toBuilder().edge(Edge.BOTH).build());
        settings.set(
                1,
                LineSettings.builder()
                        .edge(Edge.BOTH)
                        .debounce(Duration.ofMillis(9))
                        .eventClock(EventClock.MONOTONIC)
                        .build());

        check(settings);
    }
}
