package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.gpiod.impl.jni.JniBackend;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The library that this JVM has from glibc, in a process of musl's. */
@Tag("vm")
@Tag("musl")
class MuslTest extends Contract {
    private static final String LIBRARY = System.getProperty(JniBackend.LIBRARY);

    @Test
    void sameLibraryHoldsALineUnderMusl() throws Exception {
        BoardChip chip = plug(ChipPlan.of("under musl", 4));

        String said = load(LIBRARY, chip);

        assertEquals("libgpiod 2.", said.substring(0, 11), said);
        assertContains("chip under musl, line 0 is active", said);
    }

    /** That the test above would see what musl lacks. */
    @Test
    void symbolThatMuslLacksIsSeen(@TempDir Path folder) throws Exception {
        Path broken = folder.resolve("libgpiod-osgi.so");
        // One byte for each, so that the length stays.
        String bytes = Files.readString(Path.of(LIBRARY), StandardCharsets.ISO_8859_1);
        Files.writeString(
                broken,
                bytes.replace("\0epoll_create1\0", "\0epoll_create9\0"),
                StandardCharsets.ISO_8859_1);

        assertContains("epoll_create9: symbol not found", load(broken.toString(), plug(1)));
    }

    private static String load(String library, BoardChip chip) throws Exception {
        Path musl = Path.of(System.getProperty("itest.musl"));
        Process process = new ProcessBuilder(
                        // Also the loader.
                        musl.resolve("libc.so").toString(),
                        musl.resolve("load").toString(),
                        library,
                        chip.path())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
