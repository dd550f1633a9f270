package com.example.gpiod.impl.jni;

import java.nio.ByteBuffer;

/**
 * The native methods, all of them; {@code com.example.gpiod.natives/src/main/c} is the other side.
 *
 * <p>A failure is returned as {@code -errno}. The native code checks nothing that was checked here:
 * who calls it has valid handles, descriptors, offsets and array lengths. Texts are {@link
 * Records#text UTF-8 with a NUL at the end}. Chips and requests are handles (pointers of
 * libgpiod's), everything else are file descriptors.
 *
 * <p><b>Synchronization:</b> none required here; an object of libgpiod's, or a descriptor, must not be
 * closed while somebody uses it, and the core above the SPI sees to that.
 */
final class Native {
    /** Operation of {@link #epollControl}: {@code EPOLL_CTL_ADD}. */
    static final int EPOLL_ADD = 1;

    /** Operation of {@link #epollControl}: {@code EPOLL_CTL_DEL}. */
    static final int EPOLL_REMOVE = 2;

    /** Operation of {@link #epollControl}: {@code EPOLL_CTL_MOD}. */
    static final int EPOLL_MODIFY = 3;

    /**
     * Event of {@link #epollControl}: {@code EPOLLIN}. Errors and hang-up are reported without
     * being asked for.
     */
    static final int EPOLL_IN = 1;

    /** Event of {@link #epollControl}: {@code EPOLLET}, for one thread to be told of what is new. */
    static final int EPOLL_ET = 1 << 31;

    /** Bytes of {@link #chipInfo}'s record. */
    static final int CHIP_RECORD = 580;

    /** As many lines {@link #lineInfo} describes by one call. */
    static final int LINES_AT_ONCE = 16;

    /** Ints of a line in what {@link #request} and {@link #reconfigure} take. */
    static final int LINE_INTS = 9;

    private Native() {}

    /** Writes libgpiod's version, ASCII; returns its length. */
    static native int apiVersion(byte[] out);

    // Chips

    /** Returns 1 for a chip or a link to one, else 0. */
    static native int isChipDevice(byte[] path);

    /** Returns a chip, to be closed. */
    static native long chipOpen(byte[] path);

    static native void chipClose(long chip);

    /**
     * Fills a record of {@link #CHIP_RECORD} bytes, native byte order: int num_lines, char
     * name[32], label[32], link[512]: what the chip's link in {@code /sys/bus/gpio/devices} leads to,
     * empty if there is none.
     */
    static native int chipInfo(long chip, byte[] record);

    /**
     * Returns the descriptor that the functions of lines, epoll and {@link #hasEvents} take; it does not
     * block, and goes with the chip.
     */
    static native int chipDescriptor(long chip);

    // Lines: a chip's descriptor, the kernel's records

    /**
     * Describes lines from an offset on: {@code struct gpio_v2_line_info}s of {@link LineRecord#BYTES}.
     *
     * @param count at most {@link #LINES_AT_ONCE}
     */
    static native int lineInfo(int descriptor, int offset, int count, byte[] records);

    /** Begins to watch a line; describes it as {@link #lineInfo} does. */
    static native int lineWatch(int descriptor, int offset, byte[] record);

    static native int lineUnwatch(int descriptor, int offset);

    /**
     * Reads an event of the watched lines: a {@code struct gpio_v2_line_info_changed} of {@link
     * LineRecord#CHANGE_BYTES}. Returns 1, or 0 if there is none.
     */
    static native int readInfoEvent(int descriptor, byte[] record);

    // Requests

    /**
     * Returns a request, to be released; its descriptor does not block.
     *
     * @param consumer at most 32 bytes with the NUL
     * @param lines {@link #LINE_INTS} ints a line: offset, direction, edge, bias, drive,
     *     active_low, clock, debounce_us, output_value; settings are libgpiod's numbers
     */
    static native long request(long chip, byte[] consumer, int eventBufferSize, int[] lines);

    /**
     * Gives a request new settings; {@code lines} as in {@link #request}, the same offsets in the
     * same order.
     */
    static native int reconfigure(long request, int[] lines);

    /** Returns the descriptor that the data path and epoll take; it goes with the request. */
    static native int requestDescriptor(long request);

    static native void requestRelease(long request);

    // The data path: a request's descriptor, the bits of the request's lines in its order

    /** Returns the values of the lines in {@code mask}, which is without bit 63: that tells of a failure. */
    static native long get(int descriptor, long mask);

    /** Reads the values of the lines in {@code mask} into {@code bits[0]}. */
    static native int getWide(int descriptor, long mask, long[] bits);

    static native int set(int descriptor, long mask, long bits);

    /**
     * Reads whole {@code struct gpio_v2_line_event}s into a direct buffer; returns the number of
     * bytes, 0 if there are none.
     */
    static native int readEvents(int descriptor, ByteBuffer buffer, int position, int length);

    // What the poller stands on

    /**
     * Says whether a descriptor of a chip or request has an event to read: 1 or 0; ENODEV when the
     * chip went away.
     */
    static native int hasEvents(int descriptor);

    /** Returns an epoll descriptor. */
    static native int epollCreate();

    static native int epollControl(
            int epoll, int operation, int descriptor, int events, long token);

    /** Waits; returns how many tokens it wrote, which may be 0. A timeout of -1 is none. */
    static native int epollWait(int epoll, long[] tokens, int timeoutMillis);

    /** Returns an eventfd. */
    static native int eventCreate();

    /** Makes an eventfd readable. */
    static native int eventSignal(int event);

    /** Makes an eventfd unreadable. */
    static native int eventDrain(int event);

    /**
     * Returns an inotify descriptor that is readable after something in a folder came, went or
     * changed.
     */
    static native int watchCreate(byte[] folder);

    /**
     * Takes what {@link #watchCreate} saw; returns 1 if it may be about a chip or a link to one,
     * else 0.
     */
    static native int watchDrain(int watch);

    static native int close(int descriptor);
}
