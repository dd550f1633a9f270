package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.ChipPlan;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The distribution's Felix in a process of its own, with a configured pump, seen from outside: what
 * signals and restarts do to the lines.
 */
@Tag("process")
@Tag("vm")
class GatewayProcessTest extends Contract {
    private static final int PUMP = 5;
    private static final int VALVE = 6;

    /** What Java exits with once it has ended in order for SIGTERM (15), and when it was killed. */
    private static final int TERMINATED = 128 + 15;

    private static final int KILLED = 128 + 9;

    @TempDir
    private Path folder;

    @Test
    void linesAreFreeAfterSigtermAndAfterKill_andHeldAgainAfterARestart() throws Exception {
        Chip chip = open(plug(ChipPlan.of("house", 8)));
        configure(chip.info());

        assertEquals(TERMINATED, end(start(chip), Process::destroy));
        assertFree(chip);

        assertEquals(KILLED, end(start(chip), Process::destroyForcibly));
        assertFree(chip);
    }

    private static void assertFree(Chip chip) throws GpiodException {
        assertFalse(chip.lineInfo(PUMP).used());
        assertFalse(chip.lineInfo(VALVE).used());
    }

    /** On a controller whose driver leaves released lines as they are. */
    @Test
    @Tag("power-button")
    void outputsGetTheirLastValueOnSigterm_butNotWhenKilled() throws Exception {
        ChipInfo pl061 = gpiod().chips().stream()
                .filter(info -> info.label().contains("pl061"))
                .findFirst()
                .orElseThrow();
        Chip chip = held(gpiod().openChip(pl061.path()));
        configure(pl061);

        end(start(chip), Process::destroy);
        assertFalse(value(chip, PUMP));
        assertTrue(value(chip, VALVE));

        end(start(chip), Process::destroyForcibly);
        assertTrue(value(chip, PUMP));
        assertFalse(value(chip, VALVE));
    }

    /** As it was left: nothing is set up by looking. */
    private static boolean value(Chip chip, int offset) throws GpiodException {
        try (var request = chip.request(lines(LineSettings.builder(), offset).build())) {
            return request.get(offset);
        }
    }

    /** The pump runs and the valve is closed; at the end it is to be the other way round. */
    private void configure(ChipInfo chip) throws IOException {
        Files.writeString(
                Files.createDirectory(folder.resolve("conf"))
                        .resolve("com.example.gpiod.lines-pump.cfg"),
                "name = pump\nchip = "
                        + chip.label()
                        + "\nlines = "
                        + PUMP
                        + ", "
                        + VALVE
                        + "\ndirection = output\ninitial-value = active\nvalue-on-release = inactive\n"
                        + "overrides = "
                        + VALVE
                        + ": initial-value=inactive; value-on-release=active\n");
    }

    /** Starts a gateway and waits until it holds its lines. */
    private Process start(Chip chip) throws IOException {
        Path output = Files.createTempFile(folder, "gateway", ".log");
        ProcessBuilder builder = new ProcessBuilder(
                System.getProperty("itest.gateway"),
                "-XX:+UseSerialGC",
                "-XX:+TieredCompilation",
                "-XX:TieredStopAtLevel=1",
                "-Dgosh.args=--nointeractive");
        builder.environment().put("GPIOD_CONF", folder.resolve("conf").toString());
        builder.environment()
                .put("GPIOD_WORK", Files.createTempDirectory(folder, "work").toString());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        held(process::destroyForcibly);
        Await.untilStarted(
                () -> "lines of the gateway: " + read(output), () -> isHeld(chip, process));
        return process;
    }

    private static boolean isHeld(Chip chip, Process process) throws GpiodException {
        assertTrue(process.isAlive(), "the gateway runs");
        LineInfo valve = chip.lineInfo(VALVE);
        return chip.lineInfo(PUMP).consumer().equals("pump") && valve.consumer().equals("pump");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Sends a signal and waits for the end. */
    private static int end(Process process, Consumer<Process> signal) throws Exception {
        signal.accept(process);
        assertTrue(process.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS), "it ends");
        return process.exitValue();
    }
}
