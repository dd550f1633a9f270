package com.example.gpiod.impl.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class NativeLibraryTest {
    @Test
    void withoutALibraryTheMessageSaysSo() {
        // Nothing puts the library on the path of this test.
        assertEquals(JniBackend.missing(), failure(null));
    }

    @Test
    void aLibraryThatIsNotThereIsNamedWithItsProperty() {
        assertEquals(
                "com.example.gpiod.library=/no/such/libgpiod-osgi.so is not there: ",
                failure("/no/such/libgpiod-osgi.so").replaceFirst("set it .*", ""));
    }

    @Test
    void aRelativePathIsRefused() {
        assertEquals(
                "com.example.gpiod.library=libgpiod-osgi.so is no absolute path: ",
                failure("libgpiod-osgi.so").replaceFirst("set it .*", ""));
    }

    private static String failure(String path) {
        return assertThrows(
                        NativeLibraryException.class, () -> NativeLibrary.load(path, Duration.ZERO))
                .getMessage();
    }
}
