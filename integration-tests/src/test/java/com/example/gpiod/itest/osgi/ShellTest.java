package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.LinesClaim;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;

import org.apache.felix.service.command.CommandProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** The commands, as Gogo runs them. */
public class ShellTest extends OsgiTest {
    private static final int DOOR = 2;
    private static final int SIREN = 5;
    private static final List<String> COMMANDS =
            List.of("detect", "info", "get", "set", "mon", "notify", "requests", "lines", "wait");

    private BoardChip chip;
    private Shell shell;

    @BeforeEach
    public void plug() {
        chip = board().plug(ChipPlan.of("house", 8).line(DOOR, "DOOR").line(SIREN, "SIREN"));
        service(Chip.class, "(gpiod.chip.label=house)");
        COMMANDS.forEach(this::awaitCommand);
        shell = new Shell(service(CommandProcessor.class));
    }

    /** Commands are services of classes of their own. */
    private void awaitCommand(String command) {
        String filter = "(&(osgi.command.scope=gpio)(osgi.command.function=" + command + "))";
        Await.until(command, () -> context().getAllServiceReferences(null, filter) != null);
    }

    @AfterEach
    public void deleteConfigurations() throws Exception {
        if (shell != null) {
            shell.close();
        }
    }

    private boolean isUsed(int offset) throws GpiodException {
        try (Chip opened = service(Gpiod.class).openChip(chip.path())) {
            return opened.lineInfo(offset).used();
        }
    }

    @Test
    public void eachCommandHelps() throws Exception {
        for (String command : COMMANDS) {
            String help = shell.run("gpio:" + command + " --help");
            assertTrue(help.startsWith("usage: gpio:" + command + " [OPTION...]"), help);
            IllegalArgumentException wrong = assertThrows(
                    IllegalArgumentException.class,
                    () -> shell.run("gpio:" + command + " --nonsense"));
            assertTrue(wrong.getMessage().contains("there are --"), wrong::getMessage);
        }
        for (String command : List.of("notify", "wait", "get", "set", "mon")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> shell.run("gpio:" + command),
                    "not Object's method");
        }
    }

    @Test
    public void chipsAndLinesAreListed() throws Exception {
        assertTrue(shell.run("gpio:detect").contains(chip.name() + " [house] (8 lines)"));
        assertEquals(
                chip.name() + " 2  \"DOOR\"  input", shell.run("gpio:info DOOR").strip());
    }

    @Test
    public void linesAreReadAndSetFromScripts() throws Exception {
        chip.pullUp(DOOR);
        assertEquals("\"DOOR\"=active", shell.run("gpio:get DOOR"));
        assertEquals("1 0", shell.run("x = (gpio:get --numeric -c house 2 3)"));
        assertEquals(
                "SIREN released: the driver says whether the value stays",
                shell.run("gpio:set -t 0 SIREN=1"));
        assertFalse(isUsed(SIREN));
    }

    @Test
    public void ctrlCEndsWhatHoldsLines() throws Exception {
        Shell.Running set = shell.start("gpio:set SIREN=active");
        Await.until("SIREN sounds", () -> chip.isHigh(SIREN));
        Await.until("it says so", () -> shell.output().contains("held until Ctrl-C"));
        set.interrupt();
        Await.until("SIREN is released", () -> !isUsed(SIREN));
        set.end();
        Await.until(
                () -> "it says so; " + shell.output(),
                () -> shell.output().contains("SIREN released"));
        assertNoThreadIsLeft();
    }

    @Test
    public void ctrlCEndsWhatListens() throws Exception {
        Shell.Running mon = shell.start("gpio:mon --initial --format '%l %E' DOOR");
        Await.until("it listens", () -> shell.output().contains("\"DOOR\"=inactive"));
        chip.pullUp(DOOR);
        Await.until("an edge", () -> shell.output().contains("DOOR rising"));
        mon.interrupt();
        Await.until("DOOR is released", () -> !isUsed(DOOR));
        mon.end();
        assertNoThreadIsLeft();

        Shell.Running notify = shell.start("gpio:notify --format '%l %E' DOOR");
        try (Shell other = new Shell(service(CommandProcessor.class))) {
            Await.until("an event", () -> {
                other.run("gpio:get DOOR");
                return shell.output().contains("DOOR released");
            });
        }
        notify.interrupt();
        notify.end();
        assertNoThreadIsLeft();
    }

    private static void assertNoThreadIsLeft() {
        Await.until(
                "no command runs any more",
                () -> Thread.getAllStackTraces().values().stream()
                        .flatMap(Arrays::stream)
                        .noneMatch(frame ->
                                frame.getClassName().startsWith("com.example.gpiod.shell.")));
    }

    @Test
    public void stoppedBundleEndsItsCommands() throws Exception {
        Bundle bundle = Arrays.stream(context().getBundles())
                .filter(each -> "com.example.gpiod.shell".equals(each.getSymbolicName()))
                .findFirst()
                .orElseThrow();
        Shell.Running mon = shell.start("gpio:mon --initial DOOR");
        Await.until("it listens", () -> shell.output().contains("\"DOOR\"=inactive"));
        try {
            bundle.stop();
            mon.end();
            assertFalse(isUsed(DOOR));
            assertNoThreadIsLeft();
        } finally {
            bundle.start();
        }
        COMMANDS.forEach(this::awaitCommand);
    }

    @Test
    public void waitsForAChipUntilItComes() throws Exception {
        Shell.Running wait = shell.start("gpio:wait -c garden --timeout 10m");
        Await.until(
                "it waits",
                () -> Thread.getAllStackTraces().values().stream()
                        .flatMap(Arrays::stream)
                        .anyMatch(frame -> frame.getClassName()
                                .equals("com.example.gpiod.shell.WaitCommand")));
        BoardChip garden = board().plug(ChipPlan.of("garden", 2));
        assertEquals(garden.name() + " [garden] (2 lines)", wait.end());
        assertThrows(TimeoutException.class, () -> shell.run("gpio:wait -t 1ms NOSUCH"));
    }

    @Test
    public void configuredLinesAreUsedTogetherWithTheirComponents() throws Exception {
        configurations().create("name=door", "lines=DOOR", "direction=input", "edge=both");
        configurations().create("name=siren", "lines=SIREN", "direction=output");
        service(Lines.class, "(gpiod.name=door)");
        Lines lines = service(Lines.class, "(gpiod.name=siren)");

        assertEquals("\"DOOR\"=inactive \"SIREN\"=inactive", shell.run("gpio:get DOOR SIREN"));
        assertEquals("", shell.run("gpio:set SIREN=on"));
        assertTrue(chip.isHigh(SIREN), "the configuration holds it");
        assertTrue(lines.get("SIREN"));
        try (LinesClaim claim = lines.claim()) {
            GpiodException refused =
                    assertThrows(GpiodException.class, () -> shell.run("gpio:set SIREN=off"));
            assertEquals(GpiodException.Reason.BUSY, refused.reason());
            assertTrue(refused.getMessage().contains("claimed"), refused::getMessage);
        }
        assertEquals("", shell.run("gpio:set SIREN=off"));
        assertFalse(chip.isHigh(SIREN));

        Shell.Running mon = shell.start("gpio:mon --initial --format '%l %E' DOOR");
        Await.until("it listens", () -> shell.output().contains("\"DOOR\"=inactive"));
        chip.pullUp(DOOR);
        Await.until("an edge", () -> shell.output().contains("DOOR rising"));
        mon.interrupt();
        mon.end();
        assertTrue(isUsed(DOOR), "the configuration holds it");

        String requests = shell.run("gpio:requests");
        assertTrue(
                requests.matches("(?s)HOLDER .*\\ndoor .* 0  .*2 \"DOOR\".*\\nsiren .*"), requests);
        String configured = shell.run("gpio:lines");
        assertTrue(configured.matches("(?s)NAME .*\\n(door|siren) +active .*"), configured);

        Shell.Running last = shell.start("gpio:mon --initial DOOR");
        Await.until("it listens", () -> shell.output().contains("\"DOOR\"=active"));
        configurations().deleteAll();
        String end = last.end();
        assertTrue(end.contains("configuration door has released its lines"), end);
    }
}
