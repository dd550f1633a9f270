package com.example.gpiod.benchmarks;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Drives the first lines of a chip of gpio-sim, which all are down at first. */
final class Pulls implements AutoCloseable {
    private static final byte[] UP = "pull-up".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DOWN = "pull-down".getBytes(StandardCharsets.US_ASCII);

    private final List<RandomAccessFile> files = new ArrayList<>();
    private final BitSet up = new BitSet();

    /**
     * @param device folder of the chip's device
     */
    Pulls(Path device, int lines) throws IOException {
        for (int offset = 0; offset < lines; offset++) {
            Path pull = device.resolve("sim_gpio" + offset).resolve("pull");
            files.add(new RandomAccessFile(pull.toFile(), "rw"));
            write(offset, DOWN);
        }
    }

    void toggle(int offset) throws IOException {
        up.flip(offset);
        write(offset, up.get(offset) ? UP : DOWN);
    }

    private void write(int offset, byte[] pull) throws IOException {
        RandomAccessFile file = files.get(offset);
        file.seek(0);
        file.write(pull);
    }

    @Override
    public void close() throws IOException {
        for (RandomAccessFile file : files) {
            file.close();
        }
    }
}
