package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.ChipPlan;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The framework of the simulator's tests has no native fragment: that is told, and how to help. */
@Tag("simulator")
public class NoFragmentTest extends OsgiTest {
    private static final String MISSING = "no native library for os.arch %s: install the fragment"
            + " %s and refresh com.example.gpiod.impl";

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

    /** Although there is a library in {@code java.library.path}. */
    @Test
    public void oneLineNamesWhatIsMissingAndTheSimulatorWorks() throws Exception {
        assertToldAtTheStart(missing(), MISSING);
        assertSimulatorWorks();
    }

    @Test
    public void fragmentsOfOtherMachinesAreNamed() throws Exception {
        List<Bundle> others = fragments.installOthers();

        String names = others.stream().map(NoFragmentTest::name).collect(Collectors.joining(", "));
        assertToldAtTheStart(missing() + "; installed, but not for this JVM: " + names, MISSING);
    }

    private static String missing() {
        return MISSING.formatted(
                System.getProperty("os.arch"), NativeFragments.nameOfThisMachine());
    }

    @Test
    public void fragmentOfAnotherVersionIsNamed() throws Exception {
        fragments.installOthers();
        Bundle fragment = fragments.installThatOfAnotherVersion();
        impl.refresh();

        String message = "%s does not go with %s: install both in the same version";
        assertToldAtTheStart(message.formatted(name(fragment), name(impl.bundle())), message);
    }

    @Test
    public void fragmentThatCameLaterIsNamedAndTheAdviceHelps() throws Exception {
        fragments.installOthers();
        Bundle fragment = fragments.installThatOfThisMachine();

        String message = "%s is installed, but not attached: refresh com.example.gpiod.impl";
        assertToldAtTheStart(message.formatted(name(fragment)), message);

        impl.refresh();
        Await.until(
                log()::toString,
                () -> !log().linesWith("Native GPIO is in use, with libgpiod 2.")
                        .isEmpty());
        assertSimulatorWorks();
    }

    /** Checks that the log says the message, and the page for users shows how it is made. */
    private void assertToldAtTheStart(String message, String format) throws Exception {
        impl.stop();
        int before = log().linesWith("Native GPIO").size();
        impl.start();
        service(Gpiod.class);
        List<String> told = log().linesWith("Native GPIO");
        assertEquals(before + 1, told.size(), told::toString);
        assertEquals(
                "Native GPIO is not in use: " + message,
                told.get(before).replaceFirst("^WARN .*?: ", ""));
        String page = Files.readString(
                Path.of(System.getProperty("itest.home"), "../../../docs/native-library.md"));
        assertTrue(page.contains("`" + format.replace("%s", "…") + "`"), format);
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
