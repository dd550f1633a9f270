package com.example.gpiod.shell;

import com.example.gpiod.api.Lines;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The configurations that are in effect are those with a service {@link Lines}. */
final class ServiceConfigurations implements Configurations {
    private final BundleContext context;

    ServiceConfigurations(BundleContext context) {
        this.context = context;
    }

    @Override
    public Optional<Configured> holding(Target target) {
        try {
            for (ServiceReference<Lines> reference :
                    context.getServiceReferences(Lines.class, null)) {
                if (holds(reference, target)) {
                    ServiceObjects<Lines> objects = context.getServiceObjects(reference);
                    // Both are null for a service that has just gone.
                    Lines lines = objects == null ? null : objects.getService();
                    if (lines != null) {
                        return Optional.of(new Service(reference, objects, lines));
                    }
                }
            }
            return Optional.empty();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter was given", e);
        }
    }

    private static boolean holds(ServiceReference<Lines> reference, Target target) {
        return target.chip().name().equals(reference.getProperty(Lines.CHIP_NAME))
                && reference.getProperty(Lines.OFFSETS) instanceof Integer[] offsets
                && Arrays.asList(offsets).contains(target.offset());
    }

    /** A service that is in use; an object of our own, so that its subscriptions are, too. */
    private final class Service implements Configured {
        private final ServiceReference<Lines> reference;
        private final ServiceObjects<Lines> objects;
        private final Lines lines;
        private final List<ServiceListener> listeners = new ArrayList<>();

        Service(ServiceReference<Lines> reference, ServiceObjects<Lines> objects, Lines lines) {
            this.reference = reference;
            this.objects = objects;
            this.lines = lines;
        }

        @Override
        public String name() {
            return String.valueOf(reference.getProperty(Lines.NAME));
        }

        @Override
        public Lines lines() {
            return lines;
        }

        @Override
        public void onEnd(Runnable told) {
            ServiceListener listener = event -> {
                if (event.getType() == ServiceEvent.UNREGISTERING
                        && event.getServiceReference().equals(reference)) {
                    told.run();
                }
            };
            listeners.add(listener);
            try {
                context.addServiceListener(
                        listener,
                        "(" + Constants.SERVICE_ID + "="
                                + reference.getProperty(Constants.SERVICE_ID) + ")");
            } catch (InvalidSyntaxException e) {
                throw new IllegalStateException("the id of a service is a number", e);
            }
            // It may have gone before the listener came.
            if (reference.getBundle() == null) {
                told.run();
            }
        }

        @Override
        public void close() {
            // All of this ends by itself when the framework stops this bundle.
            try {
                listeners.forEach(context::removeServiceListener);
                objects.ungetService(lines);
            } catch (IllegalStateException e) {
                return;
            }
        }
    }
}
