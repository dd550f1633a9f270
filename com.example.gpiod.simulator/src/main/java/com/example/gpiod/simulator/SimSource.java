package com.example.gpiod.simulator;

import com.example.gpiod.spi.EventSource;

/** What {@link SimPoller} waits for. */
interface SimSource extends EventSource {
    /** Counts how often there came an event where there was none. Called with the lock held. */
    long fillings();
}
