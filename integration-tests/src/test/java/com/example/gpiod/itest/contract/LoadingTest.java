package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.impl.jni.JniBackend;
import com.example.gpiod.impl.jni.NativeLibraryException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;

/** Why this machine refuses a library, by loading copies of ours that something is wrong with. */
class LoadingTest {
    private static final String LIBRARY = System.getProperty(JniBackend.LIBRARY);

    @TempDir
    Path folder;

    private Path copy;

    @BeforeEach
    void resolveFolder() throws Exception {
        folder = folder.toRealPath();
        copy = folder.resolve("libgpiod-osgi.so");
    }

    @Test
    void libraryForAnotherProcessorIsNamed() throws Exception {
        byte[] library = Files.readAllBytes(Path.of(LIBRARY));
        int bits = library[4] == 1 ? 32 : 64;
        // e_machine: S/390, which is none of ours.
        library[18] = 22;
        Files.write(copy, library);

        assertRefused("is for " + bits + "-bit ELF machine 22, this JVM is for " + bits + "-bit ");
    }

    @Test
    void symbolThatTheCLibraryLacksIsNamed() throws Exception {
        String library = HexFormat.of().formatHex(Files.readAllBytes(Path.of(LIBRARY)));
        // One that our own code calls, however libgpiod is linked.
        String changed = library.replace(hex("\0epoll_create1\0"), hex("\0epoll_create9\0"));
        assertNotEquals(library, changed);
        Files.write(copy, HexFormat.of().parseHex(changed));

        String message =
                assertRefused("needs what this process lacks (undefined symbol: epoll_create9");
        // A library that names its libc also tells the version.
        assertTrue(
                message.matches(".*epoll_create9(, version GLIBC_\\S+)?\\), whose C library"
                        + " is glibc, /.*"),
                message);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void linkIntoNowhereIsNotThere() throws Exception {
        Files.createSymbolicLink(copy, folder.resolve("gone.so"));

        assertRefused("is not there: set it to the absolute path of the libgpiod-osgi.so of "
                + "com.example.gpiod.natives.linux.");
    }

    @Test
    void fileThatIsNoLibraryIsToldSo() throws Exception {
        Files.writeString(copy, "not a library, but long enough to have been one".repeat(3));

        assertRefused("is no library, it does not begin as an ELF file: ");
    }

    @Test
    @Tag("vm")
    void noexecMountIsNamed() throws Exception {
        run("mount", "-t", "tmpfs", "-o", "noexec", "none", folder.toString());
        try {
            Files.copy(Path.of(LIBRARY), copy);

            assertRefused("must not be executed, " + folder + " is mounted noexec: mount it without"
                    + " noexec, or set com.example.gpiod.library to the absolute path of a copy"
                    + " elsewhere");
        } finally {
            // glibc leaves the first segment mapped.
            run("umount", "--lazy", folder.toString());
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertEquals(0, process.waitFor(), () -> String.join(" ", command));
    }

    /** Returns the whole message. */
    private String assertRefused(String message) {
        NativeLibraryException refused = assertThrows(
                NativeLibraryException.class,
                () -> JniBackend.load(copy.toString(), Duration.ZERO));
        String start = JniBackend.LIBRARY + "=" + copy + " " + message;
        assertTrue(refused.getMessage().startsWith(start), refused::getMessage);
        return String.valueOf(refused.getMessage());
    }
}
