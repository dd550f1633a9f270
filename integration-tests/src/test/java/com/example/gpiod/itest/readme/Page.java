package com.example.gpiod.itest.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of Markdown, as far as the tests need it. */
record Page(Path path, String text) {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```([a-z]+)\\n(.*?)^```$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /**
     * Reads a page.
     *
     * @param path path from the root of the project
     */
    static Page of(Path path) {
        try {
            return new Page(path, Files.readString(Project.ROOT.resolve(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Page of(String path) {
        return of(Path.of(path));
    }

    /** The fenced blocks of a language. */
    List<String> blocks(String language) {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    /** Where the links lead to, outside of fenced blocks. */
    List<String> links() {
        return LINK.matcher(withoutBlocks())
                .results()
                .map(link -> link.group(1))
                .toList();
    }

    /** What is marked as code in a line of text, outside of fenced blocks. */
    List<String> code() {
        return code(withoutBlocks());
    }

    static List<String> code(String text) {
        return CODE.matcher(text).results().map(code -> code.group(1)).toList();
    }

    /** The rows of the first table below a heading, without its head; each a list of cells. */
    List<List<String>> table(String heading) {
        Matcher section = Pattern.compile("(?ms)^## " + Pattern.quote(heading) + "$(.*?)(^## |\\z)")
                .matcher(text);
        if (!section.find()) {
            throw new IllegalStateException(path + " has no heading '" + heading + "'");
        }
        List<List<String>> rows = new ArrayList<>();
        for (String line : section.group(1).lines().toList()) {
            if (line.startsWith("|")) {
                String[] cells = line.substring(1).split("(?<!\\\\)\\|");
                rows.add(Arrays.stream(cells).map(String::trim).toList());
            } else if (!rows.isEmpty()) {
                break;
            }
        }
        // Head and ruler.
        return rows.subList(2, rows.size());
    }

    private String withoutBlocks() {
        return BLOCK.matcher(text).replaceAll("");
    }
}
