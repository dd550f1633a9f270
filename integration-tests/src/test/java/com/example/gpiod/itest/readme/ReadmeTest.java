package com.example.gpiod.itest.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.itest.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What README.md shows works as it stands. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ReadmeTest {
    private static final Pattern CONFIGURATION = Pattern.compile("# conf/(\\S+)\\n(?s:.*)");
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\./(\\w+)([^#\\n]*)");
    private static final Pattern OPTION = Pattern.compile("--[a-z]+");

    static final String DOOR_FILE = "com.example.gpiod.lines-door.cfg";

    private static final Page README = Page.of("README.md");

    @Test
    void sirenSoundsWhileTheDoorIsOpen(@TempDir Path folder) throws Exception {
        Map<String, String> configurations = configurations();
        List<String> components = README.blocks("java");
        assertEquals(1, components.size());
        try (Gateway gateway = Gateway.start(folder)) {
            gateway.deploy(components.get(0), folder);
            for (Map.Entry<String, String> file : configurations.entrySet()) {
                gateway.configure(file.getKey(), file.getValue());
            }
            Await.until(
                    "lines door and siren",
                    () -> gateway.hasLines("door") && gateway.hasLines("siren"));
            assertFalse(gateway.isHigh("SIREN"));
            openAndCloseTheDoor(gateway);
            openAndCloseTheDoor(gateway);

            gateway.deleteConfiguration(DOOR_FILE);
            Await.until("door released", () -> !gateway.hasLines("door"));
            gateway.configure(DOOR_FILE, configurations.get(DOOR_FILE));
            Await.until("door held again", () -> gateway.hasLines("door"));
            openAndCloseTheDoor(gateway);
        }
    }

    @Test
    void listenerAsAServiceOfThePageOfEventsDoesTheSame(@TempDir Path folder) throws Exception {
        try (Gateway gateway = Gateway.start(folder)) {
            soundByAService(gateway, "", folder);
        }
    }

    @Test
    void eventAdminIsOnlyForEdgesAsEvents(@TempDir Path folder) throws Exception {
        try (Gateway gateway = Gateway.startWithout("eventadmin", folder)) {
            soundByAService(gateway, "event-topics = true\n", folder);
        }
    }

    private static void soundByAService(Gateway gateway, String more, Path folder)
            throws Exception {
        gateway.deploy(
                PagesTest.IMPORTS + Page.of("docs/events.md").blocks("java").get(0), folder);
        for (Map.Entry<String, String> file : configurations().entrySet()) {
            boolean door = file.getKey().equals(DOOR_FILE);
            gateway.configure(file.getKey(), file.getValue() + (door ? more : ""));
        }
        Await.until(
                "lines door and siren",
                () -> gateway.hasLines("door") && gateway.hasLines("siren"));
        openAndCloseTheDoor(gateway);
    }

    /** The contact is to ground: closed is low. */
    private static void openAndCloseTheDoor(Gateway gateway) {
        gateway.pullDown("DOOR_SENSOR");
        Await.until("door closed", () -> !gateway.isActive("door", "DOOR_SENSOR"));
        gateway.pullUp("DOOR_SENSOR");
        Await.until("siren on", () -> gateway.isHigh("SIREN"));
        gateway.pullDown("DOOR_SENSOR");
        Await.until("siren off", () -> !gateway.isHigh("SIREN"));
    }

    /** What README.md configures, by file; each block begins with a comment that names it. */
    static Map<String, String> configurations() {
        Map<String, String> configurations = new LinkedHashMap<>();
        for (String block : README.blocks("properties")) {
            Matcher configuration = CONFIGURATION.matcher(block);
            assertTrue(configuration.matches(), () -> "names no file: " + block);
            configurations.put(configuration.group(1), block);
        }
        return configurations;
    }

    @Test
    void commandsAreThereWithTheirOptions() throws Exception {
        List<MatchResult> commands = README.blocks("sh").stream()
                .flatMap(block -> COMMAND.matcher(block).results())
                .toList();
        assertEquals(
                List.of("run", "test"),
                commands.stream().map(command -> command.group(1)).distinct().toList());
        for (MatchResult command : commands) {
            Path script = Project.ROOT.resolve(command.group(1));
            assertTrue(Files.isExecutable(script), () -> script + " is no command");
            String text = Files.readString(script);
            OPTION.matcher(command.group(2))
                    .results()
                    .map(MatchResult::group)
                    .forEach(option -> assertTrue(
                            text.contains(option), () -> script + " knows no " + option));
        }
    }
}
