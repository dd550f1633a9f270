package com.example.gpiod.impl.core;

import java.security.AccessController;
import java.security.PrivilegedAction;

/** Makes threads. */
public final class Threads {
    private Threads() {}

    /**
     * Makes a daemon that inherits nothing of who makes it, and so keeps nobody's bundle alive: no
     * context class loader, no priority, no thread locals, and, before Java 24, not the protection domains of all
     * that are on the stack, which hold their class loaders.
     */
    @SuppressWarnings({"removal", "ThreadPriorityCheck"})
    public static Thread daemon(String name, Runnable task) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(null, task, name, 0, false);
            thread.setDaemon(true);
            thread.setPriority(Thread.NORM_PRIORITY);
            thread.setContextClassLoader(null);
            return thread;
        });
    }
}
