package com.example.gpiod.shell;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * The runs of a command that takes its time. They end with the command's component: nobody else
 * would tell a command that waits.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class Runs {
    private final Set<Thread> threads = new HashSet<>();

    /** Runs on this thread; what runs ends when the thread is interrupted. */
    <T> T run(Callable<T> run) throws Exception {
        synchronized (threads) {
            threads.add(Thread.currentThread());
        }
        try {
            return run.call();
        } finally {
            synchronized (threads) {
                threads.remove(Thread.currentThread());
            }
        }
    }

    /** Interrupts those that are under way. */
    void end() {
        synchronized (threads) {
            threads.forEach(Thread::interrupt);
        }
    }
}
