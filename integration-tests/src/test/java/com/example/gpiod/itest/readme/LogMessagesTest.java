package com.example.gpiod.itest.readme;

import static org.junit.jupiter.api.Assertions.assertFalse;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

import com.example.gpiod.itest.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The log says of wrong configurations what docs/configuration.md says that it does. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LogMessagesTest {
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            log.add(event.getFormattedMessage());
        }
    };

    @BeforeEach
    void listen() {
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(appender);
    }

    @Test
    void wrongConfigurationsAreExplainedAndCorrected(@TempDir Path folder) throws Exception {
        List<List<String>> rows = Page.of("docs/configuration.md").table("What the log says");
        assertFalse(rows.isEmpty());
        Map<String, String> configurations = ReadmeTest.configurations();
        String door = configurations.get(ReadmeTest.DOOR_FILE);
        try (Gateway gateway = Gateway.start(folder)) {
            for (Map.Entry<String, String> file : configurations.entrySet()) {
                gateway.configure(file.getKey(), file.getValue());
            }
            Await.until(
                    "door and siren held",
                    () -> gateway.hasLines("door") && gateway.hasLines("siren"));
            for (List<String> row : rows) {
                String change = Page.code(row.get(0)).get(0);
                String message = Page.code(row.get(1)).get(0);
                log.clear();
                gateway.configure(ReadmeTest.DOOR_FILE, with(change, door));
                Await.until(
                        () -> change + " to be refused with: " + message + "; logged was " + log,
                        () -> log.stream().anyMatch(line -> line.contains(message)));
                Await.until(change + ": the earlier lines", () -> gateway.hasLines("door"));
            }
            gateway.deleteConfiguration(ReadmeTest.DOOR_FILE);
            Await.until("door released", () -> !gateway.hasLines("door"));
            gateway.configure(ReadmeTest.DOOR_FILE, door);
            Await.until("door held", () -> gateway.hasLines("door"));
        }
    }

    /** Puts an attribute in the place of the one with its name, or adds it. */
    private static String with(String change, String configuration) {
        String name = change.substring(0, change.indexOf(' '));
        return configuration
                .lines()
                .filter(line -> !line.startsWith(name + " "))
                .collect(Collectors.joining("\n", "", "\n" + change + "\n"));
    }
}
