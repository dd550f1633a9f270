package com.example.gpiod.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.rules.fixture.Fixtures;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Users read in the Javadoc of every type whether they need a lock. */
class SynchronizationTest {
    static final Path FIXTURES = Path.of("src/test/java/com/example/gpiod/rules/fixture");

    @Test
    void everyExportedTypeSaysWhoSynchronizes() throws IOException {
        List<String> exported = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (DocumentedType type : typesOfAllBundles()) {
            if (type.exported()) {
                exported.add(type.name());
                if (!type.saysWhoSynchronizes()) {
                    silent.add(type.name());
                }
            }
        }
        assertEquals(
                List.of(),
                silent,
                "types without the paragraph \"<p><b>Synchronization:</b> none required…\" or"
                        + " \"…external synchronization required…\"");
        // One of each exported package, and a nested one: nothing is found in no folder.
        assertTrue(
                exported.containsAll(List.of(
                        "com.example.gpiod.api.LineSettings$Builder",
                        "com.example.gpiod.api.LineKey$Name",
                        "com.example.gpiod.spi.GpioBackend",
                        "com.example.gpiod.simulator.SimulatedChip")),
                () -> "found only " + exported);
    }

    @Test
    void whoSaysNothingOrSomethingElseIsFound() throws IOException {
        assertEquals(
                List.of(
                        Fixtures.WithoutParagraph.class.getName(),
                        Fixtures.WithOtherWords.class.getName()),
                Sources.publicTypes(FIXTURES).stream()
                        .filter(type -> !type.saysWhoSynchronizes())
                        .map(DocumentedType::name)
                        .toList());
    }

    private static List<DocumentedType> typesOfAllBundles() throws IOException {
        List<DocumentedType> types = new ArrayList<>();
        try (DirectoryStream<Path> bundles =
                Files.newDirectoryStream(Path.of(".."), "com.example.gpiod.*")) {
            for (Path bundle : bundles) {
                Path sources = bundle.resolve("src/main/java");
                if (Files.isDirectory(sources)) {
                    types.addAll(Sources.publicTypes(sources));
                }
            }
        }
        return types;
    }
}
