package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.gpiod.api.GpiodException;
import com.example.gpiod.impl.core.GpiodCore;
import com.example.gpiod.impl.jni.JniBackend;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/** A process that may not open a chip. */
@Tag("vm")
class PermissionTest extends Contract {
    /** What makes root as powerless as others before a file's permissions. */
    private static final String POWERS = "-dac_override,-dac_read_search";

    @Test
    void deviceThatMustNotBeOpenedIsToldWithOwnerGroupAndRule() throws Exception {
        Path device = Path.of(plug(1).path());
        Files.setPosixFilePermissions(device, PosixFilePermissions.fromString("---rw----"));

        String said = open(device);

        String owner = Files.getOwner(device).getName();
        assertContains("PERMISSION 13 ", said);
        assertContains("owner " + owner + "'s and group", said);
        assertContains("---rw----", said);
        assertContains("udev rule SUBSYSTEM==\"gpio\"", said);
    }

    /** Has another process, with less power, open it. */
    private static String open(Path device) throws Exception {
        String library = JniBackend.LIBRARY + "=" + System.getProperty(JniBackend.LIBRARY);
        Process process = new ProcessBuilder(List.of(
                        "setpriv",
                        "--inh-caps=" + POWERS,
                        "--bounding-set=" + POWERS,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+TieredCompilation",
                        "-XX:TieredStopAtLevel=1",
                        "-D" + library,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opener.class.getName(),
                        device.toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    /** The other process. */
    static final class Opener {
        public static void main(String[] device) throws Exception {
            try (GpiodCore core = new GpiodCore()) {
                core.add(
                        JniBackend.load(System.getProperty(JniBackend.LIBRARY), Duration.ZERO),
                        () -> {},
                        () -> {});
                core.door("opener").openChip(device[0]).close();
                System.out.println("opened");
            } catch (GpiodException e) {
                System.out.println(e.reason() + " " + e.errno() + " " + e.getMessage());
            }
        }
    }
}
