package com.example.gpiod.api;

import java.util.List;
import java.util.Objects;

/**
 * How a request fares, since it was made.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 *
 * @param events edges that were read from the kernel
 * @param lost edges that the kernel's buffer dropped, as far as was seen
 * @param subscriptions the subscriptions that there are now, in the order in which they were made
 */
public record RequestStatistics(
        long events, long lost, List<SubscriptionStatistics> subscriptions) {
    /**
     * Makes a snapshot; copies the list.
     *
     * @param events edges that were read
     * @param lost edges that were dropped in the kernel
     * @param subscriptions the present subscriptions
     * @throws NullPointerException if {@code subscriptions} is null
     */
    public RequestStatistics {
        Objects.requireNonNull(subscriptions, "subscriptions");
        subscriptions = List.copyOf(subscriptions);
    }
}
