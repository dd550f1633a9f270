package com.example.gpiod.impl.ds;

import com.example.gpiod.api.ConfigurationStatus;
import com.example.gpiod.api.GpiodStatus;
import com.example.gpiod.api.RequestStatus;
import com.example.gpiod.api.SubscriptionStatistics;

import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What JMX shows of {@link GpiodStatus}: numbers and texts only, for consoles and exporters that know
 * none of our classes. Public, as JMX wants it.
 */
public interface GpioMXBean {
    /** Requests that are held, by chip and offsets, such as {@code gpiochip0:4,17}. */
    Map<String, Request> getRequests();

    /** Configurations by PID. */
    Map<String, Configuration> getConfigurations();

    /** A request that is held. */
    final class Request {
        private final RequestStatus status;

        Request(RequestStatus status) {
            this.status = status;
        }

        /** Bundle or configuration. */
        public String getHolder() {
            return status.holder();
        }

        public String getConsumer() {
            return status.consumer();
        }

        public String getChip() {
            return status.chip().name();
        }

        public String getLabel() {
            return status.chip().label();
        }

        public List<Integer> getOffsets() {
            return status.offsets();
        }

        public List<String> getNames() {
            return status.names();
        }

        /** The bundle that claimed the lines, or empty. */
        public String getWriter() {
            return status.writer();
        }

        public String getLastWriter() {
            return status.lastWriter();
        }

        public long getEvents() {
            return status.statistics().events();
        }

        /** Edges that the kernel's buffer dropped. */
        public long getLost() {
            return status.statistics().lost();
        }

        public int getListeners() {
            return subscriptions().size();
        }

        /** Events that wait for listeners. */
        public long getListenersQueued() {
            return sum(SubscriptionStatistics::queued);
        }

        /** Events that listeners did not get, those of {@link #getLost} included. */
        public long getListenersLost() {
            return sum(SubscriptionStatistics::lost);
        }

        public long getListenersCalls() {
            return sum(SubscriptionStatistics::calls);
        }

        public long getListenersFailures() {
            return sum(SubscriptionStatistics::failures);
        }

        public long getListenersBusyNanos() {
            return sum(SubscriptionStatistics::busyNanos);
        }

        public long getListenersLongestNanos() {
            return subscriptions().stream()
                    .mapToLong(SubscriptionStatistics::longestNanos)
                    .max()
                    .orElse(0);
        }

        private List<SubscriptionStatistics> subscriptions() {
            return status.statistics().subscriptions();
        }

        private long sum(ToLongFunction<SubscriptionStatistics> what) {
            return subscriptions().stream().mapToLong(what).sum();
        }
    }

    /** A configuration, and what became of it. */
    final class Configuration {
        private final ConfigurationStatus status;

        Configuration(ConfigurationStatus status) {
            this.status = status;
        }

        public String getName() {
            return status.name();
        }

        /** As {@link ConfigurationStatus.State}. */
        public String getState() {
            return status.state().name();
        }

        public String getReason() {
            return status.reason();
        }
    }
}
