package com.example.gpiod.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A contestant's process, which stays warm between its rounds. */
final class Contestant implements AutoCloseable {
    /** What it answers when it does not know the work. */
    static final String UNSUPPORTED = "unsupported";

    private final String name;
    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;

    Contestant(String name, List<String> command) throws IOException {
        this.name = name;
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = new PrintWriter(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        answers = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    String name() {
        return name;
    }

    /** Returns nothing if the contestant does not know the work. */
    Optional<Measured> round(Work work, int count) throws IOException {
        commands.println(work.key() + " " + count);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(name + " ended during " + work.key());
        }
        return answer.equals(UNSUPPORTED) ? Optional.empty() : Optional.of(Measured.parse(answer));
    }

    @Override
    public void close() {
        commands.close();
        process.destroy();
    }
}
