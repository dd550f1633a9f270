package com.example.gpiod.impl.ds;

import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.api.Subscription;
import com.example.gpiod.impl.core.LinesView;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.EventAdmin;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the edges of our {@link Lines} services posted that have {@link Lines#EVENT_RATE}. There only
 * while there is an EventAdmin: nothing else of this bundle needs its package, which is imported
 * optionally.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@Component(service = {})
public final class EventTopics {
    private static final Logger LOG = LoggerFactory.getLogger(EventTopics.class);

    private final BundleContext context;
    private final EventAdmin admin;
    private final ServiceTracker<Lines, Posting> tracker;

    @Activate
    public EventTopics(BundleContext context, @Reference EventAdmin admin)
            throws InvalidSyntaxException {
        this.context = context;
        this.admin = admin;
        // Whoever else has such services has views of another kind.
        String ours = "(&(" + Constants.OBJECTCLASS + "=" + Lines.class.getName() + ")("
                + Constants.SERVICE_BUNDLEID + "=" + context.getBundle().getBundleId() + "))";
        tracker = new ServiceTracker<>(context, context.createFilter(ours), new OurLines());
    }

    @Activate
    void open() {
        tracker.open();
    }

    @Deactivate
    void close() {
        tracker.close();
    }

    /** Lines, with what posts their edges, if anything does. */
    private final class Posting {
        private final ServiceReference<Lines> reference;
        private final LinesView lines;

        private @Nullable EdgePoster poster;
        private @Nullable Subscription subscription;

        Posting(ServiceReference<Lines> reference, LinesView lines) {
            this.reference = reference;
            this.lines = lines;
        }

        synchronized void update() {
            String name = String.valueOf(reference.getProperty(Lines.NAME));
            Object rate = reference.getProperty(Lines.EVENT_RATE);
            if (rate == null) {
                end();
            } else if (poster == null || !poster.posts(name, (Integer) rate)) {
                end();
                begin(new EdgePoster(admin, lines, name, (Integer) rate), (Integer) rate);
            }
        }

        private void begin(EdgePoster next, int rate) {
            try {
                // No more than a second's worth is ever behind.
                subscription = lines.subscribe(next, rate);
                poster = next;
            } catch (GpiodException | RequestReleasedException e) {
                LOG.warn("Edges are not posted: {}", e.getMessage());
            }
        }

        synchronized void end() {
            if (subscription != null) {
                subscription.close();
                subscription = null;
            }
            if (poster != null) {
                poster.end();
                poster = null;
            }
        }
    }

    private final class OurLines implements ServiceTrackerCustomizer<Lines, Posting> {
        @Override
        public @Nullable Posting addingService(ServiceReference<Lines> reference) {
            Lines lines = context.getService(reference);
            if (lines == null) {
                return null;
            }
            Posting posting = new Posting(reference, (LinesView) lines);
            posting.update();
            return posting;
        }

        @Override
        public void modifiedService(ServiceReference<Lines> reference, Posting posting) {
            posting.update();
        }

        @Override
        public void removedService(ServiceReference<Lines> reference, Posting posting) {
            posting.end();
            context.ungetService(reference);
        }
    }
}
