package com.example.gpiod.impl.core;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.ref.WeakReference;
import java.security.AccessControlContext;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

@Timeout(60)
class ThreadsTest {
    private static final InheritableThreadLocal<Object> LOCAL = new InheritableThreadLocal<>();

    private final CountDownLatch end = new CountDownLatch(1);

    /** Of a bundle. */
    private static final class Loader extends ClassLoader {}

    @Test
    void aThreadKeepsNothingOfWhoMadeIt() throws Exception {
        List<Thread> made = new ArrayList<>();
        WeakReference<Loader> bundle = make(made);
        Thread thread = made.get(0);
        thread.start();
        assertTrue(thread.isDaemon());
        assertNull(thread.getContextClassLoader());

        while (bundle.get() != null) {
            System.gc();
            Thread.sleep(20);
        }
        end.countDown();
        thread.join();
    }

    /** As a bundle would; in a method of its own, so that nothing on the stack is left of it. */
    @SuppressWarnings("removal")
    private WeakReference<Loader> make(List<Thread> made) {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        Loader bundle = new Loader();
        ProtectionDomain domain = new ProtectionDomain(null, null, bundle, null);
        current.setContextClassLoader(bundle);
        LOCAL.set(bundle);
        try {
            AccessController.doPrivileged(
                    (PrivilegedAction<Boolean>)
                            () -> made.add(Threads.daemon("test", this::awaitEnd)),
                    new AccessControlContext(new ProtectionDomain[] {domain}));
        } finally {
            LOCAL.remove();
            current.setContextClassLoader(before);
        }
        return new WeakReference<>(bundle);
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
