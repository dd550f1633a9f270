package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.ChipPlan;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

import java.nio.file.Path;
import java.util.List;

/** The framework of the simulator's tests has no native fragment: that is told, and how to help. */
@Tag("simulator")
public class NoFragmentTest extends OsgiTest {
    private ImplBundle impl;

    @BeforeEach
    public void plug() {
        impl = new ImplBundle(context());
        board().plug(ChipPlan.of("house", 4));
    }

    @Test
    public void oneLineNamesWhatIsMissingAndTheSimulatorWorks() throws Exception {
        impl.stop();
        impl.start();
        assertSimulatorWorks();
        List<String> told = log().linesWith("Native GPIO");
        assertEquals(1, told.size(), told::toString);
        String pattern = "WARN .*: Native GPIO is not in use: no native library for os.arch "
                + System.getProperty("os.arch")
                + ": install the fragment (com\\.example\\.gpiod\\.natives\\.linux\\.\\w+)"
                + " and refresh com\\.example\\.gpiod\\.impl";
        assertTrue(told.get(0).matches(pattern), told::toString);
    }

    @Test
    public void theAdviceHelps() throws Exception {
        Bundle fragment = context().installBundle(fragmentOfThisMachine());
        try {
            impl.refresh();
            Await.until(
                    log()::toString,
                    () -> !log().linesWith("Native GPIO is in use, with libgpiod 2.")
                            .isEmpty());
            assertSimulatorWorks();
        } finally {
            fragment.uninstall();
            impl.refresh();
        }
    }

    private void assertSimulatorWorks() throws Exception {
        try (Chip chip = service(Gpiod.class).openChip("house")) {
            assertEquals(4, chip.info().numLines());
        }
    }

    private static String fragmentOfThisMachine() {
        String fragment = "com.example.gpiod.natives.linux."
                + System.getProperty("itest.architecture") + ".jar";
        return Path.of(System.getProperty("itest.home"), "bundles", fragment)
                .toUri()
                .toString();
    }
}
