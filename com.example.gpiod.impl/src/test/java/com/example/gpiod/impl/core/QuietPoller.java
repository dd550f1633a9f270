package com.example.gpiod.impl.core;

import com.example.gpiod.spi.BackendPoller;
import com.example.gpiod.spi.EventSource;

/** A poller that does nothing but for what a test adds. */
abstract class QuietPoller implements BackendPoller {
    @Override
    public void add(EventSource source, long token, boolean events) {}

    @Override
    public void modify(EventSource source, long token, boolean events) {}

    @Override
    public void remove(EventSource source) {}

    @Override
    public void watchChips(long token) {}

    @Override
    public void wakeup() {}

    @Override
    public void close() {}
}
