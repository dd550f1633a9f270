package com.example.gpiod.impl.core;

import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.RequestReleasedException;

import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.stream.LongStream;

/**
 * The rules that Reactive Streams have for publishers and their subscriptions, as their own kit tests
 * them: over queues as the subscribers of lines have them. The kit's tests are TestNG's.
 */
public class ReactiveStreamsRulesTest extends FlowPublisherVerification<EdgeEvent> {
    /** More than any rule takes. */
    private static final long MANY = 1000;

    private static final long PATIENCE_MILLIS = 5000;
    private static final long SILENCE_MILLIS = 100;

    private final ExecutorService executor = Executors.newCachedThreadPool();

    public ReactiveStreamsRulesTest() {
        super(new TestEnvironment(PATIENCE_MILLIS, SILENCE_MILLIS), PATIENCE_MILLIS);
    }

    @AfterClass
    public void stop() {
        executor.shutdownNow();
    }

    /** As if these were the edges before the request is released. */
    @Override
    public Flow.Publisher<EdgeEvent> createFlowPublisher(long elements) {
        return subscriber -> FlowSubscription.open(subscriber, stream -> {
            EventSubscription<EdgeEvent> subscription =
                    new EventSubscription<>(stream, executor, closed -> {});
            subscription.begin(stream.begin(subscription));
            subscription.offer(events(Math.min(elements, MANY)), 0, false);
            if (elements <= MANY) {
                subscription.end();
            }
        });
    }

    private static List<EdgeEvent> events(long count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(n -> new EdgeEvent(EdgeEvent.Type.RISING, n, 0, n, n))
                .toList();
    }

    @Override
    public Flow.Publisher<EdgeEvent> createFailedFlowPublisher() {
        return subscriber -> FlowSubscription.open(subscriber, stream -> {
            throw new RequestReleasedException("released");
        });
    }

    // What the kit cannot test, and would count as skipped: so these are no tests.

    @Override
    @Test(enabled = false)
    public void
            untested_spec106_mustConsiderSubscriptionCancelledAfterOnErrorOrOnCompleteHasBeenCalled() {}

    @Override
    @Test(enabled = false)
    public void untested_spec107_mustNotEmitFurtherSignalsOnceOnErrorHasBeenSignalled() {}

    @Override
    @Test(enabled = false)
    public void
            untested_spec108_possiblyCanceledSubscriptionShouldNotReceiveOnErrorOrOnCompleteSignals() {}

    @Override
    @Test(enabled = false)
    public void untested_spec109_subscribeShouldNotThrowNonFatalThrowable() {}

    @Override
    @Test(enabled = false)
    public void untested_spec110_rejectASubscriptionRequestIfTheSameSubscriberSubscribesTwice() {}

    @Override
    @Test(enabled = false)
    public void untested_spec304_requestShouldNotPerformHeavyComputations() {}

    @Override
    @Test(enabled = false)
    public void untested_spec305_cancelMustNotSynchronouslyPerformHeavyComputation() {}
}
