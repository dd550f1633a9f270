package com.example.gpiod.impl.core;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.api.Subscription;

import java.lang.ref.Reference;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one user sees of a request: may use the lines, not release them. Ends its own subscriptions.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
public class LinesView implements Lines {
    final Request request;

    /** Each refers to this view, and so keeps it reachable while somebody listens through it. */
    private final Set<EdgeSubscription> subscriptions = ConcurrentHashMap.newKeySet();

    /** Set once, by {@link #endSubscriptions}. */
    private volatile boolean returned;

    LinesView(Request request) {
        this.request = request;
    }

    @Override
    public ChipInfo chip() {
        return request.lines().chip();
    }

    @Override
    public List<Integer> offsets() {
        return request.lines().offsets();
    }

    @Override
    public List<String> names() {
        return request.lines().names();
    }

    @Override
    public LineSettings settings(int offset) {
        return request.lines().settings().get(request.index(offset));
    }

    @Override
    public boolean get(int offset) throws GpiodException {
        return getMask(1L << request.index(offset)) != 0;
    }

    @Override
    public boolean get(String name) throws GpiodException {
        return getMask(1L << request.index(name)) != 0;
    }

    @Override
    public long getMask(long mask) throws GpiodException {
        try {
            return request.get(mask);
        } finally {
            // Not to be taken for forgotten in the middle of its last call.
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void set(int offset, boolean active) throws GpiodException {
        setMask(1L << request.index(offset), active ? -1L : 0L);
    }

    @Override
    public void set(String name, boolean active) throws GpiodException {
        setMask(1L << request.index(name), active ? -1L : 0L);
    }

    @Override
    public void setMask(long mask, long values) throws GpiodException {
        try {
            request.set(mask, values);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public Subscription subscribe(EdgeListener listener) throws GpiodException {
        Objects.requireNonNull(listener, "listener");
        EdgeSubscription subscription = request.subscribe(listener, this::ended);
        subscriptions.add(subscription);
        if (subscription.isClosed()) {
            // The listener closed it, or the request ended, before it was added.
            subscriptions.remove(subscription);
        }
        if (returned) {
            subscription.close();
            throw new RequestReleasedException(
                    "lines " + request.lines().texts() + " were given back by this user");
        }
        return subscription;
    }

    private void ended(EdgeSubscription subscription) {
        subscriptions.remove(subscription);
    }

    /** The user gives the lines back: nobody listens through this view any more. */
    public final void endSubscriptions() {
        returned = true;
        subscriptions.forEach(EdgeSubscription::close);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName()
                + "[lines "
                + request.lines().texts()
                + " of "
                + Failures.describe(chip())
                + (request.isHeld() ? "]" : ", released]");
    }
}
