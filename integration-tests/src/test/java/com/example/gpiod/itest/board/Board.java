package com.example.gpiod.itest.board;

/**
 * Where chips are plugged in, and the outer side of their pins: a test drives inputs and looks at
 * outputs through it, past the library that it tests.
 */
public interface Board extends AutoCloseable {
    /** Plugs a chip in; it is there when this returns. */
    BoardChip plug(ChipPlan plan);

    /** Unplugs what is still plugged in. */
    @Override
    void close();

    /** A chip in the board. */
    interface BoardChip {
        /** The path it is opened by, such as {@code /dev/gpiochip0}. */
        String path();

        /** Its name, such as {@code gpiochip0}. */
        String name();

        void pullUp(int offset);

        void pullDown(int offset);

        /**
         * Pulls a line up and down as fast as that goes; the kernel may make fewer edges of it.
         *
         * @param pulses how often
         */
        default void pulse(int offset, int pulses) {
            for (int i = 0; i < pulses; i++) {
                pullUp(offset);
                pullDown(offset);
            }
        }

        /** The level at the pin: high or low, whatever a request calls active. */
        boolean isHigh(int offset);

        /** Takes the chip away for good; plugging the same plan in again gives another chip. */
        void unplug();
    }
}
