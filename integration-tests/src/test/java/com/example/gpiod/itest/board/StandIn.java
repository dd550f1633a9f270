package com.example.gpiod.itest.board;

/**
 * The native methods of the preloaded stand-in for GPIO chips ({@code integration-tests/stand-in}).
 * Nothing is checked there: who calls them has the number of a chip and offsets that it has.
 *
 * <p><b>Synchronization:</b> none required.
 */
final class StandIn {
    /** What a chip's name is made of, with its number. */
    static final String CHIP_NAME = "gpiochip-standin";

    static {
        // Loaded into the process already; this ties the methods to it.
        System.load(System.getProperty("itest.stand-in"));
    }

    private StandIn() {}

    /** Plugs in a chip with nameless free inputs; its number, or -1 if there is no room for it. */
    static native int plug(byte[] label, int lines);

    static native void name(int chip, int offset, byte[] name);

    /** Has a line held by nobody's request; {@code high} matters to an output. */
    static native void hog(int chip, int offset, byte[] consumer, boolean output, boolean high);

    static native void pull(int chip, int offset, boolean up);

    static native boolean isHigh(int chip, int offset);

    /** A second time does nothing. */
    static native void unplug(int chip);

    /**
     * How many calls of the process were mistakes: a GPIO ioctl on a descriptor that is neither
     * chip nor request (any more), a close of what is not open or while another call was inside.
     * Each was told on the standard error stream.
     */
    static native int strays();
}
