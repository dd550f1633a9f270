package com.example.gpiod.benchmarks;

import com.sun.jna.Library;
import com.sun.jna.Pointer;

import org.jspecify.annotations.Nullable;

/**
 * What the contestants with JNA call of libgpiod, under the names that it has there; see gpiod.h.
 * {@code size_t} and {@code unsigned long} are of 64 bits here, because a long is what costs JNA least.
 */
interface Libgpiod extends Library {
    int DIRECTION_INPUT = 2;
    int DIRECTION_OUTPUT = 3;
    int EDGE_NONE = 1;
    int EDGE_BOTH = 4;
    int RISING_EDGE = 1;

    @Nullable Pointer gpiod_chip_open(String path);

    void gpiod_chip_close(Pointer chip);

    @Nullable Pointer gpiod_chip_get_line_info(Pointer chip, int offset);

    @Nullable Pointer gpiod_chip_request_lines(Pointer chip, Pointer requestConfig, Pointer lineConfig);

    /** A byte, because JNA takes a boolean for 32 bits. */
    byte gpiod_line_info_is_used(Pointer info);

    void gpiod_line_info_free(Pointer info);

    @Nullable Pointer gpiod_line_settings_new();

    void gpiod_line_settings_free(Pointer settings);

    int gpiod_line_settings_set_direction(Pointer settings, int direction);

    int gpiod_line_settings_set_edge_detection(Pointer settings, int edge);

    @Nullable Pointer gpiod_line_config_new();

    void gpiod_line_config_free(Pointer config);

    int gpiod_line_config_add_line_settings(
            Pointer config, int[] offsets, long count, Pointer settings);

    @Nullable Pointer gpiod_request_config_new();

    void gpiod_request_config_free(Pointer config);

    void gpiod_request_config_set_consumer(Pointer config, String consumer);

    void gpiod_request_config_set_event_buffer_size(Pointer config, long size);

    void gpiod_line_request_release(Pointer request);

    int gpiod_line_request_get_value(Pointer request, int offset);

    int gpiod_line_request_get_values(Pointer request, int[] values);

    int gpiod_line_request_set_value(Pointer request, int offset, int value);

    int gpiod_line_request_set_values(Pointer request, int[] values);

    int gpiod_line_request_wait_edge_events(Pointer request, long timeoutNanos);

    int gpiod_line_request_read_edge_events(Pointer request, Pointer buffer, long most);

    @Nullable Pointer gpiod_edge_event_buffer_new(long capacity);

    @Nullable Pointer gpiod_edge_event_buffer_get_event(Pointer buffer, long index);

    int gpiod_edge_event_get_event_type(Pointer event);

    long gpiod_edge_event_get_timestamp_ns(Pointer event);

    long gpiod_edge_event_get_global_seqno(Pointer event);
}
