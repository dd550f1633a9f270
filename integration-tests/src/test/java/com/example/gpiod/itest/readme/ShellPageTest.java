package com.example.gpiod.itest.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.gpiod.itest.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What docs/shell.md shows is what the commands write. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ShellPageTest {
    private static final String PROMPT = "g! ";

    @Test
    void sessionIsAsShown(@TempDir Path folder) throws Exception {
        List<String> sessions = Page.of("docs/shell.md").blocks("console");
        assertEquals(1, sessions.size());
        try (Gateway gateway = Gateway.start(folder)) {
            for (Map.Entry<String, String> file : ReadmeTest.configurations().entrySet()) {
                gateway.configure(file.getKey(), file.getValue());
            }
            Await.until(
                    "lines door and siren",
                    () -> gateway.hasLines("door") && gateway.hasLines("siren"));
            gateway.pullDown("DOOR_SENSOR");
            Await.until("door closed", () -> !gateway.isActive("door", "DOOR_SENSOR"));
            StringBuilder seen = new StringBuilder();
            sessions.get(0).lines().filter(line -> line.startsWith(PROMPT)).forEach(line -> {
                String output = gateway.shell(line.substring(PROMPT.length()));
                seen.append(line).append('\n').append(output.isEmpty() ? "" : output + "\n");
            });
            assertEquals(sessions.get(0), seen.toString());
        }
    }
}
