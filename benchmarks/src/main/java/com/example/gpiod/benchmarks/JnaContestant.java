package com.example.gpiod.benchmarks;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * libgpiod by JNA, in the style of Kura's own bundle: {@code JnaContestant MAPPING LIBRARY CHIP PULL TOGGLER},
 * where MAPPING is {@code interface} or {@code direct}, LIBRARY libgpiod.so, PULL the file that drives the
 * line with edges, and TOGGLER the program that does. There is no guard against use after release.
 */
final class JnaContestant extends JavaContestant<Pointer> {
    private static final int EVENT_BUFFER = 1024;
    private static final int DEFAULT_BUFFER = 0;

    private final Libgpiod gpiod;
    private final String path;
    private final Pointer buffer;
    private final Pointer[] events = new Pointer[BATCH];
    private final int[] active = filled(1);
    private final int[] inactive = filled(0);
    private final int[] values = new int[64];

    private JnaContestant(Libgpiod gpiod, String path, Toggler toggler) throws IOException {
        super(toggler);
        this.gpiod = gpiod;
        this.path = path;
        buffer = checked(gpiod.gpiod_edge_event_buffer_new(BATCH));
    }

    private static int[] filled(int value) {
        int[] all = new int[64];
        Arrays.fill(all, value);
        return all;
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        Libgpiod gpiod = switch (args[0]) {
            case "interface" -> Native.load(args[1], Libgpiod.class);
            case "direct" -> new LibgpiodDirect(args[1]);
            default -> throw new IllegalArgumentException("interface or direct, not " + args[0]);
        };
        try (Toggler toggler = new Toggler(args[3], args[4])) {
            new JnaContestant(gpiod, args[2], toggler).serve();
        }
    }

    private static Pointer checked(@Nullable Pointer pointer) throws IOException {
        if (pointer == null) {
            throw failure();
        }
        return pointer;
    }

    private static int checked(int result) throws IOException {
        if (result < 0) {
            throw failure();
        }
        return result;
    }

    private static IOException failure() {
        return new IOException("libgpiod: errno " + Native.getLastError());
    }

    @Override
    Pointer outputs(int lines) throws IOException {
        return request(
                lineConfig(0, lines, Libgpiod.DIRECTION_OUTPUT, Libgpiod.EDGE_NONE), EVENT_BUFFER);
    }

    @Override
    Pointer inputs(int lines) throws IOException {
        return request(
                lineConfig(0, lines, Libgpiod.DIRECTION_INPUT, Libgpiod.EDGE_NONE), EVENT_BUFFER);
    }

    @Override
    Pointer edges() throws IOException {
        return edges(EVENT_BUFFER);
    }

    @Override
    Pointer edgesByDefault() throws IOException {
        return edges(DEFAULT_BUFFER);
    }

    private Pointer edges(int eventBuffer) throws IOException {
        return request(
                lineConfig(Work.EDGES, 1, Libgpiod.DIRECTION_INPUT, Libgpiod.EDGE_BOTH),
                eventBuffer);
    }

    private Pointer request(Pointer lineConfig, int eventBuffer) throws IOException {
        Pointer requestConfig = requestConfig(eventBuffer);
        Pointer chip = checked(gpiod.gpiod_chip_open(path));
        try {
            return checked(gpiod.gpiod_chip_request_lines(chip, requestConfig, lineConfig));
        } finally {
            gpiod.gpiod_chip_close(chip);
            gpiod.gpiod_request_config_free(requestConfig);
            gpiod.gpiod_line_config_free(lineConfig);
        }
    }

    private Pointer lineConfig(int first, int lines, int direction, int edge) throws IOException {
        Pointer settings = checked(gpiod.gpiod_line_settings_new());
        Pointer config = checked(gpiod.gpiod_line_config_new());
        int[] offsets = IntStream.range(first, first + lines).toArray();
        checked(gpiod.gpiod_line_settings_set_direction(settings, direction));
        checked(gpiod.gpiod_line_settings_set_edge_detection(settings, edge));
        checked(gpiod.gpiod_line_config_add_line_settings(config, offsets, lines, settings));
        gpiod.gpiod_line_settings_free(settings);
        return config;
    }

    private Pointer requestConfig(int eventBuffer) throws IOException {
        Pointer config = checked(gpiod.gpiod_request_config_new());
        gpiod.gpiod_request_config_set_consumer(config, "bench");
        gpiod.gpiod_request_config_set_event_buffer_size(config, eventBuffer);
        return config;
    }

    @Override
    void release(Pointer request) {
        gpiod.gpiod_line_request_release(request);
    }

    @Override
    void set(Pointer request, boolean active) throws IOException {
        checked(gpiod.gpiod_line_request_set_value(request, 0, active ? 1 : 0));
    }

    @Override
    boolean get(Pointer request) throws IOException {
        return checked(gpiod.gpiod_line_request_get_value(request, 0)) == 1;
    }

    @Override
    void setAll(Pointer request, boolean active) throws IOException {
        checked(gpiod.gpiod_line_request_set_values(request, active ? this.active : inactive));
    }

    @Override
    long getAll(Pointer request) throws IOException {
        checked(gpiod.gpiod_line_request_get_values(request, values));
        return values[63];
    }

    @Override
    Measured requestAndRelease(int count) throws IOException {
        Pointer lineConfig = lineConfig(0, 1, Libgpiod.DIRECTION_OUTPUT, Libgpiod.EDGE_NONE);
        Pointer requestConfig = requestConfig(EVENT_BUFFER);
        Pointer chip = checked(gpiod.gpiod_chip_open(path));
        begin();
        for (int i = 0; i < count; i++) {
            gpiod.gpiod_line_request_release(
                    checked(gpiod.gpiod_chip_request_lines(chip, requestConfig, lineConfig)));
        }
        Measured measured = end(count);
        gpiod.gpiod_chip_close(chip);
        gpiod.gpiod_request_config_free(requestConfig);
        gpiod.gpiod_line_config_free(lineConfig);
        return measured;
    }

    @Override
    int describe() throws IOException {
        int used = 0;
        Pointer chip = checked(gpiod.gpiod_chip_open(path));
        for (int offset = 0; offset < 64; offset++) {
            Pointer info = checked(gpiod.gpiod_chip_get_line_info(chip, offset));
            used += gpiod.gpiod_line_info_is_used(info);
            gpiod.gpiod_line_info_free(info);
        }
        gpiod.gpiod_chip_close(chip);
        return used;
    }

    @Override
    int read(Pointer request, Duration timeout) throws IOException {
        if (checked(gpiod.gpiod_line_request_wait_edge_events(request, timeout.toNanos())) == 0) {
            return 0;
        }
        int read = checked(gpiod.gpiod_line_request_read_edge_events(request, buffer, BATCH));
        for (int i = 0; i < read; i++) {
            events[i] = checked(gpiod.gpiod_edge_event_buffer_get_event(buffer, i));
        }
        return read;
    }

    @Override
    boolean rising(int index) {
        return gpiod.gpiod_edge_event_get_event_type(events[index]) == Libgpiod.RISING_EDGE;
    }

    @Override
    long timestamp(int index) {
        return gpiod.gpiod_edge_event_get_timestamp_ns(events[index]);
    }

    @Override
    long seqno(int index) {
        return gpiod.gpiod_edge_event_get_global_seqno(events[index]);
    }
}
