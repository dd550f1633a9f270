package com.example.gpiod.api;

/**
 * A chip was used after it was closed.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
public final class ChipClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message which chip
     */
    public ChipClosedException(String message) {
        super(message);
    }
}
