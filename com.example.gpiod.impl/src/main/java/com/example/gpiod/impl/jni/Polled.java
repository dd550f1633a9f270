package com.example.gpiod.impl.jni;

import com.example.gpiod.spi.EventSource;

/** What {@link JniPoller} waits for. */
interface Polled extends EventSource {
    /** The descriptor that becomes readable; it goes with this object. */
    int descriptor();
}
