package com.example.gpiod.webconsole;

import java.util.Locale;

/** Text that others chose, made harmless in HTML: names of lines come from firmware. */
final class Html {
    private static final String PLAIN = " .,:;-_+*/=()[]!?#@%|~^";

    private Html() {}

    /** Escapes for element content and quoted attributes. */
    static String text(String text) {
        StringBuilder html = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0) {
                html.appendCodePoint(c);
            } else if (isVisible(c)) {
                // Also $ and {: the console replaces ${...} in what its plug-ins write.
                html.append("&#").append(c).append(';');
            } else {
                // As the shell shows them.
                html.append(String.format("&#92;u&#123;%x&#125;", c));
            }
        });
        return html.toString();
    }

    static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            // FORMAT holds the marks that turn the direction of text.
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
