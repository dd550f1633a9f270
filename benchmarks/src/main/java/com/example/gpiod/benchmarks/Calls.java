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
import com.example.gpiod.impl.jni.NativeLibraryException;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Calls of our library, for JMH: one method for each {@link Work} that is a call, on the stand-in for
 * a chip, which gives a line to everybody who asks for it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Calls {
    /** System property: path of the JNI library. */
    static final String LIBRARY = "bench.library";

    /** System property: path of the chip. */
    static final String CHIP = "bench.chip";

    /** As many as the contestant in C reads at once. */
    private static final int BATCH = 256;

    private final GpiodCore core = new GpiodCore();
    private final GpiodView gpiod = core.door("bench");
    private final String path = property(CHIP);
    private final RequestConfig config = lines(0, 1, LineSettings.output(false));
    private final Chip chip;
    private final LineRequest output;
    private final LineRequest input;
    private final LineRequest outputs;
    private final LineRequest inputs;
    private final LineRequest edges;
    private final EdgeEventBuffer buffer;
    private int calls;

    /** Requests what the calls are made on. */
    public Calls() {
        try {
            core.add(JniBackend.load(property(LIBRARY), Duration.ZERO), () -> {}, () -> {});
            chip = gpiod.openChip(path);
            output = chip.request(config);
            input = chip.request(lines(0, 1, LineSettings.input()));
            outputs = chip.request(lines(0, 64, LineSettings.output(false)));
            inputs = chip.request(lines(0, 64, LineSettings.input()));
            edges = chip.request(lines(Work.EDGES, 1, LineSettings.input().edge(Edge.BOTH)));
        } catch (IOException | NativeLibraryException e) {
            // JMH extends this class by one that declares no exception.
            throw new IllegalStateException("nothing can be called here", e);
        }
        buffer = edges.newEventBuffer(BATCH);
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }

    private static RequestConfig lines(int first, int count, LineSettings.Builder settings) {
        RequestConfig.Builder config = RequestConfig.builder();
        for (int offset = first; offset < first + count; offset++) {
            config.line(offset, settings.build());
        }
        return config.build();
    }

    /** Releases them. */
    @TearDown
    public void close() {
        core.close();
    }

    /** See {@link Work#SET_ONE}. */
    @Benchmark
    public void setOne() throws IOException {
        output.set(0, (calls++ & 1) == 0);
    }

    /** See {@link Work#GET_ONE}. */
    @Benchmark
    public boolean getOne() throws IOException {
        return input.get(0);
    }

    /** See {@link Work#SET_64}. */
    @Benchmark
    public void set64() throws IOException {
        outputs.setMask(-1L, (calls++ & 1) == 0 ? -1L : 0L);
    }

    /** See {@link Work#GET_64}. */
    @Benchmark
    public long get64() throws IOException {
        return inputs.getMask(-1L);
    }

    /** See {@link Work#REQUEST}. */
    @Benchmark
    public void request() throws IOException {
        chip.request(config).close();
    }

    /** See {@link Work#DESCRIBE}. */
    @Benchmark
    public int describe() throws IOException {
        int used = 0;
        try (Chip opened = gpiod.openChip(path)) {
            for (LineInfo line : opened.lineInfos()) {
                used += line.used() ? 1 : 0;
            }
        }
        return used;
    }

    /** See {@link Work#DRAIN}. */
    @Benchmark
    @OperationsPerInvocation(Work.QUEUED)
    public long drain() throws IOException, InterruptedException {
        long seen = 0;
        int read;
        while ((read = edges.readEdgeEvents(buffer, Duration.ZERO)) > 0) {
            for (int i = 0; i < read; i++) {
                seen += buffer.type(i) == EdgeEvent.Type.RISING ? 1 : 0;
                seen += buffer.timestampNanos(i);
            }
        }
        return seen;
    }
}
