package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.example.gpiod.itest.Await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** All fragments with a native library may be installed; the framework takes the right one. */
public class FragmentsTest extends OsgiTest {
    private ImplBundle impl;

    @BeforeEach
    public void find() {
        impl = new ImplBundle(context());
    }

    @Test
    @Tag("smoke")
    public void theOneOfThisMachineIsAttachedAndTheOthersStayAway() throws Exception {
        try (NativeFragments fragments = new NativeFragments(context())) {
            // The others first: the framework shall not take the first.
            List<Bundle> others = fragments.installOthers();
            // A build without cross compilers has none.
            if ("true".equals(System.getenv("CI"))) {
                assertEquals(3, others.size(), others::toString);
            }
            Bundle right = fragments.installThatOfThisMachine();
            impl.refresh();
            awaitLog("Native GPIO is in use, with libgpiod 2.");

            assertEquals(List.of(right), impl.fragments());
            Path cache = cache();
            ProcessTraces.awaitMappedLibrary("in " + cache, library -> library.startsWith(cache));
            FrameworkWiring framework = context()
                    .getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                    .adapt(FrameworkWiring.class);
            for (Bundle other : others) {
                assertFalse(framework.resolveBundles(List.of(other)), other::toString);
                assertEquals(Bundle.INSTALLED, other.getState(), other::toString);
            }
        }
    }

    @Test
    @Tag("vm")
    public void noexecCacheIsNamedAndTheAdviceHelps() throws Exception {
        String cache = cache().toString();
        Path copy = Files.createTempDirectory("library").resolve("libgpiod-osgi.so");
        Files.copy(ProcessTraces.mappedLibraries().get(0), copy);
        run("mount", "--bind", cache, cache);
        run("mount", "-o", "remount,bind,noexec", cache);
        try {
            impl.refresh();
            awaitLog("libgpiod-osgi.so must not be executed, " + cache
                    + " is mounted noexec: mount it without noexec, or set com.example.gpiod.library"
                    + " to the absolute path of a copy elsewhere");

            System.setProperty("com.example.gpiod.library", copy.toString());
            impl.stop();
            impl.start();
            awaitLog("Native GPIO is in use, with libgpiod 2.");
            ProcessTraces.awaitMappedLibrary("in " + copy, copy::equals);
        } finally {
            System.clearProperty("com.example.gpiod.library");
            // glibc leaves a segment of what it refused mapped.
            run("umount", "--lazy", cache);
            impl.refresh();
        }
    }

    private Path cache() throws IOException {
        return Path.of(context().getProperty(Constants.FRAMEWORK_STORAGE)).toRealPath();
    }

    private void awaitLog(String text) {
        Await.until(() -> text + "; " + log(), () -> !log().linesWith(text).isEmpty());
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertEquals(0, process.waitFor(), () -> String.join(" ", command));
    }
}
