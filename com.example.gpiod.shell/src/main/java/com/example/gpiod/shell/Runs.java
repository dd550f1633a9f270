package com.example.gpiod.shell;

import com.example.gpiod.shell.Options.Arguments;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Set;

/**
 * The runs of a command that takes its time. They end with the command's component: nobody else
 * would tell a command that waits.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class Runs {
    /** Guarded by itself. */
    private final Set<Thread> threads = new HashSet<>();

    /** What a command does; returns what Gogo prints, if anything. */
    @FunctionalInterface
    interface Body {
        @Nullable String run(Arguments given) throws Exception;
    }

    /**
     * Runs a command on this thread, or returns its help if that is asked for. What runs ends when
     * the thread is interrupted.
     */
    @Nullable String run(Options options, String[] words, Body body) throws Exception {
        Arguments given = options.parse(words);
        if (given.wantsHelp()) {
            return options.help();
        }
        synchronized (threads) {
            threads.add(Thread.currentThread());
        }
        try {
            return body.run(given);
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
