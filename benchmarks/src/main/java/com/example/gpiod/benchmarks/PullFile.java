package com.example.gpiod.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file that drives the line with edges: with one system call an edge, as in C. */
final class PullFile implements AutoCloseable {
    private final FileChannel file;
    private final ByteBuffer up = direct("pull-up");
    private final ByteBuffer down = direct("pull-down");
    private boolean isUp;

    PullFile(String path) throws IOException {
        file = FileChannel.open(Path.of(path), StandardOpenOption.WRITE);
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes);
    }

    void toggle() throws IOException {
        isUp = !isUp;
        file.write((isUp ? up : down).rewind(), 0);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
