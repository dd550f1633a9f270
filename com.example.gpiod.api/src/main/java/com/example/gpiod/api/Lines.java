package com.example.gpiod.api;

import org.osgi.annotation.versioning.ProviderType;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Flow;

/**
 * Requested lines: their values and their edges.
 *
 * <p>As an OSGi service it stands for a configuration with the factory PID {@value #FACTORY_PID}:
 * registered while the lines are held, with the properties {@value #NAME}, {@value #CHIP_NAME},
 * {@value #CHIP_LABEL}, {@value #LINES} and {@value #OFFSETS} to target. Its holder cannot release
 * the lines; that happens when the configuration goes. Subscriptions made through the service end
 * when the bundle gives the service back.
 *
 * <p>Values are logical: {@code true} is active. A mask has a bit for each line, bit <em>i</em> for
 * the <em>i</em>-th line of the request; bits above the number of lines must be 0. However many
 * lines a call names, it is one call of the kernel's.
 *
 * <p><b>Synchronization:</b> none required; thread-safe. Each call is atomic to the extent that the
 * driver's hardware access is.
 */
@ProviderType
public interface Lines {
    /** Factory PID of the configurations that become services of this type. */
    String FACTORY_PID = "com.example.gpiod.lines";

    /** Service property: name of the request ({@code String}). */
    String NAME = "gpiod.name";

    /** Service property: name of the chip ({@code String}). */
    String CHIP_NAME = "gpiod.chip.name";

    /** Service property: label of the chip ({@code String}). */
    String CHIP_LABEL = "gpiod.chip.label";

    /** Service property: names of the lines, empty for unnamed ones ({@code String[]}). */
    String LINES = "gpiod.lines";

    /** Service property: offsets of the lines ({@code Integer[]}). */
    String OFFSETS = "gpiod.offsets";

    /**
     * Service property: how many edges a second go to the EventAdmin at most ({@code Integer}); absent
     * if none do. See {@link EdgeTopic}.
     */
    String EVENT_RATE = "gpiod.event.rate";

    /**
     * Service property: whether operators may set the outputs by hand, for example on a page; there
     * when the configuration says so ({@code Boolean}).
     */
    String OPERATOR = "gpiod.operator";

    /**
     * Returns the chip of the lines, as it was when they were requested.
     *
     * @return the chip
     */
    ChipInfo chip();

    /**
     * Returns the offsets of the lines.
     *
     * @return unmodifiable list in the order of the request
     */
    List<Integer> offsets();

    /**
     * Returns the names of the lines.
     *
     * @return unmodifiable list in the order of the request, empty texts for unnamed lines
     */
    List<String> names();

    /**
     * Returns how the lines were named when they were requested.
     *
     * @return unmodifiable list in the order of the request
     */
    List<LineKey> keys();

    /**
     * Returns the settings that a line has now. The output value of an output is the one that it
     * was given last, so {@code settings(3).toBuilder()} is how to change one thing and keep the
     * rest.
     *
     * @param offset offset of a line of this request
     * @return its settings
     * @throws IllegalArgumentException if the line is none of this request
     */
    LineSettings settings(int offset);

    /**
     * Returns the mask of some lines.
     *
     * @param keys names or offsets of lines of this request; a name of several lines means the one
     *     that was requested by it, or else the first; a number that is no name means the offset
     * @return a bit for each of them
     * @throws IllegalArgumentException if one of them is none of this request, or if there is none
     */
    long mask(Collection<LineKey> keys);

    /**
     * Reads a line.
     *
     * @param offset offset of a line of this request
     * @return {@code true} if it is active
     * @throws IllegalArgumentException if the line is none of this request
     * @throws RequestReleasedException if the request was released
     * @throws GpiodException if the kernel refuses; {@link GpiodException.Reason#GONE} when the
     *     chip went away
     */
    boolean get(int offset) throws GpiodException;

    /**
     * Reads a line.
     *
     * @param name name of a line of this request, as for {@link #mask}
     * @return {@code true} if it is active
     * @throws IllegalArgumentException if the line is none of this request
     * @throws RequestReleasedException if the request was released
     * @throws GpiodException if the kernel refuses
     */
    boolean get(String name) throws GpiodException;

    /**
     * Reads several lines at once.
     *
     * @param mask lines to read
     * @return their values, 0 for the lines that are not in the mask
     * @throws IllegalArgumentException if the mask is 0 or has bits above the number of lines
     * @throws RequestReleasedException if the request was released
     * @throws GpiodException if the kernel refuses
     */
    long getMask(long mask) throws GpiodException;

    /**
     * Reads several lines at once.
     *
     * @param keys names or offsets of lines of this request, as for {@link #mask}
     * @return their values in the order of the keys, {@code true} for active; unmodifiable
     * @throws IllegalArgumentException if one of them is none of this request, or if there is none
     * @throws RequestReleasedException if the request was released
     * @throws GpiodException if the kernel refuses
     */
    List<Boolean> get(List<LineKey> keys) throws GpiodException;

    /**
     * Sets an output line.
     *
     * @param offset offset of a line of this request
     * @param active {@code true} for active
     * @throws IllegalArgumentException if the line is none of this request
     * @throws RequestReleasedException if the request was released
     * @throws GpiodException if the kernel refuses; {@link GpiodException.Reason#PERMISSION} for an
     *     input
     */
    void set(int offset, boolean active) throws GpiodException;

    /**
     * Sets an output line.
     *
     * @param name name of a line of this request, as for {@link #mask}
     * @param active {@code true} for active
     * @throws IllegalArgumentException if the line is none of this request
     * @throws RequestReleasedException if the request was released
     * @throws GpiodException if the kernel refuses; {@link GpiodException.Reason#PERMISSION} for an
     *     input
     */
    void set(String name, boolean active) throws GpiodException;

    /**
     * Sets several output lines at once.
     *
     * @param mask lines to set
     * @param values their values; bits outside of the mask are ignored
     * @throws IllegalArgumentException if the mask is 0 or has bits above the number of lines
     * @throws RequestReleasedException if the request was released
     * @throws GpiodException if the kernel refuses; {@link GpiodException.Reason#PERMISSION} if one
     *     of them is an input, and then none is set
     */
    void setMask(long mask, long values) throws GpiodException;

    /**
     * Sets several output lines at once.
     *
     * @param values values by name or offset of the line, as for {@link #mask}; {@code true} for
     *     active
     * @throws IllegalArgumentException if one of them is none of this request, if two keys mean one
     *     line, or if there is none
     * @throws RequestReleasedException if the request was released
     * @throws GpiodException if the kernel refuses; {@link GpiodException.Reason#PERMISSION} if one
     *     of them is an input, and then none is set
     */
    void set(Map<LineKey, Boolean> values) throws GpiodException;

    /**
     * Gives lines new settings, without releasing them. Lines that are not named keep their
     * settings, and outputs among them the value that they were given last, on every kernel. A line
     * that is named with all defaults ({@code LineSettings.builder().build()}) stays as it is, too.
     * An output that is named gets the output value of its new settings; see {@link #settings} for
     * how to keep the present one. When the kernel refuses, all lines are given their former
     * settings again, but for those that were requested as they were: what those are is not known.
     *
     * <p>Events that the kernel has already queued stay in the queue.
     *
     * @param settings new settings by name or offset of the line, as for {@link #mask}
     * @return the keys that are no line of this request, unmodifiable; normally empty. The other
     *     lines got their settings all the same (as libgpiod's Python bindings do), and the log has
     *     a warning.
     * @throws IllegalArgumentException if two keys mean one line, or if settings with direction
     *     {@link Direction#AS_IS} and without edges ask for more than the defaults; then nothing
     *     was changed
     * @throws RequestReleasedException if the request was released
     * @throws GpiodException if the kernel refuses; {@link GpiodException.Reason#LIMIT} if there
     *     are more different settings than it can take
     */
    Set<LineKey> reconfigure(Map<LineKey, LineSettings> settings) throws GpiodException;

    /**
     * Has a listener called for the edges of these lines; for lines without edge detection it never
     * is. The kernel keeps the edges since the request for the first subscriber, as many as its
     * buffer holds; each further one gets the edges that are read after it subscribed. Between a
     * subscription and a listener there is a bounded queue; when it is full the oldest event is
     * dropped and {@link EdgeListener#onLost} tells.
     *
     * @param listener is called
     * @return the subscription
     * @throws RequestReleasedException if the request was released
     * @throws GpiodException if the kernel refuses, or if the chip went away
     */
    Subscription subscribe(EdgeListener listener) throws GpiodException;

    /**
     * Has a listener called as {@link #subscribe} does, but from now on: first it gets the present
     * values of all lines ({@link EdgeListener#onInitialValues}), then the edges since they were
     * read. No change is missed in between. An edge that came in the very moment of reading may be
     * told although the values show it already; after the last edge they are right. Edges of before
     * that the kernel has kept are dropped, and not counted as lost.
     *
     * @param listener is called
     * @return the subscription
     * @throws RequestReleasedException if the request was released
     * @throws GpiodException if the kernel refuses, or if the chip went away
     */
    Subscription subscribeFromNow(EdgeListener listener) throws GpiodException;

    /**
     * Claims the lines for writing. Any number of users may read and listen; of those who set and
     * reconfigure, the last wins. Until the claim is closed only this {@code Lines} object may: what
     * all others try fails with {@link GpiodException.Reason#BUSY} and the name of the claimer, and
     * changes nothing. The configuration stands above it: what it says when it is changed, and its
     * values on release, is done whoever claimed the lines.
     *
     * @return the claim, to be closed
     * @throws RequestReleasedException if the request was released
     * @throws GpiodException {@link GpiodException.Reason#BUSY} if the lines are claimed already,
     *     also by this object
     */
    LinesClaim claim() throws GpiodException;

    /**
     * Says how the request fares, to all of its users; after its release, how it fared.
     *
     * @return a snapshot
     */
    RequestStatistics statistics();

    /**
     * Returns the edges of these lines as a stream with back-pressure, for whatever takes a {@link
     * Flow.Publisher}. It keeps the rules of Reactive Streams:
     *
     * <ul>
     *   <li>Each subscriber gets what a listener would get, when it asks for it. What it did not ask
     *       for yet waits in a bounded queue, which drops the oldest when it is full.
     *   <li>The {@link Flow.Subscription} that it is given is a {@link Subscription}, too, whose
     *       {@link Subscription#lost()} tells how many events it did not get.
     *   <li>{@code onComplete} comes after the last event when the request is released, and when the
     *       bundle gives the service back: then what is in the queue is dropped, and counted as lost.
     *   <li>{@code onError} comes with a {@link GpiodException} after the last event when the chip
     *       went away, with a {@link RequestReleasedException} when it was too late to subscribe, and
     *       with an {@link IllegalArgumentException} when fewer than one event was asked for.
     *   <li>What {@code onSubscribe} and {@code onNext} throw is logged, and cancels the subscription.
     * </ul>
     *
     * <p>A subscriber is called as a listener is: on a thread of the library's, one call after the
     * other.
     *
     * @return a publisher for any number of subscribers
     */
    Flow.Publisher<EdgeEvent> publisher();
}
