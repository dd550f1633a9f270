package com.example.gpiod.shell;

import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.Lines;
import com.example.gpiod.impl.core.GpiodCore;
import com.example.gpiod.simulator.SimulatedChip;
import com.example.gpiod.simulator.Simulator;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The real core on simulated chips, without OSGi, and a console. */
final class Rig implements AutoCloseable {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final Simulator simulator = new Simulator();
    private final GpiodCore core = new GpiodCore();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    final Gpiod gpiod;
    final Console console = new Console(stream(out), stream(err));
    final ConfiguredLines configurations = new ConfiguredLines();

    Rig() throws Exception {
        core.add(simulator, () -> {}, () -> {});
        gpiod = core.door("test");
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** Plugs a chip in; the first is simchip0. */
    SimulatedChip plug(String label, int lines, Map<Integer, String> names) {
        return simulator.addChip(label, lines, names);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    boolean isUsed(String chip, int offset) throws Exception {
        try (var opened = gpiod.openChip(chip)) {
            return opened.lineInfo(offset).used();
        }
    }

    static void await(String what, Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new AssertionError("never: " + what);
            }
            Thread.sleep(1);
        }
    }

    void awaitOut(String text) throws Exception {
        await("written: " + text, () -> out().contains(text));
    }

    /** Runs a command as Gogo does, on a thread that Ctrl-C interrupts. */
    Running start(Callable<?> command) {
        return new Running(command);
    }

    @Override
    public void close() {
        core.close();
        simulator.close();
    }

    /** A command that is under way. */
    static final class Running {
        private final Thread thread;
        private volatile Throwable thrown;

        private Running(Callable<?> command) {
            thread = new Thread(() -> {
                try {
                    command.call();
                } catch (Throwable e) {
                    thrown = e;
                }
            });
            thread.start();
        }

        void interrupt() {
            thread.interrupt();
        }

        /** What it threw, if anything. */
        Optional<Throwable> end() throws Exception {
            await("the command ends", () -> !thread.isAlive());
            return Optional.ofNullable(thrown);
        }
    }

    /** What configurations hold, as a test says. */
    static final class ConfiguredLines implements Configurations {
        private final List<Held> held = new ArrayList<>();

        /** How many are in use by commands. */
        int used;

        void add(String name, LineRequest lines) {
            held.add(new Held(name, lines));
        }

        /** As when the configuration is deleted. */
        void end(String name) {
            for (Held lines : List.copyOf(held)) {
                if (lines.name.equals(name)) {
                    held.remove(lines);
                    lines.told.forEach(Runnable::run);
                    ((LineRequest) lines.lines).close();
                }
            }
        }

        @Override
        public Optional<Configured> holding(Target target) {
            for (Held lines : held) {
                if (lines.lines.chip().name().equals(target.chip().name())
                        && lines.lines.offsets().contains(target.offset())) {
                    used++;
                    return Optional.of(lines);
                }
            }
            return Optional.empty();
        }

        private final class Held implements Configured {
            final String name;
            final Lines lines;
            final List<Runnable> told = new ArrayList<>();

            Held(String name, Lines lines) {
                this.name = name;
                this.lines = lines;
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public Lines lines() {
                return lines;
            }

            @Override
            public void onEnd(Runnable run) {
                told.add(run);
            }

            @Override
            public void close() {
                used--;
            }
        }
    }
}
