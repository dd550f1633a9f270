package com.example.gpiod.itest.osgi;

import com.example.gpiod.itest.Await;

import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A session of Gogo's, as a user at its prompt has one. */
final class Shell implements AutoCloseable {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final CommandSession session;

    Shell(CommandProcessor gogo) {
        session = gogo.createSession(new ByteArrayInputStream(new byte[0]), output, output);
    }

    /** Runs a line, and gives what a user would see of it. */
    String run(String line) throws Exception {
        output.reset();
        Object result = session.execute(line);
        if (result != null) {
            session.getConsole().println(session.format(result, Converter.INSPECT));
        }
        return output();
    }

    /** What was written since the last command began. */
    String output() {
        session.getConsole().flush();
        return output.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** Runs a line that takes its time. */
    Running start(String line) {
        FutureTask<String> task = new FutureTask<>(() -> run(line));
        new Thread(task, line).start();
        return new Running(task);
    }

    @Override
    public void close() {
        session.close();
    }

    /** A command in the foreground. */
    final class Running {
        private final FutureTask<String> task;

        private Running(FutureTask<String> task) {
            this.task = task;
        }

        /** Does what Gogo's shell for terminals does on Ctrl-C. */
        void interrupt() {
            Job job = Await.value(
                    () -> "a job; " + output(), () -> Optional.ofNullable(session.foregroundJob()));
            job.interrupt();
        }

        /** Waits for the end, and gives what a user saw. */
        String end() throws Exception {
            try {
                return task.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                return output() + e.getCause();
            }
        }
    }
}
