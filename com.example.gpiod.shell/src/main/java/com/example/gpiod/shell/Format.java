package com.example.gpiod.shell;

import com.example.gpiod.shell.Options.Arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How an event is written, such as {@code %S %E %l}.
 *
 * @param <T> what is written
 */
final class Format<T> {
    static final String OPTION = "format";

    private final List<Function<T, String>> parts = new ArrayList<>();

    private Format() {}

    static Options addOptions(Options options, String specifiers) {
        return options.value("F", OPTION, "FORMAT", specifiers);
    }

    /** Reads a format; {@code %%} is a per cent sign. */
    static <T> Format<T> of(
            String text, Map<Character, Function<T, String>> specifiers, Arguments given) {
        Format<T> format = new Format<>();
        int begin = 0;
        for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', begin)) {
            format.add(text.substring(begin, at));
            char letter = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
            Function<T, String> specifier = specifiers.get(letter);
            if (specifier != null) {
                format.parts.add(specifier);
            } else if (letter == '%') {
                format.add("%");
            } else {
                throw given.wrong("--" + OPTION + " has " + text.substring(at) + "; there are %%, "
                        + String.join(
                                ", ",
                                specifiers.keySet().stream()
                                        .sorted()
                                        .map(c -> "%" + c)
                                        .toList()));
            }
            begin = at + 2;
        }
        format.add(text.substring(Math.min(begin, text.length())));
        return format;
    }

    private void add(String text) {
        parts.add(event -> text);
    }

    String apply(T event) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.apply(event)));
        return text.toString();
    }
}
