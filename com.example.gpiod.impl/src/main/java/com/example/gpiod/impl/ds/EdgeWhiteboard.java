package com.example.gpiod.impl.ds;

import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.api.Subscription;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Filter;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Subscribes listeners that are services to the {@link Lines} services that their property {@link
 * EdgeListener#TARGET} matches, while there are both.
 *
 * <p>Lines come and go with the lock of their configuration held. So with the lock of this one held
 * nothing but our own core is called: no user, and no registry, which might call one.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@Component(service = {})
public final class EdgeWhiteboard {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeWhiteboard.class);

    private final BundleContext context;
    private final ServiceTracker<Lines, Lines> linesTracker;
    private final ServiceTracker<EdgeListener, Listening> listenerTracker;

    private final ReentrantLock lock = new ReentrantLock();
    // Both guarded by lock.
    private final Map<ServiceReference<Lines>, Lines> present = new HashMap<>();
    private final Set<Listening> listenings = new HashSet<>();

    @Activate
    public EdgeWhiteboard(BundleContext context) {
        this.context = context;
        linesTracker = new ServiceTracker<>(context, Lines.class, new ComingLines());
        listenerTracker = new ServiceTracker<>(context, EdgeListener.class, new ComingListeners());
    }

    @Activate
    void open() {
        linesTracker.open();
        listenerTracker.open();
    }

    @Deactivate
    void close() {
        // First: this is what ends subscriptions.
        listenerTracker.close();
        linesTracker.close();
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    /** A listener, and what it is subscribed to. */
    private final class Listening {
        private final ServiceReference<EdgeListener> reference;
        private final String bundle;

        // Used by one call of the tracker's after the other.
        private @Nullable Object target;
        private @Nullable EdgeListener got;

        // All below: guarded by lock.
        private @Nullable EdgeListener listener;
        private @Nullable Filter filter;
        private final Map<ServiceReference<Lines>, Subscription> subscriptions = new HashMap<>();
        private boolean ended;

        Listening(ServiceReference<EdgeListener> reference) {
            this.reference = reference;
            bundle = GpiodComponent.name(reference.getBundle());
        }

        /** Subscribes it to what it wants now. */
        void update() {
            target = reference.getProperty(EdgeListener.TARGET);
            Filter wanted = filter(target);
            if (wanted != null && got == null) {
                // Runs code of its bundle.
                got = context.getService(reference);
            }
            EdgeListener service = got;
            locked(() -> {
                if (!ended) {
                    filter = wanted;
                    listener = service;
                    present.forEach(this::match);
                }
            });
        }

        private @Nullable Filter filter(@Nullable Object text) {
            if (text == null) {
                LOG.info(
                        "Bundle {} has an edge listener without {}, which is subscribed to nothing;"
                                + " lines are named there, such as (gpiod.name=door)",
                        bundle,
                        EdgeListener.TARGET);
                return null;
            }
            try {
                return context.createFilter(text.toString());
            } catch (InvalidSyntaxException e) {
                LOG.error(
                        "Bundle {} has an edge listener that is subscribed to nothing, for its {} is"
                                + " '{}'; give a filter such as (gpiod.name=door)",
                        bundle,
                        EdgeListener.TARGET,
                        text);
                return null;
            }
        }

        /** Call with the lock held. */
        void match(ServiceReference<Lines> which, Lines lines) {
            EdgeListener service = listener;
            Filter wanted = filter;
            if (service == null || wanted == null || !wanted.match(which)) {
                Subscription unwanted = subscriptions.remove(which);
                if (unwanted != null) {
                    unwanted.close();
                }
            } else if (!subscriptions.containsKey(which)) {
                try {
                    subscriptions.put(which, lines.subscribe(service));
                } catch (GpiodException | RequestReleasedException e) {
                    // The lines are about to go, or were never any good.
                    LOG.warn("A listener of bundle {} hears nothing: {}", bundle, e.getMessage());
                }
            }
        }

        void end() {
            locked(() -> {
                ended = true;
                listenings.remove(this);
                subscriptions.values().forEach(Subscription::close);
                subscriptions.clear();
            });
            if (got != null) {
                context.ungetService(reference);
            }
        }
    }

    private final class ComingListeners
            implements ServiceTrackerCustomizer<EdgeListener, Listening> {
        @Override
        public Listening addingService(ServiceReference<EdgeListener> reference) {
            Listening listening = new Listening(reference);
            locked(() -> listenings.add(listening));
            listening.update();
            return listening;
        }

        @Override
        public void modifiedService(ServiceReference<EdgeListener> reference, Listening listening) {
            listening.update();
        }

        @Override
        public void removedService(ServiceReference<EdgeListener> reference, Listening listening) {
            listening.end();
        }
    }

    private final class ComingLines implements ServiceTrackerCustomizer<Lines, Lines> {
        @Override
        public @Nullable Lines addingService(ServiceReference<Lines> reference) {
            Lines lines = context.getService(reference);
            if (lines != null) {
                locked(() -> {
                    present.put(reference, lines);
                    matchAll(reference, lines);
                });
            }
            return lines;
        }

        @Override
        public void modifiedService(ServiceReference<Lines> reference, Lines lines) {
            locked(() -> {
                if (present.containsKey(reference)) {
                    matchAll(reference, lines);
                }
            });
        }

        private void matchAll(ServiceReference<Lines> reference, Lines lines) {
            listenings.forEach(listening -> listening.match(reference, lines));
        }

        /** The subscriptions end with the service, after a word on the end of its chip. */
        @Override
        public void removedService(ServiceReference<Lines> reference, Lines lines) {
            locked(() -> {
                present.remove(reference);
                listenings.forEach(listening -> listening.subscriptions.remove(reference));
            });
            context.ungetService(reference);
        }
    }
}
