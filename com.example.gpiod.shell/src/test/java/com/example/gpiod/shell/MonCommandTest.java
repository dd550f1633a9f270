package com.example.gpiod.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Edge;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.shell.Rig.Running;
import com.example.gpiod.simulator.SimulatedChip;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;

class MonCommandTest {
    private Rig rig;
    private SimulatedChip house;
    private SimulatedChip garden;
    private MonCommand command;

    @BeforeEach
    void plug() throws Exception {
        rig = new Rig();
        house = rig.plug("house", 4, Map.of(0, "DOOR", 1, "BELL"));
        garden = rig.plug("garden", 2, Map.of(0, "GATE"));
        command = new MonCommand(rig.gpiod, rig.configurations);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** Starts it, and waits until no edge of the last line can be missed any more. */
    private Running monitor(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "--initial";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Running running = rig.start(() -> command.run(rig.console, all));
        rig.awaitOut("\"" + arguments[arguments.length - 1] + "\"=");
        return running;
    }

    private void assertRefused(String message, String... arguments) {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> command.run(rig.console, arguments));
        assertEquals(message + " (gpio:mon --help tells more)", e.getMessage());
    }

    @Test
    void edgesOfLinesOnSeveralChipsAreWrittenUntilCtrlC() throws Exception {
        Running mon = monitor("--format", "%c %o %l %e %E", "DOOR", "GATE");
        house.pullUp(0);
        rig.awaitOut("simchip0 0 DOOR 1 rising");
        garden.pullUp(0);
        rig.awaitOut("simchip1 0 GATE 1 rising");
        house.pullDown(0);
        rig.awaitOut("simchip0 0 DOOR 2 falling");
        mon.interrupt();
        assertInstanceOf(InterruptedException.class, mon.end().orElseThrow());
        assertFalse(rig.isUsed("house", 0));
        assertFalse(rig.isUsed("garden", 0));
        assertTrue(rig.out().contains("\"DOOR\"=inactive\n"), rig.out());
        assertTrue(rig.out().endsWith("""
                simchip0 0 DOOR 1 rising
                simchip1 0 GATE 1 rising
                simchip0 0 DOOR 2 falling
                """), rig.out());
    }

    @Test
    void endsAfterAsManyEvents() throws Exception {
        Running mon = monitor("-n2", "-e", "rising", "DOOR");
        for (int i = 0; i < 2; i++) {
            house.pullUp(0);
            house.pullDown(0);
        }
        assertEquals(Optional.empty(), mon.end());
        assertTrue(
                rig.out()
                        .matches("\"DOOR\"=inactive\\n"
                                + "(\\d+\\.\\d{9}  rising   simchip0 0 \"DOOR\"\\n){2}"),
                rig.out());
    }

    @Test
    void endsWhenNothingHappens() throws Exception {
        command.run(rig.console, "--idle-timeout", "1ms", "DOOR");
        assertEquals("", rig.out());
        assertFalse(rig.isUsed("house", 0));
    }

    @Test
    void datesAreShownOnDemand() throws Exception {
        Running mon = monitor("-n1", "--utc", "--event-clock=realtime", "DOOR");
        house.pullUp(0);
        assertEquals(Optional.empty(), mon.end());
        String date = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}";
        assertTrue(rig.out().matches("(?s).*\\n" + date + "Z  rising .*"), rig.out());
        mon = monitor("-n1", "-F%L %U", "BELL");
        house.pullUp(1);
        assertEquals(Optional.empty(), mon.end());
        assertTrue(rig.out().matches("(?s).*\\n" + date + " " + date + "Z\\n"), rig.out());
    }

    @Test
    void settingsAreTaken() throws Exception {
        Running mon = monitor("-l", "-b", "pull-up", "-p", "5ms", "-C", "me", "DOOR");
        try (var chip = rig.gpiod.openChip("house")) {
            assertEquals(
                    "input edges=both active-low bias=pull-up debounce-period=5ms consumer=\"me\"",
                    Text.attributes(chip.lineInfo(0)));
        }
        mon.interrupt();
        mon.end();
    }

    @Test
    void linesOfAConfigurationAreListenedToWithTheOthers() throws Exception {
        LineRequest request = configure("porch", Edge.BOTH);
        Running mon = monitor("-e", "falling", "-F", "%l %E", "DOOR", "GATE");
        house.pullUp(0);
        house.pullDown(0);
        rig.awaitOut("DOOR falling");
        assertFalse(rig.out().contains("rising"), rig.out());
        mon.interrupt();
        assertInstanceOf(InterruptedException.class, mon.end().orElseThrow());
        assertTrue(request.isHeld());
        assertEquals(0, rig.configurations.used, "given back");
        assertEquals(0, request.statistics().subscriptions().size());
    }

    @Test
    void deletedConfigurationEndsIt() throws Exception {
        configure("porch", Edge.BOTH);
        Running mon = monitor("DOOR");
        rig.configurations.end("porch");
        Throwable e = mon.end().orElseThrow();
        assertInstanceOf(IOException.class, e);
        assertEquals("configuration porch has released its lines", e.getMessage());
    }

    @Test
    void edgesThatAConfigurationDoesNotReportAreRefused() throws Exception {
        configure("porch", Edge.NONE);
        assertRefused(
                "line DOOR is held by configuration porch, which says edge = none;"
                        + " change it there",
                "DOOR");
        rig.configurations.end("porch");
        configure("porch", Edge.RISING);
        assertRefused(
                "line DOOR is held by configuration porch, which says edge = rising;"
                        + " change it there",
                "-efalling",
                "DOOR");
        assertEquals(0, rig.configurations.used, "given back");
    }

    private LineRequest configure(String name, Edge edge) throws Exception {
        LineRequest request = rig.gpiod.request(RequestConfig.builder()
                .line("BELL", LineSettings.input().edge(edge).build())
                .line("DOOR", LineSettings.input().edge(edge).build())
                .build());
        rig.configurations.add(name, request);
        return request;
    }

    @Test
    void unpluggedChipsEndItTheLastOneByItsReason() throws Exception {
        Running mon = monitor("DOOR", "GATE");
        house.unplug();
        Rig.await("a remark", () -> rig.err().contains("simchip0"));
        garden.unplug();
        Throwable e = mon.end().orElseThrow();
        assertTrue(e.getMessage().contains("simchip1"), e::toString);
    }

    @Test
    void theEndOfTheCommandsServiceEndsIt() throws Exception {
        Running mon = monitor("DOOR");
        command.end();
        assertInstanceOf(InterruptedException.class, mon.end().orElseThrow());
        assertFalse(rig.isUsed("house", 0));
    }

    @Test
    void endsWhenNobodyReadsItsOutput() throws Exception {
        Console closed = new Console(
                new PrintStream(new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("closed");
                    }
                }),
                rig.console.err());
        Running mon = rig.start(() -> command.run(closed, "--initial", "DOOR"));
        assertEquals(
                "nobody reads what this command writes", mon.end().orElseThrow().getMessage());
        assertFalse(rig.isUsed("house", 0));
    }

    @Test
    void wrongOptionsAreRefused() throws Exception {
        assertRefused("LINE... is missing");
        assertRefused("--edges is 'none'; give one of rising, falling, both", "-e", "none", "DOOR");
        assertRefused(
                "--format has %x; there are %%, %E, %L, %S, %U, %c, %e, %l, %o", "-F%x", "DOOR");
        assertRefused("--num-events is '0'; give a whole number from 1", "-n0", "DOOR");
        assertFalse(rig.isUsed("house", 0));
    }
}
