package com.example.gpiod.api;

import java.nio.charset.StandardCharsets;

/** The rule for texts that go to the kernel: char[32] with a NUL at the end (kernel uAPI v2). */
final class KernelText {
    static final int MAX_BYTES = 31;

    private KernelText() {}

    static void check(String what, String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException(what
                    + " must have at most "
                    + MAX_BYTES
                    + " bytes of UTF-8, not "
                    + bytes
                    + ": "
                    + text);
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " must not hold a NUL character");
        }
        // It would silently become a question mark, and so another text.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(what + " must not hold half a surrogate pair");
        }
    }
}
