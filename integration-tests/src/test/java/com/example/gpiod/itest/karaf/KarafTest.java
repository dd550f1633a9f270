package com.example.gpiod.itest.karaf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.itest.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Our archive in a Karaf as docs/karaf.md says: dropped in, configured, used, and gone again. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KarafTest {
    private static final Path KAR = Path.of(System.getProperty("itest.kar"));

    @Test
    void archiveInstallsAndConfiguredLinesAreHeld(@TempDir Path folder) throws Exception {
        Karaf.prepare(folder);
        Files.writeString(
                folder.resolve("etc/com.example.gpiod.simulator-demo.cfg"),
                "label = demo\nlines = 8\nnames = 3=LED, 5=BUTTON\n");
        Files.writeString(
                folder.resolve("etc/com.example.gpiod.lines-led.cfg"),
                "name = led\nlines = LED\ndirection = output\n");
        Files.copy(KAR, folder.resolve("deploy").resolve(KAR.getFileName()));

        try (Karaf karaf = Karaf.start(folder)) {
            karaf.runUntil("feature:list -i", "gpiod-shell");
            // Those come only when they are asked for.
            assertTrue(!karaf.run("feature:list -i").contains("gpiod-simulator"));
            karaf.run("feature:install gpiod-simulator gpiod-healthcheck");

            karaf.runUntil("gpio:detect", "[demo] (8 lines)");
            karaf.runUntil("gpio:info -c demo", "consumer=\"led\"");
            karaf.runUntil("service:list com.example.gpiod.api.Lines", "gpiod.name = led");
            karaf.runUntil("service:list org.apache.felix.hc.api.HealthCheck", "hc.name = GPIO");
            // Karaf's log has ours.
            assertTrue(karaf.run("log:display").contains("holds lines [3] of simchip0 [demo]"));

            karaf.run("feature:uninstall gpiod-healthcheck gpiod-simulator gpiod-shell gpiod");
            Await.untilStarted(
                    () -> "nothing is left", () -> !karaf.run("bundle:list").contains("gpiod"));
        }
    }
}
