package com.example.gpiod.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Has edges made, by a process that does it for all contestants alike. */
final class Toggler implements AutoCloseable {
    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;

    /**
     * @param pull the file that drives the line
     * @param program makes the edges
     */
    Toggler(String pull, String program) throws IOException {
        process = new ProcessBuilder(program, pull)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = new PrintWriter(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        answers = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** Begins to make edges, and waits so long after each. */
    void make(int edges, long apartNanos) {
        commands.println(edges + " " + apartNanos);
    }

    /** Whether all edges are made. */
    boolean isDone() throws IOException {
        return answers.ready();
    }

    /** Waits until all edges are made. */
    void await() throws IOException {
        if (answers.readLine() == null) {
            throw new IOException("the toggler ended");
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
