package com.example.gpiod.attributes;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Array;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads attributes strictly: what is wrong is refused by name, with what would be right. Values may
 * be typed, or texts as a file of properties has them. An empty text counts as absent.
 *
 * <p>Why not DS's own conversion: it makes 0, false or null of what it doesn't understand.
 *
 * <p><b>Synchronization:</b> external synchronization required.
 */
public final class AttributeReader {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,10})\\s*(us|ms|s|m)");

    private final Map<String, Object> properties;
    private final TreeSet<String> known = new TreeSet<>();

    /**
     * Reads attributes.
     *
     * @param properties as ConfigAdmin or Declarative Services give them
     */
    public AttributeReader(Map<String, Object> properties) {
        this.properties = properties;
    }

    private Optional<Object> value(String attribute) {
        known.add(attribute);
        @Nullable Object value = properties.get(attribute);
        return value == null || value.toString().isBlank() ? Optional.empty() : Optional.of(value);
    }

    /** One text, without blanks around it. */
    public Optional<String> text(String attribute) {
        return value(attribute).map(value -> {
            if (value instanceof Collection<?> || value.getClass().isArray()) {
                throw wrong(attribute, value, "one text");
            }
            String text = value.toString();
            if (text.indexOf('\0') >= 0) {
                throw wrong(attribute, text, "a text without NUL characters");
            }
            return text.strip();
        });
    }

    /** A list, or a text with commas. An element of a list may hold commas. */
    public List<String> texts(String attribute) {
        List<? extends @Nullable Object> elements =
                value(attribute).map(AttributeReader::elements).orElse(List.of());
        List<String> texts = new ArrayList<>();
        for (@Nullable Object element : elements) {
            String text = element == null ? "" : element.toString().strip();
            if (text.isEmpty()) {
                throw wrong(attribute, elements, "a list without empty places");
            }
            texts.add(text);
        }
        return texts;
    }

    private static List<? extends @Nullable Object> elements(Object value) {
        if (value.getClass().isArray()) {
            return IntStream.range(0, Array.getLength(value))
                    .mapToObj(i -> Array.get(value, i))
                    .toList();
        }
        if (value instanceof Collection<?> collection) {
            return new ArrayList<>(collection);
        }
        return Arrays.asList(value.toString().split(",", -1));
    }

    /** One of some constants, spelled with {@code -} for {@code _}. */
    public <E extends Enum<E>> Optional<E> choice(String attribute, List<E> choices) {
        return text(attribute).map(text -> {
            for (E choice : choices) {
                if (spelling(choice).equals(text.toLowerCase(Locale.ROOT))) {
                    return choice;
                }
            }
            String right = choices.stream()
                    .map(AttributeReader::spelling)
                    .collect(Collectors.joining(", "));
            throw wrong(attribute, text, "one of " + right);
        });
    }

    private static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code true} or {@code false}. */
    public Optional<Boolean> flag(String attribute) {
        return text(attribute).map(text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(attribute, text, "true or false");
        });
    }

    /** A whole number. */
    public OptionalInt number(String attribute) {
        Optional<String> text = text(attribute);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text.get()));
        } catch (NumberFormatException e) {
            throw wrong(attribute, text.get(), "a whole number");
        }
    }

    /** A whole number within a range. */
    public OptionalInt number(String attribute, int least, int most) {
        OptionalInt number = number(attribute);
        if (number.isPresent() && (number.getAsInt() < least || number.getAsInt() > most)) {
            throw wrong(
                    attribute, number.getAsInt(), "a whole number from " + least + " to " + most);
        }
        return number;
    }

    /** 0, or a whole number with its unit. */
    public Optional<Duration> duration(String attribute) {
        return text(attribute).map(text -> {
            Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
            if (text.equals("0")) {
                return Duration.ZERO;
            }
            if (!matcher.matches()) {
                throw wrong(
                        attribute,
                        text,
                        "a whole number with its unit (us, ms, s, m), such as 5ms");
            }
            long count = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "us" -> Duration.ofNanos(count * 1000);
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                default -> Duration.ofMinutes(count);
            };
        });
    }

    /**
     * Refuses what nobody asked for. Names with dots are those of ConfigAdmin, SCR and tools
     * (service.pid, felix.fileinstall.filename); ours have none.
     */
    public void refuseUnknown() {
        for (String attribute : properties.keySet()) {
            if (attribute.indexOf('.') < 0 && !known.contains(attribute)) {
                throw new IllegalArgumentException(
                        "attribute " + attribute + " is unknown; known are " + known);
            }
        }
    }

    /**
     * Names the attribute in what a setting is refused with, where the API calls the thing by another
     * name.
     */
    public static void named(String attribute, Runnable setting) {
        try {
            setting.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("attribute " + attribute + ": " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException wrong(String attribute, Object value, String right) {
        return new IllegalArgumentException(
                "attribute " + attribute + " is '" + value + "'; give " + right);
    }
}
