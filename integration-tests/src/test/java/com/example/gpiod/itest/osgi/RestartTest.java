package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Lines;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The implementation can be replaced in a running framework as often as one likes. */
public class RestartTest extends OsgiTest {
    private static final int WARM_UP = 5;
    private static final int CYCLES = 100;

    private static final String RELAY = "(gpiod.name=relay)";

    private ImplBundle impl;
    private BoardChip chip;
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();

    @BeforeEach
    public void plug() {
        impl = new ImplBundle(context());
        chip = board().plug(ChipPlan.of("house", 4).line(1, "RELAY"));
    }

    @Test
    public void restartsUpdatesAndRefreshesLeaveNothingBehind() throws Exception {
        try (Configurations configurations = new Configurations(context())) {
            configure(configurations);
            use(true);
            replace(WARM_UP);
            // Another test may have had a library just before.
            Await.until(
                    () -> "the library of the implementation, and no other; " + settled(),
                    () -> settled().libraries() == (ON_SIMULATOR ? 0 : 1));
            ProcessTraces before = settled();

            replace(CYCLES);
            Await.until(
                    () -> "nothing is left behind but " + settled().beyond(before),
                    () -> settled().beyond(before).isEmpty());
        }
    }

    @Test
    public void updateOfTheFragmentSwapsTheLibrary() throws Exception {
        try (Configurations configurations = new Configurations(context());
                NativeFragments fragments = new NativeFragments(context())) {
            configure(configurations);
            Bundle fragment = fragments.installThatOfThisMachine();
            impl.refresh();
            use(true);
            Path library = ProcessTraces.awaitMappedLibrary("of the fragment", any -> true);
            long size = Files.size(library);
            for (int more = 1; more <= 3; more++) {
                fragment.update(NativeFragments.withLongerLibrary(more));
                use(false);
                assertEquals(List.of(library), ProcessTraces.mappedLibraries());

                impl.refresh();
                use(true);
                long longer = size + more;
                library = ProcessTraces.awaitMappedLibrary(
                        "of the next fragment", next -> next.toFile().length() == longer);
            }
            fragment.update();
        }
        impl.refresh();
    }

    private static void configure(Configurations configurations) throws IOException {
        configurations.create("name=relay", "lines=RELAY", "direction=output");
    }

    /** Stops, updates, refreshes and starts; each time the configured lines are used. */
    private void replace(int times) throws Exception {
        for (int i = 1; i <= times; i++) {
            impl.stop();
            assertFalse(isPresent(Lines.class, RELAY));
            impl.update();
            impl.refresh();
            impl.start();
            use(true);
            if (i % 5 == 0) {
                replaceWhileActive();
            }
            loaders.add(new WeakReference<>(impl.classLoader()));
        }
    }

    /** Between update and refresh the framework has two implementations, the old one stopped. */
    private void replaceWhileActive() throws Exception {
        impl.stop();
        impl.start();
        use(false);
        impl.update();
        impl.refresh();
        use(true);
    }

    /** The request of the configuration comes back, and works. */
    private void use(boolean active) throws Exception {
        ServiceReference<Lines> reference = reference(Lines.class, RELAY);
        Lines relay = context().getService(reference);
        relay.set("RELAY", active);
        assertEquals(active, relay.get("RELAY"));
        assertEquals(active, chip.isHigh(1));
        assertTrue(context().ungetService(reference));
    }

    /** What the process holds once the class loaders of replaced implementations are collected. */
    private ProcessTraces settled() {
        Await.until("old class loaders are collected", () -> {
            System.gc();
            return loaders.stream().filter(loader -> loader.get() != null).count() <= 1;
        });
        return ProcessTraces.now();
    }
}
