package com.example.gpiod.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Direction;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.shell.Rig.Running;
import com.example.gpiod.simulator.SimulatedChip;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** Also of how lines are found, which all commands share. */
class GetCommandTest {
    private Rig rig;
    private SimulatedChip house;
    private SimulatedChip garden;

    @BeforeEach
    void plug() throws Exception {
        rig = new Rig();
        house = rig.plug("house", 8, Map.of(0, "DOOR", 1, "BELL", 2, "7", 3, "LIGHT"));
        garden = rig.plug("garden", 4, Map.of(0, "GATE", 3, "LIGHT"));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private String get(String... arguments) throws Exception {
        return new GetCommand(rig.gpiod, rig.configurations).run(rig.console, arguments);
    }

    @Test
    void linesAreReadByNameAcrossChips() throws Exception {
        house.pullUp(0);
        garden.pullUp(0);
        assertEquals(
                "\"DOOR\"=active \"BELL\"=inactive \"GATE\"=active", get("DOOR", "BELL", "GATE"));
        assertEquals("1 0", get("--numeric", "DOOR", "BELL"));
        assertEquals("0 1", get("--numeric", "--active-low", "DOOR", "BELL"));
        assertFalse(rig.isUsed("house", 0));
        assertEquals("", rig.err());
    }

    @Test
    void withAChipNumbersAreOffsetsUnlessNamesAreAskedFor() throws Exception {
        house.pullUp(7);
        for (String chip : List.of("house", "simchip0", house.info().path())) {
            assertEquals("\"7\"=active \"DOOR\"=inactive", get("-c", chip, "7", "DOOR"));
        }
        assertEquals("\"7\"=inactive", get("-c", "house", "--by-name", "7"));
        assertEquals("\"7\"=inactive", get("7"), "without a chip it is a name");
    }

    @Test
    void theFirstOfSeveralLinesIsTakenWithAWordUnlessStrict() throws Exception {
        house.pullUp(3);
        assertEquals("\"LIGHT\"=active", get("LIGHT"));
        assertTrue(
                rig.err()
                        .contains("took simchip0 3 \"LIGHT\" of several lines of that name:"
                                + " simchip0 3 \"LIGHT\", simchip1 3 \"LIGHT\""),
                rig.err());
        GpiodException e = assertThrows(GpiodException.class, () -> get("--strict", "LIGHT"));
        assertEquals(GpiodException.Reason.AMBIGUOUS, e.reason());
        assertEquals(
                "Several lines are named \"LIGHT\": simchip0 3 \"LIGHT\", simchip1 3 \"LIGHT\";"
                        + " name the chip and the offset",
                e.getMessage());
        assertEquals("\"LIGHT\"=inactive", get("--strict", "-c", "garden", "LIGHT"));
    }

    @Test
    void whatIsNotThereIsToldWithAdvice() {
        GpiodException e = assertThrows(GpiodException.class, () -> get("5"));
        assertEquals(
                "There is no line named \"5\" on any chip;"
                        + " for an offset name the chip, too (--chip)",
                e.getMessage());
        e = assertThrows(GpiodException.class, () -> get("-c", "garden", "DOOR"));
        assertEquals("There is no line named \"DOOR\" on chip simchip1", e.getMessage());
        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> get("-c", "garden", "4"));
        assertEquals(
                "chip simchip1 has no line 4, its offsets are 0 to 3 (gpio:get --help tells more)",
                wrong.getMessage());
        assertThrows(IllegalArgumentException.class, this::get);
    }

    @Test
    void oneLineIsNamedOnce() {
        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> get("-c", "house", "DOOR", "0"));
        assertTrue(
                wrong.getMessage().startsWith("DOOR and 0 are one line, simchip0 0 \"DOOR\""),
                wrong.getMessage());
    }

    @Test
    void anOutputDrivesOnWhileItIsRead() throws Exception {
        try (LineRequest request = rig.gpiod.request(RequestConfig.builder()
                .line("DOOR", LineSettings.output(true).build())
                .build())) {
            assertTrue(house.isHigh(0));
        }
        boolean high = house.isHigh(0);
        assertEquals(high ? "\"DOOR\"=active" : "\"DOOR\"=inactive", get("DOOR"));
        assertEquals(high, house.isHigh(0));
        try (var chip = rig.gpiod.openChip("house")) {
            assertEquals(Direction.OUTPUT, chip.lineInfo(0).direction());
        }
    }

    @Test
    void biasMakesItAnInput() throws Exception {
        assertEquals("\"DOOR\"=active", get("--bias=pull-up", "DOOR"));
        IllegalArgumentException wrong = assertThrows(
                IllegalArgumentException.class, () -> get("-a", "-b", "pull-up", "DOOR"));
        assertTrue(wrong.getMessage().startsWith("--bias makes the line an input"));
        wrong = assertThrows(IllegalArgumentException.class, () -> get("-b", "unknown", "DOOR"));
        assertEquals(
                "--bias is 'unknown'; give one of as-is, disabled, pull-up, pull-down"
                        + " (gpio:get --help tells more)",
                wrong.getMessage());
    }

    @Test
    void linesOfAConfigurationAreReadThroughIt() throws Exception {
        LineRequest request = rig.gpiod.request(RequestConfig.builder()
                .line("DOOR", LineSettings.input().activeLow(true).build())
                .line("BELL", LineSettings.input().build())
                .build());
        rig.configurations.add("porch", request);
        assertEquals(
                "\"GATE\"=inactive \"BELL\"=inactive \"DOOR\"=active", get("GATE", "BELL", "DOOR"));
        assertEquals(0, rig.configurations.used, "given back");
        assertTrue(request.isHeld());
        IllegalArgumentException wrong = assertThrows(
                IllegalArgumentException.class, () -> get("-l", "-b", "pull-up", "DOOR"));
        assertEquals(
                "line DOOR is held by configuration porch, which says how;"
                        + " leave out --bias, --active-low (gpio:get --help tells more)",
                wrong.getMessage());
        assertEquals(0, rig.configurations.used, "given back");
    }

    @Test
    void whoHoldsALineIsTold() throws Exception {
        try (LineRequest other = rig.gpiod.request(RequestConfig.builder()
                .line("DOOR", LineSettings.input().build())
                .consumer("burglar")
                .build())) {
            GpiodException e = assertThrows(GpiodException.class, () -> get("GATE", "DOOR"));
            assertEquals(GpiodException.Reason.BUSY, e.reason());
            assertTrue(e.getMessage().contains("burglar"), e.getMessage());
            assertFalse(rig.isUsed("garden", 0), "released again");
        }
    }

    @Test
    void holdPeriodEndsAtOnceWhenInterrupted() throws Exception {
        Running get = rig.start(() -> get("-p", "60m", "DOOR"));
        Rig.await("requested", () -> rig.isUsed("house", 0));
        get.interrupt();
        assertInstanceOf(InterruptedException.class, get.end().orElseThrow());
        assertFalse(rig.isUsed("house", 0));
    }
}
