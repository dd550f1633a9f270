package com.example.gpiod.benchmarks;

/** How a contestant gets edges. */
interface Reception {
    /** So long without an edge, when all are made, says that no more will come. */
    long QUIET_MILLIS = 500;

    /** Has edges made, so far apart, and waits until they were received, or all are made and no more come. */
    void receive(int edges, long apartNanos, Toggler toggler) throws Exception;

    /** How many edges were received. */
    long received();

    /** The kernel's number of the newest edge: so many events it made. */
    long newest();

    /** How many edges the contestant was told to be lost. */
    long lost() throws Exception;
}
