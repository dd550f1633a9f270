package com.example.gpiod.simulator;

import java.nio.charset.StandardCharsets;

/** The kernel's rule for names, labels and consumers: char[32] with a NUL at the end. */
final class Texts {
    private static final int MAX_BYTES = 31;

    private Texts() {}

    static void check(String what, String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what
                    + " must have at most "
                    + MAX_BYTES
                    + " bytes of UTF-8 without NUL, not "
                    + bytes
                    + ": "
                    + text);
        }
    }
}
