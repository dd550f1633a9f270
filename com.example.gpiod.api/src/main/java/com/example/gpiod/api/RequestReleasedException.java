package com.example.gpiod.api;

/**
 * Lines were used after their request was released.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
public final class RequestReleasedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message which lines
     */
    public RequestReleasedException(String message) {
        super(message);
    }
}
