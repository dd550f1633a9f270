package com.example.gpiod.impl.jni;

import com.example.gpiod.spi.ErrnoException;

/** What a native method returned: a value, or {@code -errno}. */
final class Result {
    private Result() {}

    static int check(int result) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(-result);
        }
        return result;
    }

    static long checkLong(long result) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException((int) -result);
        }
        return result;
    }
}
