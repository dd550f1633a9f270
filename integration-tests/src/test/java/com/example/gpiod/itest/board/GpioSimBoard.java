package com.example.gpiod.itest.board;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Chips of the kernel's gpio-sim: made in configfs, driven and read in sysfs. Needs root, the module
 * gpio-sim, and configfs mounted.
 */
public final class GpioSimBoard implements Board {
    private static final Path CONFIG = Path.of("/sys/kernel/config/gpio-sim");
    private static final Path DEVICES = Path.of("/sys/devices/platform");
    private static final long EDGE_PAUSE_NANOS = 100_000;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final List<Plugged> chips = new ArrayList<>();

    @Override
    public BoardChip plug(ChipPlan plan) {
        String device = "itest-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
        Plugged chip = new Plugged(CONFIG.resolve(device));
        chips.add(chip);
        try {
            chip.make(plan);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return chip;
    }

    @Override
    public void close() {
        chips.forEach(Plugged::unplug);
        chips.clear();
    }

    /** A simulated device with one bank. */
    private static final class Plugged implements BoardChip {
        private final Path device;
        private final Path bank;
        private String name = "";
        private Path lines = DEVICES;

        Plugged(Path device) {
            this.device = device;
            this.bank = device.resolve("bank0");
        }

        void make(ChipPlan plan) throws IOException {
            Files.createDirectories(bank);
            write(bank.resolve("num_lines"), Integer.toString(plan.lines()));
            write(bank.resolve("label"), plan.label());
            for (var line : plan.names().entrySet()) {
                write(line(line.getKey()).resolve("name"), line.getValue());
            }
            for (var hog : plan.hogs().entrySet()) {
                Path folder = Files.createDirectories(line(hog.getKey()).resolve("hog"));
                write(folder.resolve("name"), hog.getValue().consumer());
                write(folder.resolve("direction"), direction(hog.getValue().direction()));
            }
            write(device.resolve("live"), "1");
            name = read(bank.resolve("chip_name"));
            lines = DEVICES.resolve(read(device.resolve("dev_name"))).resolve(name);
        }

        private Path line(int offset) throws IOException {
            return Files.createDirectories(bank.resolve("line" + offset));
        }

        private static String direction(ChipPlan.HogDirection direction) {
            return switch (direction) {
                case INPUT -> "input";
                case OUTPUT_HIGH -> "output-high";
                case OUTPUT_LOW -> "output-low";
            };
        }

        @Override
        public String path() {
            return "/dev/" + name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void pullUp(int offset) {
            pull(offset, "pull-up");
        }

        @Override
        public void pullDown(int offset) {
            pull(offset, "pull-down");
        }

        private void pull(int offset, String direction) {
            try {
                write(attribute(offset, "pull"), direction);
                // The kernel makes one event of edges that come faster than its interrupt's thread.
                LockSupport.parkNanos(EDGE_PAUSE_NANOS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void pulse(int offset, int pulses) {
            ByteBuffer up = StandardCharsets.US_ASCII.encode("pull-up");
            ByteBuffer down = StandardCharsets.US_ASCII.encode("pull-down");
            try (FileChannel pull =
                    FileChannel.open(attribute(offset, "pull"), StandardOpenOption.WRITE)) {
                for (int i = 0; i < pulses; i++) {
                    pull.write(up.rewind(), 0);
                    pull.write(down.rewind(), 0);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean isHigh(int offset) {
            try {
                return read(attribute(offset, "value")).equals("1");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Path attribute(int offset, String attribute) {
            return lines.resolve("sim_gpio" + offset).resolve(attribute);
        }

        @Override
        public void unplug() {
            try {
                if (Files.exists(device)) {
                    write(device.resolve("live"), "0");
                    remove(bank, "line*");
                    Files.delete(bank);
                    Files.delete(device);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Removes the folders that were made; their attributes go with them. */
        private static void remove(Path folder, String glob) throws IOException {
            try (DirectoryStream<Path> made = Files.newDirectoryStream(folder, glob)) {
                for (Path path : made) {
                    remove(path, "hog");
                    Files.delete(path);
                }
            }
        }

        private static void write(Path attribute, String value) throws IOException {
            Files.writeString(attribute, value);
        }

        private static String read(Path attribute) throws IOException {
            return Files.readString(attribute).strip();
        }
    }
}
