package com.example.gpiod.impl.jni;

import static com.example.gpiod.impl.jni.Result.check;

import com.example.gpiod.spi.BackendPoller;
import com.example.gpiod.spi.ErrnoException;
import com.example.gpiod.spi.EventSource;

/**
 * An epoll descriptor, an eventfd that ends its waits, and an inotify descriptor once chips are
 * watched.
 */
final class JniPoller implements BackendPoller {
    /** Token of the wake-up; the core's are positive. */
    private static final long WAKEUP = 0;

    private static final int NONE = -1;

    private final int epoll;
    private final int wakeup;

    // Written before the token can come out of a wait.
    private volatile int watch = NONE;
    private volatile long chips = WAKEUP;

    private volatile boolean ended;

    private JniPoller(int epoll, int wakeup) {
        this.epoll = epoll;
        this.wakeup = wakeup;
    }

    static JniPoller open() throws ErrnoException {
        int epoll = check(Native.epollCreate());
        int wakeup = NONE;
        try {
            wakeup = check(Native.eventCreate());
            check(Native.epollControl(epoll, Native.EPOLL_ADD, wakeup, Native.EPOLL_IN, WAKEUP));
            return new JniPoller(epoll, wakeup);
        } catch (ErrnoException e) {
            close(wakeup);
            close(epoll);
            throw e;
        }
    }

    @Override
    public void add(EventSource source, long token, boolean events) throws ErrnoException {
        control(Native.EPOLL_ADD, source, token, events);
    }

    @Override
    public void modify(EventSource source, long token, boolean events) throws ErrnoException {
        control(Native.EPOLL_MODIFY, source, token, events);
    }

    @Override
    public void remove(EventSource source) throws ErrnoException {
        control(Native.EPOLL_REMOVE, source, WAKEUP, false);
    }

    private void control(int operation, EventSource source, long token, boolean events)
            throws ErrnoException {
        int descriptor = ((Polled) source).descriptor();
        int wanted = events ? Native.EPOLL_ET | Native.EPOLL_IN : Native.EPOLL_ET;
        check(Native.epollControl(epoll, operation, descriptor, wanted, token));
    }

    @Override
    public void watchChips(long token) throws ErrnoException {
        int folder = check(Native.watchCreate(Records.text(JniBackend.DEVICES)));
        watch = folder;
        chips = token;
        check(Native.epollControl(epoll, Native.EPOLL_ADD, folder, Native.EPOLL_IN, token));
    }

    @Override
    public int await(long[] tokens, int timeoutMillis) throws ErrnoException {
        int ready = check(Native.epollWait(epoll, tokens, timeoutMillis));
        int kept = 0;
        for (int i = 0; i < ready; i++) {
            if (isForCaller(tokens[i])) {
                tokens[kept++] = tokens[i];
            }
        }
        return kept;
    }

    private boolean isForCaller(long token) throws ErrnoException {
        if (token == WAKEUP) {
            // Level-triggered: at the end it stays ready for all.
            if (!ended) {
                check(Native.eventDrain(wakeup));
                if (ended) {
                    wakeup();
                }
            }
            return false;
        }
        // Most of what happens in /dev is not about chips.
        return token != chips || check(Native.watchDrain(watch)) == 1;
    }

    @Override
    public void wakeup() {
        // Fails for no reason that this descriptor could give.
        Native.eventSignal(wakeup);
    }

    @Override
    public void end() {
        ended = true;
        wakeup();
    }

    @Override
    public void close() {
        close(watch);
        close(wakeup);
        close(epoll);
    }

    private static void close(int descriptor) {
        if (descriptor != NONE) {
            Native.close(descriptor);
        }
    }
}
