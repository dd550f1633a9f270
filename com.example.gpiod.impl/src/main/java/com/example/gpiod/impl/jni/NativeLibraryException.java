package com.example.gpiod.impl.jni;

/**
 * The native library does not work here. The message is one sentence that says why and what to do.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
public final class NativeLibraryException extends Exception {
    private static final long serialVersionUID = 1L;

    public NativeLibraryException(String message) {
        super(message);
    }

    NativeLibraryException(String message, Throwable cause) {
        super(message, cause);
    }
}
