package com.example.gpiod.itest.contract;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEventBuffer;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.InfoListener;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;

import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Makes arguments for the methods of the API by their types: right ones, wrong ones, and those in
 * between. One seed gives the same arguments everywhere.
 *
 * <p><b>Synchronization:</b> external synchronization required.
 */
final class OddArguments {
    /** How an error names an argument of a type: by its parameter, or by what the Javadoc says. */
    private static final Map<Class<?>, List<String>> WORDS = Map.ofEntries(
            Map.entry(String.class, List.of("chip", "path", "name", "line", "consumer")),
            Map.entry(
                    int.class, List.of("offset", "index", "capacity", "event buffer size", "line")),
            Map.entry(long.class, List.of("mask")),
            Map.entry(boolean.class, List.of()),
            Map.entry(Duration.class, List.of("timeout", "debounce")),
            Map.entry(RequestConfig.class, List.of("config", "line", "offset")),
            Map.entry(LineKey.class, List.of("key", "line")),
            Map.entry(LineSettings.class, List.of("settings")),
            Map.entry(Map.class, List.of("values", "settings", "line")),
            Map.entry(Collection.class, List.of("keys", "line")),
            Map.entry(List.class, List.of("keys", "line")),
            Map.entry(InfoListener.class, List.of("listener")),
            Map.entry(EdgeListener.class, List.of("listener")),
            Map.entry(EdgeEventBuffer.class, List.of("buffer")),
            Map.entry(Direction.class, List.of("direction")),
            Map.entry(Edge.class, List.of("edge")),
            Map.entry(Bias.class, List.of("bias")),
            Map.entry(Drive.class, List.of("drive")),
            Map.entry(EventClock.class, List.of("eventClock")));

    private static final int[] INTS = {
        Integer.MIN_VALUE,
        -2,
        -1,
        0,
        1,
        2,
        3,
        5,
        7,
        8,
        9,
        63,
        64,
        65,
        255,
        1023,
        1024,
        1025,
        65_535,
        65_536,
        65_537,
        1 << 30,
        Integer.MAX_VALUE - 1,
        Integer.MAX_VALUE
    };

    private static final List<Duration> DURATIONS = List.of(
            Duration.ofSeconds(Long.MIN_VALUE),
            Duration.ofNanos(Long.MIN_VALUE),
            Duration.ofSeconds(-1),
            Duration.ofNanos(-1),
            Duration.ZERO,
            Duration.ofNanos(1),
            Duration.ofNanos(1_001),
            Duration.ofNanos(1_000),
            Duration.ofMillis(5),
            Duration.ofNanos(0xFFFF_FFFFL * 1000),
            Duration.ofNanos(0x1_0000_0000L * 1000),
            Duration.ofMillis(Long.MAX_VALUE),
            Duration.ofNanos(Long.MAX_VALUE),
            Duration.ofSeconds(Long.MAX_VALUE),
            Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "DOOR",
            "TWIN",
            "6",
            "0",
            "7",
            "8",
            "-1",
            "+1",
            "01",
            "2147483647",
            "2147483648",
            "999999999",
            "0000000001",
            "9999999999",
            "\u0661",
            "\0",
            "DOOR\0",
            "\0DOOR",
            "a\0b",
            "\n",
            "\u007f",
            "\ud800",
            "\udc00",
            "DOOR\ud83d",
            "\udc00\ud800",
            "x".repeat(31),
            "x".repeat(32),
            "\u00e4".repeat(15) + "x",
            "\u00e4".repeat(16),
            "\u20ac".repeat(10) + "x",
            "\u20ac".repeat(11),
            "\ud83d\ude00".repeat(7) + "xxx",
            "\ud83d\ude00".repeat(8),
            "9".repeat(31),
            "9".repeat(32),
            "x".repeat(100_000),
            "/",
            "//",
            ".",
            "..",
            "./x",
            "/dev",
            "/dev/",
            "/dev//null",
            "/dev/null",
            "/dev/null/x",
            "/\0",
            "/dev/null\0",
            "/no/such/chip",
            "/\ud800",
            "/" + "x".repeat(255),
            "/" + "x".repeat(256),
            "/" + "x/".repeat(2046) + "xx",
            "/" + "x/".repeat(2046) + "xxx",
            "/" + "x/".repeat(5000),
            "/dev/../dev/zero",
            "gpiochip",
            "gpiochip99999",
            "%s%n%x",
            "../../dev/null");

    private final Random random;
    private final Supplier<EdgeEventBuffer> buffers;

    /** Makes a generator; {@code buffers} makes event buffers of the library's own. */
    OddArguments(long seed, Supplier<EdgeEventBuffer> buffers) {
        this.random = new Random(seed);
        this.buffers = buffers;
    }

    /** The words of which an error about such an argument has one. */
    static List<String> words(Class<?> type) {
        return WORDS.get(known(type));
    }

    static List<String> allWords() {
        return WORDS.values().stream().flatMap(List::stream).toList();
    }

    private static Class<?> known(Class<?> type) {
        if (!WORDS.containsKey(type)) {
            throw new AssertionError("new in the API: say here what is odd about a " + type);
        }
        return type;
    }

    <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    Object odd(Parameter parameter) {
        Class<?> type = known(parameter.getType());
        return !type.isPrimitive() && random.nextInt(20) == 0 ? null : make(parameter);
    }

    /** Such an argument, but not null. */
    Object make(Parameter parameter) {
        Class<?> type = known(parameter.getType());
        if (type == int.class) {
            return number();
        } else if (type == long.class) {
            return mask();
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == String.class) {
            return text();
        } else if (type == Duration.class) {
            return duration();
        } else if (type == LineKey.class) {
            return key();
        } else if (type == LineSettings.class) {
            return settings();
        } else if (type == RequestConfig.class) {
            return config();
        } else if (type.isEnum()) {
            return pick(Arrays.asList(type.getEnumConstants()));
        } else if (type == Map.class) {
            boolean ofSettings =
                    parameter.getParameterizedType().getTypeName().endsWith("LineSettings>");
            return ofSettings ? map(this::settings) : map(random::nextBoolean);
        } else if (type == List.class || type == Collection.class) {
            return keys();
        } else if (type == EdgeListener.class) {
            return (EdgeListener) event -> {};
        } else if (type == InfoListener.class) {
            return (InfoListener) event -> {};
        }
        return random.nextBoolean() ? buffers.get() : strange(type);
    }

    int number() {
        return random.nextInt(10) == 0
                ? random.nextInt()
                : random.nextBoolean() ? random.nextInt(8) : INTS[random.nextInt(INTS.length)];
    }

    long mask() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong();
            case 1 -> 1L << random.nextInt(64);
            case 2 -> random.nextInt(16);
            default -> pick(List.of(0L, -1L, 0xFL, 0x10L, 0x1FL, Long.MIN_VALUE, Long.MAX_VALUE));
        };
    }

    String text() {
        if (random.nextInt(4) != 0) {
            return pick(TEXTS);
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
        }
        return text.toString();
    }

    Duration duration() {
        return random.nextInt(10) == 0
                ? Duration.ofSeconds(random.nextLong(), random.nextInt(1_000_000_000))
                : pick(DURATIONS);
    }

    /** A key that can be made; whether there is such a line is another question. */
    LineKey key() {
        while (true) {
            try {
                return random.nextBoolean() ? LineKey.of(number()) : LineKey.of(text());
            } catch (IllegalArgumentException e) {
                // The next one is better.
                continue;
            }
        }
    }

    /** Settings that can be made; whether the kernel takes them is another question. */
    LineSettings settings() {
        while (true) {
            try {
                return LineSettings.builder()
                        .direction(pick(List.of(Direction.values())))
                        .edge(pick(List.of(Edge.NONE, Edge.NONE, Edge.BOTH, Edge.RISING)))
                        .bias(pick(List.of(Bias.AS_IS, Bias.AS_IS, Bias.PULL_UP, Bias.DISABLED)))
                        .drive(pick(List.of(Drive.PUSH_PULL, Drive.PUSH_PULL, Drive.OPEN_DRAIN)))
                        .activeLow(random.nextBoolean())
                        .debounce(random.nextBoolean() ? Duration.ZERO : duration())
                        .eventClock(pick(List.of(EventClock.values())))
                        .outputValue(random.nextBoolean())
                        .build();
            } catch (IllegalArgumentException e) {
                // The next one is better.
                continue;
            }
        }
    }

    private RequestConfig config() {
        RequestConfig.Builder config = RequestConfig.builder();
        LineSettings each = settings();
        int most = random.nextInt(4) == 0 ? 64 : random.nextInt(4) + 1;
        for (int i = 0; i < most; i++) {
            try {
                config.line(
                        random.nextBoolean() ? LineKey.of(4 + random.nextInt(4)) : key(),
                        random.nextBoolean() ? each : settings());
            } catch (IllegalArgumentException e) {
                // There already.
                continue;
            }
        }
        return config.build();
    }

    private <V> Map<LineKey, V> map(Supplier<V> values) {
        Map<LineKey, V> map = new LinkedHashMap<>();
        for (LineKey key : keys()) {
            map.put(key, random.nextInt(20) == 0 ? null : values.get());
        }
        return map;
    }

    private List<LineKey> keys() {
        List<LineKey> keys = new ArrayList<>();
        int most = random.nextInt(10) == 0 ? 70 : random.nextInt(5);
        for (int i = 0; i < most; i++) {
            keys.add(
                    random.nextInt(20) == 0
                            ? null
                            : random.nextBoolean() ? LineKey.of(random.nextInt(4)) : key());
        }
        return keys;
    }

    /** Implemented by somebody else. */
    private static Object strange(Class<?> type) {
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> 1);
    }
}
