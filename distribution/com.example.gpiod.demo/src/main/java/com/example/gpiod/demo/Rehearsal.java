package com.example.gpiod.demo;

import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends the framework after the seconds that the property {@value #SECONDS} says, if it says any:
 * with exit status 0 when the demo did what it should, else with 1 and the reason.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@Component(
        service = {},
        immediate = true)
public final class Rehearsal {
    static final String SECONDS = "gpiod.demo.seconds";

    /** Generous: an emulated processor takes most of a minute to get there. */
    private static final long START_SECONDS = 120;

    private static final long LAST_EDGE_SECONDS = 10;

    private final CompletableFuture<Finger> finger = new CompletableFuture<>();
    private final Thread thread;

    /**
     * Starts the clock when the demo is rehearsed.
     *
     * @param context says whether
     */
    @Activate
    public Rehearsal(BundleContext context) {
        int seconds = seconds(context);
        thread = new Thread(() -> rehearse(seconds), "rehearsal");
        thread.setDaemon(true);
        if (seconds > 0) {
            thread.start();
        }
    }

    static int seconds(BundleContext context) {
        String seconds = context.getProperty(SECONDS);
        return seconds == null ? 0 : Integer.parseInt(seconds);
    }

    /**
     * The rest of the demo is there.
     *
     * @param arrived what presses the button
     */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    public void bindFinger(Finger arrived) {
        finger.complete(arrived);
    }

    /**
     * The lines went away; what was done and seen until then counts.
     *
     * @param gone what pressed the button
     */
    public void unbindFinger(Finger gone) {}

    private void rehearse(int seconds) {
        try {
            Finger found = finger.get(START_SECONDS, TimeUnit.SECONDS);
            TimeUnit.SECONDS.sleep(seconds);
            found.stop();
            Outcome outcome = awaitLastEdge(found);
            end(outcome.fault(), outcome.toString());
        } catch (TimeoutException e) {
            end(
                    Optional.of(
                            "after " + START_SECONDS
                                    + " s the lines \"led\" and \"button\" of a simulated chip are still not both there; see the log"),
                    "");
        } catch (InterruptedException e) {
            // Somebody else ends the framework.
        } catch (Exception e) {
            end(Optional.of(e.toString()), "");
        }
    }

    private static Outcome awaitLastEdge(Finger finger) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LAST_EDGE_SECONDS);
        Outcome outcome = finger.outcome();
        while (outcome.seen().size() < outcome.provoked().size() && System.nanoTime() < deadline) {
            Thread.sleep(20);
            outcome = finger.outcome();
        }
        return outcome;
    }

    private static void end(Optional<String> fault, String outcome) {
        System.out.println("demo: " + fault.map(text -> "FAILED: " + text).orElse(outcome));
        // Felix's shutdown hook stops the framework in order.
        System.exit(fault.isPresent() ? 1 : 0);
    }

    /** Stops the clock. */
    @Deactivate
    public void stop() {
        thread.interrupt();
    }
}
