package com.example.gpiod.impl.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.example.gpiod.spi.GpioBackend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.ref.Reference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A framework that refreshes our bundle loads the library again, by a new class loader. */
class RefreshTest {
    @Test
    void theNextClassLoaderGetsTheLibraryWhenTheLastOneIsGone(@TempDir Path folder)
            throws Exception {
        // Not the file that the other tests hold.
        Path library = folder.resolve("libgpiod-osgi.so");
        Files.copy(Path.of(System.getProperty(JniBackend.LIBRARY)), library);
        Object[] old = {load(library)};

        FutureTask<Object> next = new FutureTask<>(() -> load(library));
        Thread thread = new Thread(next);
        thread.start();
        while (!isWaiting(thread)) {
            assertFalse(next.isDone(), "two class loaders have the library");
            Thread.onSpinWait();
        }
        Reference.reachabilityFence(old[0]);
        old[0] = null;

        Object backend = next.get(30, TimeUnit.SECONDS);
        assertEquals("2", version(backend).substring(0, 1));
    }

    private static boolean isWaiting(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("sleep"));
    }

    /** Returns a JniBackend of a class loader of its own. */
    private static Object load(Path library) throws Exception {
        URL[] classes = {classes(JniBackend.class), classes(GpioBackend.class)};
        ClassLoader bundle = new URLClassLoader(classes, ClassLoader.getPlatformClassLoader());
        return bundle.loadClass(JniBackend.class.getName())
                .getMethod("load", String.class, Duration.class)
                .invoke(null, library.toString(), Duration.ofSeconds(30));
    }

    private static URL classes(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    private static String version(Object backend) throws Exception {
        return (String) backend.getClass().getMethod("apiVersion").invoke(backend);
    }
}
