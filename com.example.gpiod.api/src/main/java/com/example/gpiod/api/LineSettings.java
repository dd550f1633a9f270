package com.example.gpiod.api;

import java.time.Duration;
import java.util.Objects;

/**
 * How a line is to be set up. The defaults are libgpiod's: direction and bias as they are, no
 * edges, push-pull, active-high, no debounce, monotonic clock, inactive.
 *
 * <p>Only combinations that the kernel takes can be made. A line with edge detection and direction
 * {@link Direction#AS_IS} becomes an input.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 *
 * @param direction direction
 * @param edge edges to report; inputs only
 * @param bias bias, anything but {@link Bias#UNKNOWN}; needs a direction
 * @param drive drive; other than {@link Drive#PUSH_PULL} for outputs only
 * @param activeLow whether active is electrically low
 * @param debounce debounce period, 0 to 4294967295 whole microseconds, 0 for none; inputs only. The
 *     kernel stamps a debounced edge after the period, and debounces values that are read, too.
 * @param eventClock clock that stamps edge events
 * @param outputValue value that an output gets when it is requested, {@code true} for active
 */
public record LineSettings(
        Direction direction,
        Edge edge,
        Bias bias,
        Drive drive,
        boolean activeLow,
        Duration debounce,
        EventClock eventClock,
        boolean outputValue) {

    private static final Duration MAX_DEBOUNCE = Duration.ofNanos(0xFFFF_FFFFL * 1000);

    /**
     * Makes settings; {@link #builder()} reads better.
     *
     * @param direction direction
     * @param edge edges to report
     * @param bias bias
     * @param drive drive
     * @param activeLow whether active is electrically low
     * @param debounce debounce period
     * @param eventClock clock that stamps edge events
     * @param outputValue value that an output gets when it is requested
     * @throws IllegalArgumentException if the kernel would refuse the combination
     */
    public LineSettings {
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(edge, "edge");
        Objects.requireNonNull(bias, "bias");
        Objects.requireNonNull(drive, "drive");
        Objects.requireNonNull(debounce, "debounce");
        Objects.requireNonNull(eventClock, "eventClock");
        if (direction == Direction.OUTPUT && edge != Edge.NONE) {
            throw new IllegalArgumentException(
                    "edge " + edge + " needs direction INPUT, not OUTPUT");
        }
        if (bias == Bias.UNKNOWN) {
            throw new IllegalArgumentException(
                    "bias UNKNOWN cannot be set; use AS_IS, DISABLED, PULL_UP or PULL_DOWN");
        }
        Direction effective =
                direction == Direction.AS_IS && edge != Edge.NONE ? Direction.INPUT : direction;
        if (bias != Bias.AS_IS && effective == Direction.AS_IS) {
            throw new IllegalArgumentException(
                    "bias " + bias + " needs direction INPUT or OUTPUT, not AS_IS");
        }
        if (drive != Drive.PUSH_PULL && effective != Direction.OUTPUT) {
            throw new IllegalArgumentException(
                    "drive " + drive + " needs direction OUTPUT, not " + effective);
        }
        if (debounce.isNegative() || debounce.compareTo(MAX_DEBOUNCE) > 0) {
            throw new IllegalArgumentException(
                    "debounce must be between 0 and 4294967295 microseconds, not " + debounce);
        }
        if (debounce.toNanos() % 1000 != 0) {
            throw new IllegalArgumentException(
                    "debounce must be whole microseconds, not " + debounce.toNanos() + " ns");
        }
        if (!debounce.isZero() && effective != Direction.INPUT) {
            throw new IllegalArgumentException("debounce needs direction INPUT, not " + effective);
        }
    }

    /**
     * Begins with the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Begins with the defaults and direction {@link Direction#INPUT}.
     *
     * @return a new builder
     */
    public static Builder input() {
        return builder().direction(Direction.INPUT);
    }

    /**
     * Begins with the defaults and direction {@link Direction#OUTPUT}.
     *
     * @param value value that the output gets when it is requested, {@code true} for active
     * @return a new builder
     */
    public static Builder output(boolean value) {
        return builder().direction(Direction.OUTPUT).outputValue(value);
    }

    /**
     * Begins with these settings.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return builder()
                .direction(direction)
                .edge(edge)
                .bias(bias)
                .drive(drive)
                .activeLow(activeLow)
                .debounce(debounce)
                .eventClock(eventClock)
                .outputValue(outputValue);
    }

    /**
     * Collects settings.
     *
     * <p><b>Synchronization:</b> external synchronization required.
     */
    public static final class Builder {
        private Direction direction = Direction.AS_IS;
        private Edge edge = Edge.NONE;
        private Bias bias = Bias.AS_IS;
        private Drive drive = Drive.PUSH_PULL;
        private boolean activeLow;
        private Duration debounce = Duration.ZERO;
        private EventClock eventClock = EventClock.MONOTONIC;
        private boolean outputValue;

        private Builder() {}

        /**
         * Sets the direction.
         *
         * @param direction direction
         * @return this
         */
        public Builder direction(Direction direction) {
            this.direction = Objects.requireNonNull(direction, "direction");
            return this;
        }

        /**
         * Sets the edges to report.
         *
         * @param edge edges
         * @return this
         */
        public Builder edge(Edge edge) {
            this.edge = Objects.requireNonNull(edge, "edge");
            return this;
        }

        /**
         * Sets the bias.
         *
         * @param bias bias, not {@link Bias#UNKNOWN}
         * @return this
         */
        public Builder bias(Bias bias) {
            this.bias = Objects.requireNonNull(bias, "bias");
            return this;
        }

        /**
         * Sets the drive.
         *
         * @param drive drive
         * @return this
         */
        public Builder drive(Drive drive) {
            this.drive = Objects.requireNonNull(drive, "drive");
            return this;
        }

        /**
         * Says whether active is electrically low.
         *
         * @param activeLow {@code true} for active-low
         * @return this
         */
        public Builder activeLow(boolean activeLow) {
            this.activeLow = activeLow;
            return this;
        }

        /**
         * Sets the debounce period.
         *
         * @param debounce 0 to 4294967295 whole microseconds
         * @return this
         */
        public Builder debounce(Duration debounce) {
            this.debounce = Objects.requireNonNull(debounce, "debounce");
            return this;
        }

        /**
         * Sets the clock that stamps edge events.
         *
         * @param eventClock clock
         * @return this
         */
        public Builder eventClock(EventClock eventClock) {
            this.eventClock = Objects.requireNonNull(eventClock, "eventClock");
            return this;
        }

        /**
         * Sets the value that an output gets when it is requested.
         *
         * @param outputValue {@code true} for active
         * @return this
         */
        public Builder outputValue(boolean outputValue) {
            this.outputValue = outputValue;
            return this;
        }

        /**
         * Makes the settings.
         *
         * @return the settings
         * @throws IllegalArgumentException if the kernel would refuse the combination; the message
         *     names the setting
         */
        public LineSettings build() {
            return new LineSettings(
                    direction, edge, bias, drive, activeLow, debounce, eventClock, outputValue);
        }
    }
}
