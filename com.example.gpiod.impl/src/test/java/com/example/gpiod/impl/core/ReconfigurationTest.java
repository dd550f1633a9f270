package com.example.gpiod.impl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.LineSettings;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class ReconfigurationTest {
    private static final LineSettings PULLED_UP =
            LineSettings.input().bias(Bias.PULL_UP).build();
    private static final LineSettings OFF = LineSettings.output(false).build();
    private static final LineSettings ON = LineSettings.output(true).build();

    @Test
    void unnamedLinesKeepSettingsAndPresentValues() {
        Reconfiguration plan = Reconfiguration.plan(
                List.of(PULLED_UP, OFF, ON),
                0b010,
                Map.of(0, LineSettings.input().build()));

        assertEquals(List.of(LineSettings.input().build(), ON, OFF), plan.after());
        assertEquals(List.of(PULLED_UP, ON, OFF), plan.before());
    }

    @Test
    void namedOutputsGetTheirNewValue() {
        LineSettings openDrain =
                LineSettings.output(false).drive(Drive.OPEN_DRAIN).build();

        Reconfiguration plan = Reconfiguration.plan(List.of(ON), 0b1, Map.of(0, openDrain));

        assertEquals(List.of(openDrain), plan.after());
        assertEquals(0, Reconfiguration.outputValues(plan.after()));
    }

    @Test
    void defaultsLeaveALineAsItIs() {
        Reconfiguration plan = Reconfiguration.plan(
                List.of(PULLED_UP), 0, Map.of(0, LineSettings.builder().build()));

        assertEquals(List.of(PULLED_UP), plan.after());
    }

    @Test
    void edgesOfALineAsItIsCanBeTakenBack() {
        LineSettings edges = LineSettings.builder().edge(Edge.BOTH).build();
        LineSettings now = Reconfiguration.effective(edges);

        Reconfiguration plan = Reconfiguration.plan(
                List.of(now), 0, Map.of(0, now.toBuilder().edge(Edge.NONE).build()));

        assertEquals(List.of(LineSettings.input().build()), plan.after());
    }

    @Test
    void presentSettingsChangeNothing() {
        LineSettings asItIs = LineSettings.builder().activeLow(true).build();

        Reconfiguration plan = Reconfiguration.plan(List.of(asItIs), 0, Map.of(0, asItIs));

        assertEquals(plan.before(), plan.after());
    }

    @Test
    void settingsThatWouldBeIgnoredAreRefused() {
        LineSettings ignored = LineSettings.builder().activeLow(true).build();

        assertThrows(
                IllegalArgumentException.class,
                () -> Reconfiguration.plan(List.of(ON), 0, Map.of(0, ignored)));
    }

    @Test
    void outputValuesAreThoseOfOutputsOnly() {
        LineSettings input = LineSettings.input().outputValue(true).build();

        assertEquals(0b100, Reconfiguration.outputValues(List.of(input, OFF, ON)));
    }
}
