package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.gpiod.itest.board.Board.BoardChip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks libgpiod's own gpioinfo, in a process of its own, who holds a line. */
final class GpioInfo {
    private static final Pattern CONSUMER = Pattern.compile("consumer=\"(.*?)\"");

    private GpioInfo() {}

    /** Returns the consumer of a line, empty when nobody holds it. */
    static String consumer(BoardChip chip, int offset) {
        String said = gpioinfo("--chip", chip.path(), Integer.toString(offset));
        Matcher consumer = CONSUMER.matcher(said);
        return consumer.find() ? consumer.group(1) : "";
    }

    private static String gpioinfo(String option, String chip, String line) {
        // Set by run-tests.
        Path tool = Path.of(System.getProperty("itest.gpiod.tools"), "gpioinfo");
        try {
            Process process = new ProcessBuilder(tool.toString(), option, chip, line)
                    .redirectErrorStream(true)
                    .start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), said);
            return said;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("cannot run " + tool, e);
        }
    }
}
