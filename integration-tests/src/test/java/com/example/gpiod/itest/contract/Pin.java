package com.example.gpiod.itest.contract;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/** Pins a virtual thread to its carrier, which the JDK does in every version for native frames. */
final class Pin {
    private static final AtomicReference<Callable<?>> NEXT = new AtomicReference<>();

    private Pin() {}

    /** Runs something with a native frame below it: the JVM's, which initializes a class. */
    static void inNativeFrame(Callable<?> task) {
        throw new UnsupportedOperationException();
    }
}
