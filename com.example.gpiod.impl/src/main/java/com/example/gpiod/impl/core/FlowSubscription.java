package com.example.gpiod.impl.core;

import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.Subscription;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * One subscriber of a stream of edges, as Reactive Streams want it. Between it and the lines is a
 * queue as a listener has one, which holds the events until they are asked for.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class FlowSubscription implements Flow.Subscription, Subscription, Target<EdgeEvent> {
    /** Where the edges come from. */
    @FunctionalInterface
    interface Source {
        void subscribe(FlowSubscription target) throws GpiodException;
    }

    private final Flow.Subscriber<? super EdgeEvent> subscriber;

    /** Null until it begins, and for ever if it is refused. */
    private volatile @Nullable EventSubscription<EdgeEvent> queue;

    private FlowSubscription(Flow.Subscriber<? super EdgeEvent> subscriber) {
        this.subscriber = subscriber;
    }

    /** Subscribes; a refusal, too, is told to the subscriber and not to the caller. */
    static void open(Flow.Subscriber<? super EdgeEvent> subscriber, Source source) {
        FlowSubscription subscription =
                new FlowSubscription(Objects.requireNonNull(subscriber, "subscriber"));
        try {
            source.subscribe(subscription);
        } catch (GpiodException | IllegalStateException e) {
            subscriber.onSubscribe(subscription);
            subscriber.onError(e);
        }
    }

    /** Takes over the queue; returns the first call of the subscriber. */
    EventSubscription.Call begin(EventSubscription<EdgeEvent> edges) {
        queue = edges;
        edges.waitForDemand(subscriber::onComplete);
        return () -> cancelIfFailed(() -> subscriber.onSubscribe(this));
    }

    @Override
    public void event(EdgeEvent event) {
        cancelIfFailed(() -> subscriber.onNext(event));
    }

    /** What it throws is logged and counted by the queue. */
    private void cancelIfFailed(Runnable call) {
        boolean done = false;
        try {
            call.run();
            done = true;
        } finally {
            if (!done) {
                cancel();
            }
        }
    }

    /** Reactive Streams have no word for it: {@link #lost()} tells. */
    @Override
    public void lost(long count) {}

    @Override
    public void gone(GpiodException reason) {
        subscriber.onError(reason);
    }

    @Override
    public void request(long count) {
        EventSubscription<EdgeEvent> edges = queue;
        if (edges == null) {
            return;
        }
        if (count > 0) {
            edges.request(count);
        } else {
            edges.endWith(() -> subscriber.onError(
                    new IllegalArgumentException("request must be for at least 1 event, not "
                            + count + " (Reactive Streams, rule 3.9)")));
        }
    }

    @Override
    public void cancel() {
        EventSubscription<EdgeEvent> edges = queue;
        if (edges != null) {
            edges.close();
        }
    }

    @Override
    public void close() {
        cancel();
    }

    @Override
    public long lost() {
        EventSubscription<EdgeEvent> edges = queue;
        return edges == null ? 0 : edges.lost();
    }

    @Override
    public long failures() {
        EventSubscription<EdgeEvent> edges = queue;
        return edges == null ? 0 : edges.failures();
    }

    @Override
    public String listener() {
        return subscriber.getClass().getName();
    }

    @Override
    public String toString() {
        return "Edge subscriber " + listener();
    }
}
