package com.example.gpiod.spi;

/**
 * A call of a backend failed as a call of the kernel fails: with a number. The core makes of it
 * what users see.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
public final class ErrnoException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * Makes an exception.
     *
     * @param errno positive number as in {@link Errno}
     */
    public ErrnoException(int errno) {
        super(Errno.name(errno));
        this.errno = errno;
    }

    /**
     * Returns the number.
     *
     * @return positive number as in {@link Errno}
     */
    public int errno() {
        return errno;
    }
}
