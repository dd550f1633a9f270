package com.example.gpiod.itest.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Links, snippets and attributes of all pages are right. */
class PagesTest {
    /** What the snippets of pages leave out. */
    static final String IMPORTS = """
            package com.example.guide;
            import com.example.gpiod.api.*;
            import java.time.Duration;
            import java.util.*;
            import java.util.concurrent.Flow;
            import org.osgi.service.component.annotations.*;
            """;

    private static final String EVENT_IMPORTS = """
            import org.osgi.service.event.*;
            """;

    private static final String STATEMENTS = """
            public class Snippet%d {
                Gpiod gpiod;
                Chip chip;
                Lines lines;
                LineRequest request;
                EdgeListener listener;
                EdgeEvent edge;
                GpiodStatus status;
                PulseCounter counter;
                PulseCount earlier;

                void run() throws Exception {
                    %s
                }
            }
            """;

    @Test
    void linksWithinTheProjectLeadSomewhere() {
        List<String> broken = Project.pages().stream()
                .flatMap(path -> Page.of(path).links().stream()
                        .filter(link -> !link.matches("(https?://|#).*"))
                        .filter(link -> !leadsSomewhere(path, link.replaceFirst("#.*", "")))
                        .map(link -> path + " -> " + link))
                .toList();
        assertEquals(List.of(), broken);
    }

    private static boolean leadsSomewhere(Path page, String link) {
        return Files.exists(Project.ROOT.resolve(page).resolveSibling(link));
    }

    /** Classes as they stand; statements with the objects at hand that the pages speak of. */
    @ParameterizedTest
    @MethodSource("pagesWithJava")
    void javaCompiles(Path page, @TempDir Path classes) throws Exception {
        List<String> sources = new ArrayList<>();
        for (String snippet : Page.of(page).blocks("java")) {
            sources.add(IMPORTS
                    + EVENT_IMPORTS
                    + (snippet.contains("public class ")
                            ? snippet
                            : STATEMENTS.formatted(sources.size(), snippet)));
        }
        Sources.compile(sources, classes);
    }

    /** The README has whole files, which another test runs. */
    static List<Path> pagesWithJava() {
        List<Path> pages = Project.pages().stream()
                .filter(page -> page.startsWith("docs"))
                .filter(page -> !Page.of(page).blocks("java").isEmpty())
                .toList();
        assertTrue(pages.contains(Path.of("docs/guide.md")), pages::toString);
        return pages;
    }

    @Test
    void configurationsNameOnlyAttributesThatThereAre() throws Exception {
        Set<String> known = new TreeSet<>();
        Stream.of(Metatype.LINES, Metatype.SIMULATOR)
                .forEach(metatype -> metatype.attributes().forEach(a -> known.add(a.name())));
        for (Path path : Project.pages()) {
            for (String block : Page.of(path).blocks("properties")) {
                Properties properties = new Properties();
                properties.load(new StringReader(block));
                Set<String> unknown = new TreeSet<>(properties.stringPropertyNames());
                unknown.removeAll(known);
                assertEquals(Set.of(), unknown, path::toString);
            }
        }
    }
}
