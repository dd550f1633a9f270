package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.example.gpiod.itest.Await;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A call that waits on a thread of its own while the test does something else. */
final class InBackground<T> {
    private final FutureTask<T> call;
    private final Thread thread;

    private InBackground(Callable<T> call) {
        this.call = new FutureTask<>(call);
        thread = new Thread(this.call, "in-background");
        thread.setDaemon(true);
    }

    static <T> InBackground<T> running(Callable<T> call) {
        InBackground<T> background = new InBackground<>(call);
        background.thread.start();
        return background;
    }

    /** Calls, and returns when the call waits. */
    static <T> InBackground<T> waiting(Callable<T> call) {
        InBackground<T> background = running(call);
        Await.until("a call that waits", background::waits);
        return background;
    }

    private boolean waits() {
        return thread.getState() == Thread.State.TIMED_WAITING
                || thread.getState() == Thread.State.WAITING
                || call.isDone();
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Returns what the call returned. */
    T result() throws Exception {
        return call.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Returns what the call threw. */
    <E extends Exception> E failure(Class<E> type) {
        ExecutionException failure = assertThrows(ExecutionException.class, this::result);
        return assertInstanceOf(type, failure.getCause());
    }
}
