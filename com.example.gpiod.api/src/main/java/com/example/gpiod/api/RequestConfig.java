package com.example.gpiod.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which lines to request, and how.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
public final class RequestConfig {
    /** The most lines that one request can hold (kernel uAPI v2). */
    public static final int MAX_LINES = 64;

    /** The smallest event buffer that the kernel gives to a request, in events. */
    public static final int MIN_EVENT_BUFFER_SIZE = 2;

    /** The largest event buffer that the kernel gives to a request, in events. */
    public static final int MAX_EVENT_BUFFER_SIZE = 1024;

    private final Map<LineKey, LineSettings> lines;
    private final Optional<String> consumer;
    private final int eventBufferSize;

    private RequestConfig(Builder builder) {
        lines = Collections.unmodifiableMap(new LinkedHashMap<>(builder.lines));
        consumer = builder.consumer;
        eventBufferSize = builder.eventBufferSize;
    }

    /**
     * Begins with no lines.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the lines with their settings.
     *
     * @return unmodifiable map in the order of the request: bit <em>i</em> of a mask is the
     *     <em>i</em>-th entry
     */
    public Map<LineKey, LineSettings> lines() {
        return lines;
    }

    /**
     * Returns what the holder calls itself.
     *
     * @return consumer, or empty for a default of the library's
     */
    public Optional<String> consumer() {
        return consumer;
    }

    /**
     * Returns how many edge events the kernel is asked to keep until they are read.
     *
     * @return {@value #MIN_EVENT_BUFFER_SIZE} to {@value #MAX_EVENT_BUFFER_SIZE}
     */
    public int eventBufferSize() {
        return eventBufferSize;
    }

    /**
     * Collects lines.
     *
     * <p><b>Synchronization:</b> external synchronization required.
     */
    public static final class Builder {
        private final Map<LineKey, LineSettings> lines = new LinkedHashMap<>();
        private Optional<String> consumer = Optional.empty();
        // The kernel's own default of 16 a line loses events in a flood even in C.
        private int eventBufferSize = MAX_EVENT_BUFFER_SIZE;

        private Builder() {}

        /**
         * Adds a line by offset.
         *
         * @param offset offset on the chip, from 0
         * @param settings its settings
         * @return this
         * @throws IllegalArgumentException if the offset is negative or was added before, or if
         *     there are {@value #MAX_LINES} lines already
         */
        public Builder line(int offset, LineSettings settings) {
            return line(LineKey.of(offset), settings);
        }

        /**
         * Adds a line by name.
         *
         * @param name name of the line; see {@link LineKey#of(String)}
         * @param settings its settings
         * @return this
         * @throws IllegalArgumentException if the name is none or was added before, or if there are
         *     {@value #MAX_LINES} lines already
         */
        public Builder line(String name, LineSettings settings) {
            return line(LineKey.of(name), settings);
        }

        /**
         * Adds a line.
         *
         * @param key offset or name
         * @param settings its settings
         * @return this
         * @throws IllegalArgumentException if the line was added before, or if there are {@value
         *     #MAX_LINES} lines already
         */
        public Builder line(LineKey key, LineSettings settings) {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(settings, "settings");
            if (lines.containsKey(key)) {
                throw new IllegalArgumentException(
                        "line " + key + " is named twice in one request");
            }
            if (lines.size() == MAX_LINES) {
                throw new IllegalArgumentException("line "
                        + key
                        + " is one too many: a request holds at most "
                        + MAX_LINES
                        + " lines");
            }
            lines.put(key, settings);
            return this;
        }

        /**
         * Sets the values that outputs begin with, whatever their settings say. Outputs that are
         * not named begin with the output value of their settings.
         *
         * @param values values by the keys that the lines were added with; {@code true} for active
         * @return this
         * @throws IllegalArgumentException if a line was not added before, or is no output; then
         *     nothing was set
         */
        public Builder outputValues(Map<LineKey, Boolean> values) {
            Objects.requireNonNull(values, "values");
            Map<LineKey, LineSettings> changed = new LinkedHashMap<>();
            for (Map.Entry<LineKey, Boolean> value : values.entrySet()) {
                LineKey key = Objects.requireNonNull(value.getKey(), "values: key");
                boolean active = Objects.requireNonNull(value.getValue(), "values: value");
                LineSettings settings = lines.get(key);
                if (settings == null) {
                    throw new IllegalArgumentException("output value for line " + key
                            + ", which is none of this request: " + lines.keySet());
                }
                if (settings.direction() != Direction.OUTPUT) {
                    throw new IllegalArgumentException("output value for line " + key
                            + " needs direction OUTPUT, not " + settings.direction());
                }
                changed.put(key, settings.toBuilder().outputValue(active).build());
            }
            lines.putAll(changed);
            return this;
        }

        /**
         * Sets what the holder calls itself; others see it in {@link LineInfo#consumer}.
         *
         * @param consumer at most 31 bytes of UTF-8; the kernel shows an empty one as "?"
         * @return this
         * @throws IllegalArgumentException if it is too long, or holds a NUL or half a
         *     surrogate pair
         */
        public Builder consumer(String consumer) {
            Objects.requireNonNull(consumer, "consumer");
            KernelText.check("consumer", consumer);
            this.consumer = Optional.of(consumer);
            return this;
        }

        /**
         * Sets how many edge events the kernel keeps until they are read. When it is full the
         * kernel drops the oldest, and {@link EdgeListener#onLost} tells. The default is the
         * largest.
         *
         * @param events {@value #MIN_EVENT_BUFFER_SIZE} to {@value #MAX_EVENT_BUFFER_SIZE}
         * @return this
         * @throws IllegalArgumentException if out of range
         */
        public Builder eventBufferSize(int events) {
            if (events < MIN_EVENT_BUFFER_SIZE || events > MAX_EVENT_BUFFER_SIZE) {
                throw new IllegalArgumentException("event buffer size must be "
                        + MIN_EVENT_BUFFER_SIZE + " to "
                        + MAX_EVENT_BUFFER_SIZE
                        + ", not "
                        + events);
            }
            eventBufferSize = events;
            return this;
        }

        /**
         * Makes the configuration.
         *
         * @return the configuration
         * @throws IllegalArgumentException if there is no line
         */
        public RequestConfig build() {
            if (lines.isEmpty()) {
                throw new IllegalArgumentException("a request needs at least one line");
            }
            return new RequestConfig(this);
        }
    }
}
