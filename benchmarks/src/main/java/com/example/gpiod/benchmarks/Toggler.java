package com.example.gpiod.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Has edges made, by a process that does it for all contestants alike. */
final class Toggler implements AutoCloseable {
    /** In place of the file that drives the line: the edges are there without anybody who makes them. */
    private static final String NOBODY = "-";

    private final Process process;
    private final boolean pulls;
    private final PrintWriter commands;
    private final BufferedReader answers;

    /**
     * @param pull the file that drives the line
     * @param program makes the edges
     */
    Toggler(String pull, String program) throws IOException {
        pulls = !pull.equals(NOBODY);
        process = new ProcessBuilder(program, pulls ? pull : "/dev/null")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = new PrintWriter(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        answers = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** Makes edges and waits until they are queued. */
    void queue(int edges) throws IOException, InterruptedException {
        if (pulls) {
            make(edges, 0);
            await();
            // Edges come by an interrupt's thread; a while later all are queued.
            Thread.sleep(20);
        }
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
