package com.example.gpiod.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.shell.Rig.Running;
import com.example.gpiod.simulator.SimulatedChip;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Map;

class SetCommandTest {
    private Rig rig;
    private SimulatedChip house;
    private SimulatedChip garden;
    private SetCommand command;

    @BeforeEach
    void plug() throws Exception {
        rig = new Rig();
        house = rig.plug("house", 4, Map.of(0, "LED", 1, "SIREN", 2, "A=B"));
        garden = rig.plug("garden", 2, Map.of(0, "PUMP"));
        command = new SetCommand(rig.gpiod, rig.configurations);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Object set(String... arguments) throws Exception {
        return command.run(rig.console, arguments);
    }

    private void assertRefused(String message, String... arguments) throws Exception {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> set(arguments));
        assertEquals(message + " (gpio:set --help tells more)", e.getMessage());
        assertFalse(rig.isUsed("house", 0));
    }

    @Test
    void linesAreHeldUntilCtrlC() throws Exception {
        Running set = rig.start(() -> set("LED=on", "PUMP=1", "SIREN=inactive"));
        Rig.await("LED and PUMP on", () -> house.isHigh(0) && garden.isHigh(0));
        Rig.await("it says so", () -> rig.err().equals("LED, SIREN, PUMP held until Ctrl-C\n"));
        assertFalse(house.isHigh(1));
        assertTrue(rig.isUsed("house", 1));
        set.interrupt();
        assertInstanceOf(InterruptedException.class, set.end().orElseThrow());
        for (int line : new int[] {0, 1}) {
            assertFalse(rig.isUsed("house", line));
        }
        assertFalse(rig.isUsed("garden", 0));
        assertEquals(
                "LED, SIREN, PUMP held until Ctrl-C\n"
                        + "LED, SIREN, PUMP released: the driver says whether the value stays\n",
                rig.err());
        assertEquals("", rig.out(), "remarks are no results");
    }

    @Test
    void endsByItselfAfterALastPeriodOfZero() throws Exception {
        set("-t", "0", "LED=on");
        assertFalse(rig.isUsed("house", 0));
        set("-p", "1ms", "-t", "1us,2us,1us,0", "LED=on");
        assertFalse(rig.isUsed("house", 0));
    }

    @Test
    void togglesOverAndOver() throws Exception {
        Running set = rig.start(() -> set("--toggle=1ms", "LED=on", "SIREN=off"));
        for (int i = 0; i < 3; i++) {
            Rig.await("LED", () -> house.isHigh(0));
            Rig.await("SIREN", () -> house.isHigh(1));
        }
        set.interrupt();
        assertInstanceOf(InterruptedException.class, set.end().orElseThrow());
        assertFalse(rig.isUsed("house", 0));
    }

    @Test
    void theEndOfTheCommandsServiceEndsIt() throws Exception {
        Running set = rig.start(() -> set("LED=on"));
        Rig.await("LED on", () -> house.isHigh(0));
        command.end();
        assertInstanceOf(InterruptedException.class, set.end().orElseThrow());
        assertFalse(rig.isUsed("house", 0));
    }

    @Test
    void unpluggedChipEndsIt() throws Exception {
        Running set = rig.start(() -> set("LED=on", "PUMP=on"));
        Rig.await("it holds", () -> rig.err().contains("held until Ctrl-C"));
        house.unplug();
        Throwable e = set.end().orElseThrow();
        assertTrue(e.getMessage().contains("simchip0"), e::toString);
        assertFalse(rig.isUsed("garden", 0));
    }

    @Test
    void linesOfAConfigurationAreSetAndStay() throws Exception {
        LineRequest request = rig.gpiod.request(RequestConfig.builder()
                .line("SIREN", LineSettings.output(false).activeLow(true).build())
                .line("LED", LineSettings.output(false).build())
                .build());
        rig.configurations.add("alarm", request);
        assertTrue(house.isHigh(1));
        set("SIREN=on");
        assertFalse(house.isHigh(1));
        assertFalse(house.isHigh(0));
        set("SIREN=off", "LED=on");
        assertTrue(house.isHigh(1));
        assertTrue(house.isHigh(0));
        set("-t", "1us,0", "LED=off", "PUMP=off");
        assertTrue(house.isHigh(0));
        assertTrue(request.isHeld());
        assertFalse(rig.isUsed("garden", 0));
        assertEquals(0, rig.configurations.used, "given back");
        assertEquals("PUMP released: the driver says whether the value stays\n", rig.err());
    }

    @Test
    void inputsOfAConfigurationAreRefused() throws Exception {
        LineRequest request = rig.gpiod.request(RequestConfig.builder()
                .line("SIREN", LineSettings.input().build())
                .build());
        rig.configurations.add("alarm", request);
        GpiodException e = assertThrows(GpiodException.class, () -> set("SIREN=on"));
        assertEquals(GpiodException.Reason.PERMISSION, e.reason());
        assertEquals(0, rig.configurations.used, "given back");
    }

    @Test
    void nothingIsTouchedWhenSomethingIsWrong() throws Exception {
        assertRefused("'LED' has no value; write LED=active", "LED");
        assertRefused(
                "value 'up'; give active, on, true or 1, or else inactive, off, false or 0",
                "LED=up");
        assertRefused("line LED is named twice", "LED=1", "LED=0");
        assertRefused(
                "--drive is 'x'; give one of push-pull, open-drain, open-source", "-dx", "LED=1");
        assertRefused("LINE=VALUE... is missing");
        assertThrows(GpiodException.class, () -> set("LED=1", "NOSUCH=1"));
        assertFalse(rig.isUsed("house", 0));
        assertEquals("", rig.err());
    }

    @Test
    void theLastEqualsSignBelongsToTheValue() throws Exception {
        Running set = rig.start(() -> set("A=B=1"));
        Rig.await("it is set", () -> house.isHigh(2));
        set.interrupt();
        assertInstanceOf(InterruptedException.class, set.end().orElseThrow());
    }

    @Test
    void driveAndActiveLowAreTaken() throws Exception {
        Running set = rig.start(
                () -> set("-l", "-d", "open-drain", "-C", "me", "--bias=pull-up", "LED=0"));
        Rig.await("it holds", () -> rig.err().contains("held until Ctrl-C"));
        try (var chip = rig.gpiod.openChip("house")) {
            assertEquals(
                    "output active-low drive=open-drain bias=pull-up consumer=\"me\"",
                    Text.attributes(chip.lineInfo(0)));
        }
        set.interrupt();
        assertInstanceOf(InterruptedException.class, set.end().orElseThrow());
    }
}
