package com.example.gpiod.webconsole;

import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.api.Subscription;
import com.example.gpiod.api.WallClock;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The latest edges of the lines of all configurations, from the first look on. When nobody has
 * looked for a while the subscriptions end, and the thread that waits for that ends with them.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class Edges implements AutoCloseable {
    /** What is kept; a page is no log. */
    static final int KEPT = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Edges.class);

    private final BundleContext context;
    private final LinesServices services;
    private final long patienceNanos;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition looked = lock.newCondition();

    // All below: guarded by lock.
    private final Map<ServiceReference<Lines>, Listening> listening = new HashMap<>();
    private long lastLook;
    private boolean closed;
    private @Nullable Thread waiter;

    /** The newest first; guarded by itself, for listeners must not wait for subscriptions. */
    private final Deque<Seen> seen = new ArrayDeque<>();

    Edges(BundleContext context, LinesServices services, Duration patience) {
        this.context = context;
        this.services = services;
        this.patienceNanos = patience.toNanos();
    }

    /** Listens, and gives what was seen so far, the newest first. */
    List<Seen> look() {
        lock.lock();
        try {
            if (closed) {
                return List.of();
            }
            lastLook = System.nanoTime();
            follow(Set.copyOf(services.all()));
            if (waiter == null) {
                waiter = new Thread(this::waitForTheLastLook, "gpiod-webconsole-edges");
                waiter.setDaemon(true);
                waiter.start();
            }
        } finally {
            lock.unlock();
        }
        synchronized (seen) {
            return new ArrayList<>(seen);
        }
    }

    /** Listens to what is there, and lets go of what is not. */
    private void follow(Set<ServiceReference<Lines>> present) {
        listening.entrySet().removeIf(entry -> {
            boolean gone = !present.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        for (ServiceReference<Lines> reference : present) {
            if (!listening.containsKey(reference)) {
                listen(reference);
            }
        }
    }

    private void listen(ServiceReference<Lines> reference) {
        Lines lines = context.getService(reference);
        if (lines == null) {
            return;
        }
        Subscription subscription = null;
        try {
            if (lines.offsets().stream()
                    .anyMatch(offset -> lines.settings(offset).edge() != Edge.NONE)) {
                subscription = lines.subscribe(new Listener(LinesServices.name(reference), lines));
            }
        } catch (GpiodException | RequestReleasedException e) {
            LOG.debug("No edges of {}", LinesServices.name(reference), e);
        }
        if (subscription == null) {
            // Tried again at the next look: the configuration may be changed in place.
            context.ungetService(reference);
        } else {
            listening.put(reference, new Listening(context, reference, subscription));
        }
    }

    private void waitForTheLastLook() {
        lock.lock();
        try {
            long left = patienceNanos;
            while (left > 0 && !closed) {
                looked.await(left, TimeUnit.NANOSECONDS);
                left = lastLook + patienceNanos - System.nanoTime();
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it; it ends all the same.
            LOG.debug("Interrupted", e);
        } finally {
            follow(Set.of());
            waiter = null;
            lock.unlock();
        }
        synchronized (seen) {
            seen.clear();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            follow(Set.of());
            looked.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void add(Seen event) {
        synchronized (seen) {
            seen.addFirst(event);
            if (seen.size() > KEPT) {
                seen.removeLast();
            }
        }
    }

    /** A subscription with the service that it was made through. */
    private record Listening(
            BundleContext context, ServiceReference<Lines> reference, Subscription subscription) {
        void close() {
            subscription.close();
            context.ungetService(reference);
        }
    }

    private final class Listener implements EdgeListener {
        private final String request;
        private final Lines lines;

        Listener(String request, Lines lines) {
            this.request = request;
            this.lines = lines;
        }

        @Override
        public void onEdge(EdgeEvent edge) {
            int offset = edge.offset();
            add(new Seen(
                    time(edge.timestampNanos(), lines.settings(offset).eventClock()),
                    request,
                    lines.chip().name(),
                    Integer.toString(offset),
                    lines.names().get(lines.offsets().indexOf(offset)),
                    Html.text(edge.type()),
                    Long.toString(edge.lineSeqno())));
        }

        @Override
        public void onLost(long count) {
            add(new Seen("", request, lines.chip().name(), "", "", count + " lost", ""));
        }
    }

    /** Only a clock that counts from a known start gives a date. */
    private static String time(long nanos, EventClock clock) {
        Instant time = switch (clock) {
            case MONOTONIC -> WallClock.measure().at(nanos);
            case REALTIME -> Instant.ofEpochSecond(0, nanos);
            case HTE -> null;
        };
        return time == null
                ? nanos + " ns"
                : time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
