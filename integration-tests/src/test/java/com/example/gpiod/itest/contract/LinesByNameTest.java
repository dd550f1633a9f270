package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineLocation;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Lines that are named without their chip. */
class LinesByNameTest extends Contract {
    private BoardChip left;
    private BoardChip right;

    @BeforeEach
    void plugChips() {
        left = plug(ChipPlan.of("left", 4).line(0, "DOOR").line(2, "BOTH"));
        right = plug(ChipPlan.of("right", 4)
                .line(1, "LAMP")
                .line(0, "BELL")
                .line(2, "BOTH")
                .line(3, "BOTH"));
    }

    private static RequestConfig inputs(String... names) {
        RequestConfig.Builder config = RequestConfig.builder();
        for (String name : names) {
            config.line(name, input().build());
        }
        return config.build();
    }

    private LineRequest request(String... names) throws Exception {
        return held(gpiod().request(inputs(names)));
    }

    private static List<String> places(List<LineLocation> locations) {
        return locations.stream()
                .map(place -> place.chip().label() + " " + place.line().offset())
                .toList();
    }

    @Test
    void lineIsFoundOnAnyChip() {
        List<LineLocation> found = gpiod().findLines("LAMP");

        assertEquals(List.of("right 1"), places(found));
        assertEquals(right.path(), found.get(0).chip().path());
        assertEquals("LAMP", found.get(0).line().name());
    }

    @Test
    void allLinesWithANameAreFound() {
        assertEquals(List.of("left 2", "right 2", "right 3"), places(gpiod().findLines("BOTH")));
    }

    @Test
    void unknownNameIsFoundNowhere() {
        assertEquals(List.of(), gpiod().findLines("WINDOW"));
    }

    @Test
    void nameThatNoLineCanHaveIsRefused() {
        assertIllegal(() -> gpiod().findLines(""));
        assertIllegal(() -> gpiod().findLines("x".repeat(32)));
    }

    @Test
    void linesOfOneChipAreRequested() throws Exception {
        LineRequest request = request("LAMP", "BELL");

        assertEquals("right", request.chip().label());
        assertEquals(List.of(1, 0), request.offsets());
        right.pullUp(1);
        assertEquals(0b01, request.getMask(0b11));
    }

    @Test
    void ambiguousLineIsRefusedWithAllPlaces() {
        GpiodException refusal = assertRefused(Reason.AMBIGUOUS, () -> request("BOTH"));

        assertEquals(List.of("BOTH"), refusal.lines());
        assertContains("2 of " + left.name(), refusal.getMessage());
        assertContains("2 of " + right.name(), refusal.getMessage());
        assertContains("3 of " + right.name(), refusal.getMessage());
    }

    @Test
    void linesOnTwoChipsAreRefused() throws Exception {
        GpiodException refusal = assertRefused(Reason.NOT_FOUND, () -> request("LAMP", "DOOR"));

        assertContains("LAMP on " + right.name(), refusal.getMessage());
        assertContains("DOOR on " + left.name(), refusal.getMessage());
        assertFalse(open(right).lineInfo("LAMP").used());
    }

    @Test
    void unknownLineIsRefusedWithTheChipsThatArePresent() {
        GpiodException refusal = assertRefused(Reason.NOT_FOUND, () -> request("WINDOW"));

        assertEquals(List.of("WINDOW"), refusal.lines());
        assertContains("WINDOW", refusal.getMessage());
        assertContains("[left]", refusal.getMessage());
        assertContains("[right]", refusal.getMessage());
    }

    @Test
    void numberIsNoLineWithoutAChip() {
        assertRefused(Reason.NOT_FOUND, () -> request("1"));
        assertIllegal(() -> gpiod().request(lines(input(), 1).build()));
    }

    @Test
    void linesOfAnUnpluggedChipAreNotFound() {
        left.unplug();

        assertEquals(List.of(), gpiod().findLines("DOOR"));
        assertEquals(List.of("right 2", "right 3"), places(gpiod().findLines("BOTH")));
    }

    @Test
    void busyLineIsRefused() throws Exception {
        held(gpiod().request(inputs("DOOR")));

        assertContains(
                Rig.CONSUMER, assertRefused(Reason.BUSY, () -> request("DOOR")).getMessage());
    }
}
