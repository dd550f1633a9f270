package com.example.gpiod.benchmarks;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeEventBuffer;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.impl.core.GpiodCore;
import com.example.gpiod.impl.core.GpiodView;
import com.example.gpiod.impl.jni.JniBackend;

import java.io.IOException;
import java.time.Duration;

/**
 * Our library: {@code OurContestant LIBRARY CHIP PULL}, where PULL is the file that drives the line with
 * edges.
 */
final class OurContestant extends JavaContestant<LineRequest> {
    private final GpiodView gpiod;
    private final String path;
    private final EdgeEventBuffer buffer;

    private OurContestant(GpiodView gpiod, String path, PullFile pull) throws IOException {
        super(pull);
        this.gpiod = gpiod;
        this.path = path;
        try (LineRequest request = inputs(1)) {
            buffer = request.newEventBuffer(BATCH);
        }
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        try (GpiodCore core = new GpiodCore();
                PullFile pull = new PullFile(args[2])) {
            core.add(JniBackend.load(args[0], Duration.ZERO), () -> {}, () -> {});
            new OurContestant(core.door("bench"), args[1], pull).serve();
        }
    }

    @Override
    LineRequest outputs(int lines) throws IOException {
        return request(0, lines, LineSettings.output(false).build());
    }

    @Override
    LineRequest inputs(int lines) throws IOException {
        return request(0, lines, LineSettings.input().build());
    }

    @Override
    LineRequest edges() throws IOException {
        return request(Work.EDGES, 1, LineSettings.input().edge(Edge.BOTH).build());
    }

    private LineRequest request(int first, int lines, LineSettings settings) throws IOException {
        RequestConfig.Builder config = RequestConfig.builder();
        for (int offset = first; offset < first + lines; offset++) {
            config.line(offset, settings);
        }
        try (Chip chip = gpiod.openChip(path)) {
            return chip.request(config.build());
        }
    }

    @Override
    void release(LineRequest request) {
        request.close();
    }

    @Override
    void set(LineRequest request, boolean active) throws IOException {
        request.set(0, active);
    }

    @Override
    boolean get(LineRequest request) throws IOException {
        return request.get(0);
    }

    @Override
    void setAll(LineRequest request, boolean active) throws IOException {
        request.setMask(-1L, active ? -1L : 0L);
    }

    @Override
    long getAll(LineRequest request) throws IOException {
        return request.getMask(-1L);
    }

    @Override
    Measured requestAndRelease(int count) throws IOException {
        RequestConfig config = RequestConfig.builder()
                .line(0, LineSettings.output(false).build())
                .build();
        try (Chip chip = gpiod.openChip(path)) {
            begin();
            for (int i = 0; i < count; i++) {
                chip.request(config).close();
            }
            return end(count);
        }
    }

    @Override
    int describe() throws IOException {
        int used = 0;
        try (Chip chip = gpiod.openChip(path)) {
            for (int offset = 0; offset < 64; offset++) {
                used += chip.lineInfo(offset).used() ? 1 : 0;
            }
        }
        return used;
    }

    @Override
    int read(LineRequest request, Duration timeout) throws IOException, InterruptedException {
        return request.readEdgeEvents(buffer, timeout);
    }

    @Override
    boolean rising(int index) {
        return buffer.type(index) == EdgeEvent.Type.RISING;
    }

    @Override
    long timestamp(int index) {
        return buffer.timestampNanos(index);
    }
}
