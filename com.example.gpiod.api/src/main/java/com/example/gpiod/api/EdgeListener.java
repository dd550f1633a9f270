package com.example.gpiod.api;

import org.osgi.annotation.versioning.ConsumerType;

import java.io.IOException;

/**
 * Is told of the edges of requested lines; see {@link Lines#subscribe}. Or it is registered as an
 * OSGi service with the property {@value #TARGET}: then it is subscribed to each matching {@link
 * Lines} service while there are both.
 *
 * <p>The methods are called on a thread of the library's, never on the one that reads from the
 * kernel: a listener may block, release the request, close its subscription or throw. What it
 * throws is logged and counted, and harms nobody else.
 *
 * <p><b>Synchronization:</b> none required; the calls for one subscription come one after the
 * other, in the order of the events, and each sees what the one before it wrote. A listener that
 * subscribes several times is called by several threads at once.
 */
@ConsumerType
@FunctionalInterface
public interface EdgeListener {
    /**
     * Service property of a listener: which lines it listens to, as a filter over the properties of
     * {@link Lines} services, such as {@code (gpiod.name=door)} ({@code String}). A listener without
     * it is subscribed to nothing.
     */
    String TARGET = "gpiod.lines.target";

    /**
     * Called for each edge.
     *
     * @param event the edge
     * @throws IOException if what the listener does fails; logged and counted like all that it
     *     throws. So it can set other lines as it stands.
     */
    void onEdge(EdgeEvent event) throws IOException;

    /**
     * Called once, before the first edge, for a subscription that asked for it; see {@link
     * Lines#subscribeFromNow}. Does nothing unless overridden.
     *
     * @param values values of all lines of the request when the subscription began: bit <em>i</em>
     *     is the <em>i</em>-th line, 1 is active
     * @throws IOException if what the listener does fails; logged and counted like all that it
     *     throws
     */
    default void onInitialValues(long values) throws IOException {}

    /**
     * Called when edges were lost on the way, before the first event after the gap: the kernel's
     * buffer overflowed, or the queue of this subscription did because the listener was slower than
     * the edges. The oldest are dropped. Does nothing unless overridden.
     *
     * @param count how many edges were lost since the last call, at least 1
     */
    default void onLost(long count) {}

    /**
     * Called once, after the last event, when the chip of the lines went away (unplugged, driver
     * unbound). Not called when the request was released or the subscription closed. If the {@link
     * Lines} service goes before all events were told, the rest is dropped, told as lost, and then
     * this is called. Does nothing unless overridden.
     *
     * @param reason what happened
     */
    default void onGone(GpiodException reason) {}
}
