package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.ChipPlan;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

import java.util.List;
import java.util.stream.Collectors;

/** The framework of the simulator's tests has no native fragment: that is told, and how to help. */
@Tag("simulator")
public class NoFragmentTest extends OsgiTest {
    private static final String MISSING = "no native library for os.arch "
            + System.getProperty("os.arch")
            + ": install the fragment "
            + NativeFragments.nameOfThisMachine()
            + " and refresh com.example.gpiod.impl";

    private ImplBundle impl;
    private NativeFragments fragments;

    @BeforeEach
    public void plug() {
        impl = new ImplBundle(context());
        fragments = new NativeFragments(context());
        board().plug(ChipPlan.of("house", 4));
    }

    @AfterEach
    public void uninstall() throws Exception {
        fragments.close();
    }

    @Test
    public void oneLineNamesWhatIsMissingAndTheSimulatorWorks() throws Exception {
        assertToldAtTheStart(MISSING);
        assertSimulatorWorks();
    }

    @Test
    public void fragmentsOfOtherMachinesAreNamed() throws Exception {
        List<Bundle> others = fragments.installOthers();

        assertToldAtTheStart(MISSING + "; installed, but not for this JVM: "
                + others.stream().map(NoFragmentTest::name).collect(Collectors.joining(", ")));
    }

    @Test
    public void fragmentOfAnotherVersionIsNamed() throws Exception {
        fragments.installOthers();
        Bundle fragment = fragments.installThatOfAnotherVersion();
        impl.refresh();

        assertToldAtTheStart(name(fragment) + " does not go with " + name(impl.bundle())
                + ": install both in the same version");
    }

    @Test
    public void fragmentThatCameLaterIsNamedAndTheAdviceHelps() throws Exception {
        fragments.installOthers();
        Bundle fragment = fragments.installThatOfThisMachine();

        assertToldAtTheStart(
                name(fragment) + " is installed, but not attached: refresh com.example.gpiod.impl");
        impl.refresh();
        Await.until(
                log()::toString,
                () -> !log().linesWith("Native GPIO is in use, with libgpiod 2.")
                        .isEmpty());
        assertSimulatorWorks();
    }

    private void assertToldAtTheStart(String message) throws Exception {
        impl.stop();
        int before = log().linesWith("Native GPIO").size();
        impl.start();
        service(Gpiod.class);
        List<String> told = log().linesWith("Native GPIO");
        assertEquals(before + 1, told.size(), told::toString);
        assertEquals(
                "Native GPIO is not in use: " + message,
                told.get(before).replaceFirst("^WARN .*?: ", ""));
    }

    private static String name(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    private void assertSimulatorWorks() throws Exception {
        try (Chip chip = service(Gpiod.class).openChip("house")) {
            assertEquals(4, chip.info().numLines());
        }
    }
}
