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
import com.sun.management.ThreadMXBean;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Our library: {@code OurContestant LIBRARY CHIP PULL}, where PULL is the file that drives the line with
 * edges. For each line {@code WORK COUNT} that it reads it does the work so often, and prints a {@link
 * Measured}. What is prepared before, and cleaned up after, is not measured.
 */
final class OurContestant {
    /** As many as the contestant in C reads at once. */
    private static final int BATCH = 256;

    private static final byte[] UP = "pull-up".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DOWN = "pull-down".getBytes(StandardCharsets.US_ASCII);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final GpiodView gpiod;
    private final String path;
    private final RandomAccessFile pull;

    /** Keeps the compiler from leaving out what is only read. */
    @SuppressWarnings("UnusedVariable")
    private volatile long seen;

    private long begun;
    private long allocated;

    private OurContestant(GpiodView gpiod, String path, RandomAccessFile pull) {
        this.gpiod = gpiod;
        this.path = path;
        this.pull = pull;
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        GpiodCore core = new GpiodCore();
        core.add(JniBackend.load(args[0], Duration.ZERO), () -> {}, () -> {});
        try (RandomAccessFile pull = new RandomAccessFile(args[2], "rw")) {
            OurContestant contestant = new OurContestant(core.door("bench"), args[1], pull);
            BufferedReader commands =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String line; (line = commands.readLine()) != null; ) {
                String[] words = line.split(" ", -1);
                System.out.println(contestant.work(Work.of(words[0]), Integer.parseInt(words[1])));
            }
        }
        core.close();
    }

    private Measured work(Work work, int count) throws Exception {
        return switch (work) {
            case SET_ONE -> {
                try (LineRequest request = request(1, LineSettings.output(false))) {
                    yield setOne(request, count);
                }
            }
            case GET_ONE -> {
                try (LineRequest request = request(1, LineSettings.input())) {
                    yield getOne(request, count);
                }
            }
            case SET_64 -> {
                try (LineRequest request = request(64, LineSettings.output(false))) {
                    yield setAll(request, count);
                }
            }
            case GET_64 -> {
                try (LineRequest request = request(64, LineSettings.input())) {
                    yield getAll(request, count);
                }
            }
            case REQUEST -> requestAndRelease(count);
            case DESCRIBE -> describe(count);
            case DRAIN -> drain(count);
        };
    }

    private LineRequest request(int lines, LineSettings.Builder settings) throws IOException {
        RequestConfig.Builder config = RequestConfig.builder();
        for (int offset = 0; offset < lines; offset++) {
            config.line(offset, settings.build());
        }
        try (Chip chip = gpiod.openChip(path)) {
            return chip.request(config.build());
        }
    }

    private void begin() {
        allocated = threads.getCurrentThreadAllocatedBytes();
        begun = System.nanoTime();
    }

    private Measured end(long done) {
        long nanos = System.nanoTime() - begun;
        return new Measured(nanos, threads.getCurrentThreadAllocatedBytes() - allocated, done);
    }

    private Measured setOne(LineRequest request, int count) throws IOException {
        begin();
        for (int i = 0; i < count; i++) {
            request.set(0, (i & 1) == 0);
        }
        return end(count);
    }

    private Measured getOne(LineRequest request, int count) throws IOException {
        long active = 0;
        begin();
        for (int i = 0; i < count; i++) {
            active += request.get(0) ? 1 : 0;
        }
        Measured measured = end(count);
        seen = active;
        return measured;
    }

    private Measured setAll(LineRequest request, int count) throws IOException {
        begin();
        for (int i = 0; i < count; i++) {
            request.setMask(-1L, (i & 1) == 0 ? -1L : 0L);
        }
        return end(count);
    }

    private Measured getAll(LineRequest request, int count) throws IOException {
        long active = 0;
        begin();
        for (int i = 0; i < count; i++) {
            active += request.getMask(-1L);
        }
        Measured measured = end(count);
        seen = active;
        return measured;
    }

    private Measured requestAndRelease(int count) throws IOException {
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

    private Measured describe(int count) throws IOException {
        long used = 0;
        begin();
        for (int i = 0; i < count; i++) {
            try (Chip chip = gpiod.openChip(path)) {
                for (int offset = 0; offset < 64; offset++) {
                    used += chip.lineInfo(offset).used() ? 1 : 0;
                }
            }
        }
        Measured measured = end(count);
        seen = used;
        return measured;
    }

    private Measured drain(int count) throws IOException, InterruptedException {
        RequestConfig config = RequestConfig.builder()
                .line(Work.EDGES, LineSettings.input().edge(Edge.BOTH).build())
                .build();
        long nanos = 0;
        long bytes = 0;
        long done = 0;
        long rising = 0;
        try (Chip chip = gpiod.openChip(path);
                LineRequest request = chip.request(config)) {
            EdgeEventBuffer buffer = request.newEventBuffer(BATCH);
            for (int queued = 0; queued < count; queued += Work.QUEUED) {
                toggle();
                int read;
                begin();
                while ((read = request.readEdgeEvents(buffer, Duration.ZERO)) > 0) {
                    for (int i = 0; i < read; i++) {
                        rising += buffer.type(i) == EdgeEvent.Type.RISING ? 1 : 0;
                        rising += buffer.timestampNanos(i);
                    }
                    done += read;
                }
                Measured batch = end(read);
                nanos += batch.nanos();
                bytes += batch.bytes();
            }
        }
        seen = rising;
        return new Measured(nanos, bytes, done);
    }

    /** Edges come by an interrupt's thread; a while later all are queued. */
    private void toggle() throws IOException, InterruptedException {
        for (int i = 0; i < Work.QUEUED; i++) {
            pull.seek(0);
            pull.write((i & 1) == 0 ? UP : DOWN);
        }
        Thread.sleep(20);
    }
}
