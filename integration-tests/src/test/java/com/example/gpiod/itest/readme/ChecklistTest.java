package com.example.gpiod.itest.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tests that the checklist names exist. */
class ChecklistTest {
    private static final Pattern TEST = Pattern.compile("(\\w+Test)\\.(\\w+)");

    /** A test of Python's, with something beside it. */
    private static final Pattern THEIRS = Pattern.compile("\\| \\w+\\.test_\\w+ \\| .*\\w.* \\|");

    private static final Pattern TRAP = Pattern.compile("\\| \\d+ \\| .*\\w.* \\|");

    @Test
    void testsThatAreNamedExist() throws Exception {
        Map<String, String> sources = sources();
        List<String> named = Page.of("docs/checklist.md").code().stream()
                .filter(code -> TEST.matcher(code).matches())
                .toList();

        assertEquals(
                List.of(), named.stream().filter(test -> !exists(test, sources)).toList());
    }

    @Test
    void everyTestOfOthersAndEveryTrapHasItsLine() throws Exception {
        List<String> lines = Files.readAllLines(Project.ROOT.resolve("docs/checklist.md"));

        assertEquals(
                160,
                lines.stream().filter(line -> THEIRS.matcher(line).matches()).count());
        assertEquals(
                21, lines.stream().filter(line -> TRAP.matcher(line).matches()).count());
    }

    private static boolean exists(String test, Map<String, String> sources) {
        var name = TEST.matcher(test);
        return name.matches()
                && Pattern.compile("@Test\\s[^;{}]*\\bvoid " + name.group(2) + "\\(")
                        .matcher(sources.getOrDefault(name.group(1), ""))
                        .find();
    }

    /** The test classes of all modules, not all of which are on the class path here. */
    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Project.ROOT)) {
            return files.filter(file -> file.toString().endsWith("Test.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            ChecklistTest::text,
                            String::concat));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
