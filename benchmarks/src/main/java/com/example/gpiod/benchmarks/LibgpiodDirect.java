package com.example.gpiod.benchmarks;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

import org.jspecify.annotations.Nullable;

/** libgpiod by JNA's direct mapping: each method is bound to its function once, when it is made. */
final class LibgpiodDirect implements Libgpiod {
    LibgpiodDirect(String library) {
        Native.register(LibgpiodDirect.class, library);
    }

    @Override
    public native @Nullable Pointer gpiod_chip_open(String path);

    @Override
    public native void gpiod_chip_close(Pointer chip);

    @Override
    public native @Nullable Pointer gpiod_chip_get_line_info(Pointer chip, int offset);

    @Override
    public native @Nullable Pointer gpiod_chip_request_lines(
            Pointer chip, Pointer requestConfig, Pointer lineConfig);

    @Override
    public native byte gpiod_line_info_is_used(Pointer info);

    @Override
    public native void gpiod_line_info_free(Pointer info);

    @Override
    public native @Nullable Pointer gpiod_line_settings_new();

    @Override
    public native void gpiod_line_settings_free(Pointer settings);

    @Override
    public native int gpiod_line_settings_set_direction(Pointer settings, int direction);

    @Override
    public native int gpiod_line_settings_set_edge_detection(Pointer settings, int edge);

    @Override
    public native @Nullable Pointer gpiod_line_config_new();

    @Override
    public native void gpiod_line_config_free(Pointer config);

    @Override
    public native int gpiod_line_config_add_line_settings(
            Pointer config, int[] offsets, long count, Pointer settings);

    @Override
    public native @Nullable Pointer gpiod_request_config_new();

    @Override
    public native void gpiod_request_config_free(Pointer config);

    @Override
    public native void gpiod_request_config_set_consumer(Pointer config, String consumer);

    @Override
    public native void gpiod_request_config_set_event_buffer_size(Pointer config, long size);

    @Override
    public native void gpiod_line_request_release(Pointer request);

    @Override
    public native int gpiod_line_request_get_value(Pointer request, int offset);

    @Override
    public native int gpiod_line_request_get_values(Pointer request, int[] values);

    @Override
    public native int gpiod_line_request_set_value(Pointer request, int offset, int value);

    @Override
    public native int gpiod_line_request_set_values(Pointer request, int[] values);

    @Override
    public native int gpiod_line_request_wait_edge_events(Pointer request, long timeoutNanos);

    @Override
    public native int gpiod_line_request_read_edge_events(
            Pointer request, Pointer buffer, long most);

    @Override
    public native @Nullable Pointer gpiod_edge_event_buffer_new(long capacity);

    @Override
    public native @Nullable Pointer gpiod_edge_event_buffer_get_event(Pointer buffer, long index);

    @Override
    public native int gpiod_edge_event_get_event_type(Pointer event);

    @Override
    public native long gpiod_edge_event_get_timestamp_ns(Pointer event);

    @Override
    public native long gpiod_edge_event_get_global_seqno(Pointer event);
}
