package com.example.gpiod.itest.contract;

import com.example.gpiod.spi.BackendPoller;
import com.example.gpiod.spi.GpioBackend;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Holds up the poll thread of a backend, between its wait and what it reads then: a machine that is
 * too busy to read in time.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class Gate implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private boolean closed;

    /** The same backend, whose poll thread passes the gate. */
    GpioBackend before(GpioBackend backend) {
        return instead(
                GpioBackend.class,
                backend,
                "openPoller",
                poller -> instead(BackendPoller.class, (BackendPoller) poller, "await", ready -> {
                    pass();
                    return ready;
                }));
    }

    /** An object that returns something else from one of its methods. */
    private static <T> T instead(
            Class<T> type, T original, String name, UnaryOperator<Object> returned) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(original, arguments);
                        return method.getName().equals(name) ? returned.apply(result) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private void pass() {
        lock.lock();
        try {
            while (closed) {
                opened.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nobody passes until it is opened. */
    void shut() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    void open() {
        lock.lock();
        try {
            closed = false;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Opens it for good. */
    @Override
    public void close() {
        open();
    }
}
