package com.example.gpiod.simulator.ds;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A configuration, read strictly: what is not understood is an error, not a default. Values come as
 * their own types or as text, as FileInstall's {@code .cfg} files give it.
 */
record ChipConfig(String label, int lines, Map<Integer, String> names) {
    private static final Set<String> ATTRIBUTES = Set.of("label", "lines", "names");

    /**
     * Reads a configuration.
     *
     * @throws IllegalArgumentException if an attribute is wrong; the message begins with its name
     */
    static ChipConfig of(Map<String, Object> properties) {
        Set<String> unknown = new TreeSet<>(properties.keySet());
        unknown.removeAll(ATTRIBUTES);
        // Names with a dot are not ours: service.pid, component.name, felix.fileinstall.filename.
        unknown.removeIf(name -> name.contains("."));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(unknown.iterator().next()
                    + " is no attribute of a simulated chip; there are label, lines and"
                    + " names");
        }
        return new ChipConfig(
                label(properties.get("label")),
                lines(properties.get("lines")),
                names(properties.get("names")));
    }

    private static String label(@Nullable Object value) {
        if (value instanceof String text && !text.isBlank()) {
            return text.trim();
        }
        throw wrong("label must be a text, such as demo", value);
    }

    private static int lines(@Nullable Object value) {
        try {
            // Numbers of any type, too: JSON gives Long.
            return Integer.parseInt(String.valueOf(value).trim());
        } catch (NumberFormatException e) {
            throw wrong("lines must be a number, 1 to 1024", value);
        }
    }

    private static Map<Integer, String> names(@Nullable Object value) {
        Map<Integer, String> names = new TreeMap<>();
        for (String entry : entries(value)) {
            int equals = entry.indexOf('=');
            String name = entry.substring(equals + 1).trim();
            if (equals < 0 || name.isEmpty()) {
                throw wrong("names: each must be offset=name, such as 3=LED", entry);
            }
            try {
                int offset = Integer.parseInt(entry.substring(0, equals).trim());
                if (names.put(offset, name) != null) {
                    throw new IllegalArgumentException(
                            "names: offset " + offset + " must be there only once");
                }
            } catch (NumberFormatException e) {
                throw wrong("names: each must be offset=name, such as 3=LED", entry);
            }
        }
        return names;
    }

    private static List<String> entries(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof String text) {
            return text.isBlank() ? List.of() : Arrays.asList(text.split(",", -1));
        }
        if (value instanceof String[] texts) {
            return Arrays.stream(texts).map(String::valueOf).toList();
        }
        if (value instanceof Collection<?> texts) {
            return texts.stream().map(String::valueOf).toList();
        }
        throw wrong("names must be a list, such as 3=LED, 5=BUTTON", value);
    }

    private static IllegalArgumentException wrong(String rule, @Nullable Object value) {
        if (value == null) {
            return new IllegalArgumentException(rule + "; it is missing");
        }
        String shown = value instanceof String
                ? "\"" + value + "\""
                : value + " (" + value.getClass().getSimpleName() + ")";
        return new IllegalArgumentException(rule + ", not " + shown);
    }
}
