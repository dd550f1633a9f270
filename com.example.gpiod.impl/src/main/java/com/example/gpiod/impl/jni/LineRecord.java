package com.example.gpiod.impl.jni;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.LineInfo;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * What the kernel says of a line, and of a change of one: its uAPI, {@code linux/gpio.h}. What its flags
 * mean is as libgpiod reads them.
 */
final class LineRecord {
    /** Bytes of {@code struct gpio_v2_line_info}. */
    static final int BYTES = 256;

    /** Bytes of {@code struct gpio_v2_line_info_changed}: a line, and then what happened to it. */
    static final int CHANGE_BYTES = BYTES + 32;

    private static final int NAME = 0;
    private static final int CONSUMER = 32;
    private static final int OFFSET = 64;
    private static final int ATTRIBUTE_COUNT = 68;
    private static final int FLAGS = 72;
    private static final int ATTRIBUTES = 80;

    private static final int CHANGE_TIMESTAMP = BYTES;
    private static final int CHANGE_TYPE = BYTES + 8;

    /** Bytes of {@code struct gpio_v2_line_attribute}: its id, and from here its value. */
    private static final int ATTRIBUTE_BYTES = 16;

    private static final int ATTRIBUTE_VALUE = 8;

    /** {@code GPIO_V2_LINE_NUM_ATTRS_MAX}. */
    private static final int MOST_ATTRIBUTES = 10;

    /** {@code GPIO_V2_LINE_ATTR_ID_DEBOUNCE}. */
    private static final int DEBOUNCE = 3;

    // enum gpio_v2_line_flag
    private static final long USED = 1 << 0;
    private static final long ACTIVE_LOW = 1 << 1;
    private static final long OUTPUT = 1 << 3;
    private static final long EDGE_RISING = 1 << 4;
    private static final long EDGE_FALLING = 1 << 5;
    private static final long OPEN_DRAIN = 1 << 6;
    private static final long OPEN_SOURCE = 1 << 7;
    private static final long BIAS_PULL_UP = 1 << 8;
    private static final long BIAS_PULL_DOWN = 1 << 9;
    private static final long BIAS_DISABLED = 1 << 10;
    private static final long CLOCK_REALTIME = 1 << 11;
    private static final long CLOCK_HTE = 1 << 12;

    private LineRecord() {}

    static LineInfo lineInfo(byte[] record) {
        return lineInfo(record, 0);
    }

    static InfoEvent infoEvent(byte[] record) {
        return new InfoEvent(
                changeType(Records.number(record, CHANGE_TYPE)),
                Records.longNumber(record, CHANGE_TIMESTAMP),
                lineInfo(record));
    }

    /** By {@code enum gpio_v2_line_changed_type}. */
    private static InfoEvent.Type changeType(int type) {
        return switch (type) {
            case 1 -> InfoEvent.Type.REQUESTED;
            case 2 -> InfoEvent.Type.RELEASED;
            // Also what a later kernel adds: something about the line changed. libgpiod fails then.
            default -> InfoEvent.Type.RECONFIGURED;
        };
    }

    static LineInfo lineInfo(byte[] record, int at) {
        long flags = Records.longNumber(record, at + FLAGS);
        return new LineInfo(
                Records.number(record, at + OFFSET),
                Records.name(record, at + NAME),
                (flags & USED) != 0,
                Records.name(record, at + CONSUMER),
                (flags & OUTPUT) != 0 ? Direction.OUTPUT : Direction.INPUT,
                edge(flags),
                bias(flags),
                drive(flags),
                (flags & ACTIVE_LOW) != 0,
                debounce(record, at),
                clock(flags));
    }

    private static Edge edge(long flags) {
        boolean falling = (flags & EDGE_FALLING) != 0;
        if ((flags & EDGE_RISING) != 0) {
            return falling ? Edge.BOTH : Edge.RISING;
        }
        return falling ? Edge.FALLING : Edge.NONE;
    }

    private static Bias bias(long flags) {
        if ((flags & BIAS_PULL_UP) != 0) {
            return Bias.PULL_UP;
        }
        if ((flags & BIAS_PULL_DOWN) != 0) {
            return Bias.PULL_DOWN;
        }
        return (flags & BIAS_DISABLED) != 0 ? Bias.DISABLED : Bias.UNKNOWN;
    }

    private static Drive drive(long flags) {
        if ((flags & OPEN_DRAIN) != 0) {
            return Drive.OPEN_DRAIN;
        }
        return (flags & OPEN_SOURCE) != 0 ? Drive.OPEN_SOURCE : Drive.PUSH_PULL;
    }

    private static EventClock clock(long flags) {
        if ((flags & CLOCK_REALTIME) != 0) {
            return EventClock.REALTIME;
        }
        return (flags & CLOCK_HTE) != 0 ? EventClock.HTE : EventClock.MONOTONIC;
    }

    private static Duration debounce(byte[] record, int at) {
        int count = Math.min(Records.number(record, at + ATTRIBUTE_COUNT), MOST_ATTRIBUTES);
        for (int i = 0; i < count; i++) {
            int attribute = at + ATTRIBUTES + i * ATTRIBUTE_BYTES;
            if (Records.number(record, attribute) == DEBOUNCE) {
                int micros = Records.number(record, attribute + ATTRIBUTE_VALUE);
                return Duration.of(Integer.toUnsignedLong(micros), ChronoUnit.MICROS);
            }
        }
        return Duration.ZERO;
    }
}
