package com.example.gpiod.impl.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class NativeLibraryTest {
    @Test
    void withoutAFragmentTheMessageNamesTheOneToInstall() {
        // Nothing puts the library on the path of this test.
        NativeLibraryException e = assertThrows(
                NativeLibraryException.class, () -> NativeLibrary.load(null, Duration.ZERO));

        String arch = System.getProperty("os.arch");
        String prefix = "no native library for os.arch "
                + arch
                + ": install the fragment com.example.gpiod.natives.linux.";
        assertTrue(e.getMessage().startsWith(prefix), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "amd64, x86_64",
        "aarch64, aarch64",
        "arm, armhf",
        "riscv64, riscv64",
        "s390x, s390x",
    })
    void everyProcessorHasItsFragment(String osArch, String processor) {
        assertEquals(
                "no native library for os.arch "
                        + osArch
                        + ": install the fragment com.example.gpiod.natives.linux."
                        + processor
                        + " and refresh com.example.gpiod.impl",
                advice("no gpiod-osgi in java.library.path: /usr/lib", null, "Linux", osArch));
    }

    @Test
    void otherSystemsHaveNoGpio() {
        String message =
                advice("no gpiod-osgi in java.library.path: /", null, "Mac OS X", "aarch64");

        assertTrue(message.startsWith("no native library for Mac OS X"), message);
    }

    @Test
    void aForerunnerThatKeepsTheLibraryIsExplained() {
        String message = advice(
                "Native Library /cache/libgpiod-osgi.so already loaded in another classloader",
                null,
                "Linux",
                "amd64");

        assertTrue(message.contains(": refresh com.example.gpiod.impl"), message);
        assertTrue(message.contains("or restart the JVM"), message);
    }

    @Test
    void aLibraryThatDoesNotFitIsExplained() {
        String message =
                advice("Method com.example.Native.x()I name not found", null, "Linux", "amd64");

        assertTrue(message.contains("Native.x()I name not found"), message);
        assertTrue(message.endsWith("of the same version as com.example.gpiod.impl"), message);
    }

    @Test
    void aNoexecFolderIsExplained() {
        String message = advice(
                "/cache/libgpiod-osgi.so: /cache/libgpiod-osgi.so: failed to map segment"
                        + " from shared object",
                null,
                "Linux",
                "amd64");

        assertTrue(message.contains("without noexec"), message);
        assertTrue(message.contains("set com.example.gpiod.library"), message);
    }

    @Test
    void aMissingLibgpiodOfTheSystemIsExplained() {
        String message = advice(
                "/cache/libgpiod-osgi.so: libgpiod.so.3: cannot open shared object file:"
                        + " No such file or directory",
                null,
                "Linux",
                "amd64");

        assertTrue(message.contains("install that (on Debian libgpiod3)"), message);
        assertTrue(message.contains("linux.x86_64 that has libgpiod inside"), message);
    }

    @Test
    void aLibraryThatIsNotThereIsNamedWithItsProperty() {
        String message = failure("/no/such/libgpiod-osgi.so");

        assertTrue(
                message.startsWith("com.example.gpiod.library=/no/such/libgpiod-osgi.so"), message);
        assertTrue(message.contains("set it to the absolute path"), message);
    }

    @Test
    void aRelativePathIsRefused() {
        String message = failure("libgpiod-osgi.so");

        assertTrue(message.contains("set it to the absolute path"), message);
    }

    private static String failure(String path) {
        return assertThrows(
                        NativeLibraryException.class, () -> NativeLibrary.load(path, Duration.ZERO))
                .getMessage();
    }

    private static String advice(String message, String path, String osName, String osArch) {
        return NativeLibrary.advice(message, path, osName, osArch);
    }
}
