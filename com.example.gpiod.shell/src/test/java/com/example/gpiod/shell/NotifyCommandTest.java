package com.example.gpiod.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.LineKey;
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
import java.util.Optional;

class NotifyCommandTest {
    private Rig rig;
    private SimulatedChip house;
    private NotifyCommand command;

    @BeforeEach
    void plug() throws Exception {
        rig = new Rig();
        house = rig.plug("house", 4, Map.of(0, "DOOR", 1, "BELL"));
        rig.plug("garden", 2, Map.of(0, "GATE"));
        command = new NotifyCommand(rig.gpiod);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** Takes, changes and releases a line, again and again until it is seen. */
    private void useUntil(String line, String seen) throws Exception {
        Rig.await(seen, () -> {
            use(line);
            return rig.out().contains(seen);
        });
    }

    private void use(String line) throws Exception {
        try (LineRequest request = rig.gpiod.request(RequestConfig.builder()
                .line(line, LineSettings.input().build())
                .consumer("me")
                .build())) {
            request.reconfigure(
                    Map.of(LineKey.of(line), LineSettings.output(true).build()));
        }
    }

    @Test
    void whatOthersDoIsWrittenUntilCtrlC() throws Exception {
        Running notify = rig.start(
                () -> command.run(rig.console, "--format", "%c %o %l %e %E %C %a", "DOOR", "GATE"));
        // The watch may begin in the middle of a use.
        useUntil("DOOR", """
                        simchip0 0 DOOR 1 requested me input consumer="me"
                        simchip0 0 DOOR 3 reconfigured me output consumer="me"
                        simchip0 0 DOOR 2 released  output
                        """);
        useUntil("GATE", "GATE 2 released");
        notify.interrupt();
        assertInstanceOf(InterruptedException.class, notify.end().orElseThrow());
    }

    @Test
    void oneKindOfEventCanBeAskedFor() throws Exception {
        Running notify = rig.start(() -> command.run(rig.console, "-e", "released", "-n1", "DOOR"));
        useUntil("DOOR", "released");
        assertEquals(Optional.empty(), notify.end());
        assertTrue(
                rig.out().matches("\\d+\\.\\d{9}  released      simchip0 0 \"DOOR\"  output\\n"),
                rig.out());
    }

    @Test
    void takesNoLine() throws Exception {
        command.run(rig.console, "-i", "1ms", "DOOR", "BELL");
        assertEquals("", rig.out());
        assertFalse(rig.isUsed("house", 0));
    }

    @Test
    void unpluggedChipEndsIt() throws Exception {
        Running notify = rig.start(() -> command.run(rig.console, "DOOR"));
        useUntil("DOOR", "released");
        house.unplug();
        Throwable e = notify.end().orElseThrow();
        assertTrue(e.getMessage().contains("simchip0"), e::toString);
    }

    @Test
    void withoutLinesItIsRefusedAsGogoCallsIt() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> command.execute(null, List.of()));
        assertEquals("LINE... is missing (gpio:notify --help tells more)", e.getMessage());
    }
}
