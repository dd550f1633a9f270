package com.example.gpiod.benchmarks;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeEventBuffer;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.impl.core.GpiodCore;
import com.example.gpiod.impl.core.GpiodView;
import com.example.gpiod.impl.jni.JniBackend;

import java.io.IOException;
import java.time.Duration;

/**
 * Our library: {@code OurContestant LIBRARY CHIP PULL TOGGLER}, where PULL is the file that drives the
 * line with edges, and TOGGLER is the program that does.
 */
class OurContestant extends JavaContestant<LineRequest> {
    private final GpiodView gpiod;
    private final String path;

    /** Of the request that was made last, if it has edges. */
    private EdgeEventBuffer buffer;

    @SuppressWarnings("NullAway.Init") // nothing is read before there is a request
    OurContestant(GpiodView gpiod, String path, Toggler toggler) {
        super(toggler);
        this.gpiod = gpiod;
        this.path = path;
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        serve(OurContestant::new, args);
    }

    /** Makes one of our contestants. */
    @FunctionalInterface
    interface Maker {
        OurContestant make(GpiodView gpiod, String path, Toggler toggler);
    }

    static void serve(Maker maker, String[] args) throws Exception {
        try (GpiodCore core = new GpiodCore();
                Toggler toggler = new Toggler(args[2], args[3])) {
            core.add(JniBackend.load(args[0], Duration.ZERO), () -> {}, () -> {});
            maker.make(core.door("bench"), args[1], toggler).serve();
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
        LineRequest request =
                request(Work.EDGES, 1, LineSettings.input().edge(Edge.BOTH).build());
        buffer = request.newEventBuffer(BATCH);
        return request;
    }

    /** Our default is the largest. */
    @Override
    LineRequest edgesByDefault() throws IOException {
        return edges();
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
            for (LineInfo line : chip.lineInfos()) {
                used += line.used() ? 1 : 0;
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

    @Override
    long seqno(int index) {
        return buffer.globalSeqno(index);
    }

    @Override
    long lost(LineRequest request) {
        return request.statistics().lost();
    }

    @Override
    String threadNames() {
        return "gpiod-";
    }
}
