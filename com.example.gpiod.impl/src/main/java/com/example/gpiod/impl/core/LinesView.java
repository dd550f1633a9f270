package com.example.gpiod.impl.core;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.LinesClaim;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.api.RequestStatistics;
import com.example.gpiod.api.Subscription;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.ref.Reference;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;

/**
 * What one user sees of a request: may use the lines, not release them. Ends its own subscriptions.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
public class LinesView implements Lines {
    private static final Logger LOG = LoggerFactory.getLogger(LinesView.class);

    final Request request;
    final Request.User user;

    /** Each refers to this view, and so keeps it reachable while somebody listens through it. */
    private final Set<EventSubscription<EdgeEvent>> subscriptions = ConcurrentHashMap.newKeySet();

    /** Set once, by {@link #giveBack}. */
    private volatile boolean returned;

    LinesView(Request request, Request.User user) {
        this.request = request;
        this.user = user;
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
    public List<LineKey> keys() {
        return request.lines().keys();
    }

    @Override
    public long mask(Collection<LineKey> keys) {
        Objects.requireNonNull(keys, "keys");
        checkNotEmpty("keys", keys);
        long mask = 0;
        for (LineKey key : keys) {
            mask |= 1L << request.index(Objects.requireNonNull(key, "keys: key"));
        }
        return mask;
    }

    private static void checkNotEmpty(String what, Collection<?> lines) {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException(what + " must name at least one line");
        }
    }

    @Override
    public LineSettings settings(int offset) {
        return request.settings(request.index(offset));
    }

    @Override
    public boolean get(int offset) throws GpiodException {
        return getMask(1L << request.index(offset)) != 0;
    }

    @Override
    public boolean get(String name) throws GpiodException {
        return getMask(1L << request.index(LineKey.of(name))) != 0;
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
    public List<Boolean> get(List<LineKey> keys) throws GpiodException {
        long values = getMask(mask(keys));
        return keys.stream()
                .map(key -> (values & 1L << request.index(key)) != 0)
                .toList();
    }

    @Override
    public void set(int offset, boolean active) throws GpiodException {
        setMask(1L << request.index(offset), active ? -1L : 0L);
    }

    @Override
    public void set(String name, boolean active) throws GpiodException {
        setMask(1L << request.index(LineKey.of(name)), active ? -1L : 0L);
    }

    @Override
    public void setMask(long mask, long values) throws GpiodException {
        try {
            request.set(user, mask, values);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public void set(Map<LineKey, Boolean> values) throws GpiodException {
        Objects.requireNonNull(values, "values");
        checkNotEmpty("values", values.keySet());
        long mask = 0;
        long bits = 0;
        for (Map.Entry<LineKey, Boolean> value : values.entrySet()) {
            LineKey key = Objects.requireNonNull(value.getKey(), "values: key");
            boolean active = Objects.requireNonNull(value.getValue(), "values: value");
            long bit = 1L << request.index(key);
            if ((mask & bit) != 0) {
                throw meantTwice(key);
            }
            mask |= bit;
            bits |= active ? bit : 0;
        }
        setMask(mask, bits);
    }

    private static IllegalArgumentException meantTwice(LineKey key) {
        return new IllegalArgumentException(
                "line " + key + " is named twice, by name and by offset");
    }

    @Override
    public Set<LineKey> reconfigure(Map<LineKey, LineSettings> settings) throws GpiodException {
        Objects.requireNonNull(settings, "settings");
        Map<Integer, LineSettings> changes = new LinkedHashMap<>();
        Set<LineKey> unknown = new LinkedHashSet<>();
        for (Map.Entry<LineKey, LineSettings> change : settings.entrySet()) {
            LineKey key = Objects.requireNonNull(change.getKey(), "settings: key");
            Objects.requireNonNull(change.getValue(), "settings: value");
            OptionalInt index = request.find(key);
            if (index.isEmpty()) {
                unknown.add(key);
            } else if (changes.put(index.getAsInt(), change.getValue()) != null) {
                throw meantTwice(key);
            }
        }
        try {
            request.reconfigure(user, changes);
        } finally {
            Reference.reachabilityFence(this);
        }
        if (!unknown.isEmpty()) {
            LOG.warn("{} are reconfigured without {}, which are none of them", this, unknown);
        }
        return Collections.unmodifiableSet(unknown);
    }

    @Override
    public Subscription subscribe(EdgeListener listener) throws GpiodException {
        Objects.requireNonNull(listener, "listener");
        return added(request.subscribe(listener, this::ended));
    }

    @Override
    public Subscription subscribeFromNow(EdgeListener listener) throws GpiodException {
        Objects.requireNonNull(listener, "listener");
        return added(request.subscribeFromNow(listener, this::ended));
    }

    /**
     * Has a listener called that is told of a loss when it is so many events behind.
     *
     * @param capacity how many, at least 1
     */
    public Subscription subscribe(EdgeListener listener, int capacity) throws GpiodException {
        return added(request.subscribe(listener, capacity, this::ended));
    }

    @Override
    public Flow.Publisher<EdgeEvent> publisher() {
        return subscriber -> FlowSubscription.open(subscriber, this::stream);
    }

    private void stream(FlowSubscription stream) throws GpiodException {
        if (returned) {
            throw givenBack();
        }
        EventSubscription<EdgeEvent> subscription = request.subscribe(stream, this::ended);
        remember(subscription);
        if (returned) {
            // Its subscriber knows it already.
            subscription.giveBack();
        }
    }

    private Subscription added(EventSubscription<EdgeEvent> subscription) {
        remember(subscription);
        if (returned) {
            subscription.close();
            throw givenBack();
        }
        return subscription;
    }

    private void remember(EventSubscription<EdgeEvent> subscription) {
        subscriptions.add(subscription);
        if (subscription.isClosed()) {
            // The listener closed it, or the request ended, before it was added.
            subscriptions.remove(subscription);
        }
    }

    private RequestReleasedException givenBack() {
        return new RequestReleasedException(
                "lines " + request.lines().texts() + " were given back by " + user.name());
    }

    private void ended(EventSubscription<EdgeEvent> subscription) {
        subscriptions.remove(subscription);
    }

    @Override
    public LinesClaim claim() throws GpiodException {
        LinesClaim claim = request.claim(user);
        if (returned) {
            claim.close();
            throw givenBack();
        }
        return claim;
    }

    @Override
    public RequestStatistics statistics() {
        return request.statistics();
    }

    /**
     * The user gives the lines back: nobody listens or claims through this view any more. That the
     * chip went away is told all the same.
     */
    public final void giveBack() {
        returned = true;
        subscriptions.forEach(EventSubscription::giveBack);
        request.endClaimOf(user);
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
