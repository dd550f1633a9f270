package com.example.gpiod.itest.karaf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.itest.Await;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An Apache Karaf in a process of its own, as it is downloaded, but for its repositories: nothing comes
 * from the network. Its console is what a test types into and reads.
 *
 * <p><b>Synchronization:</b> external synchronization required.
 */
final class Karaf implements AutoCloseable {
    private static final Path HOME = Path.of(System.getProperty("itest.karaf"));
    private static final Path REPOSITORY =
            Path.of(System.getProperty("itest.home"), "karaf-repository");
    private static final String REPOSITORIES = "org.ops4j.pax.url.mvn.repositories";

    private static final int TOLD = 8_000;

    private final Path base;
    private final Path output;
    private final Process process;
    private final Writer console;
    private int commands;

    private Karaf(Path base) throws IOException {
        this.base = base;
        output = base.resolve("console.log");
        ProcessBuilder builder = new ProcessBuilder(HOME.resolve("bin/karaf").toString());
        builder.environment().put("KARAF_BASE", base.toString());
        builder.environment().put("KARAF_ETC", base.resolve("etc").toString());
        builder.environment().put("KARAF_DATA", base.resolve("data").toString());
        process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        console = process.outputWriter();
    }

    /** Makes the folders of an instance, for {@link #start}. */
    static Path prepare(Path base) throws IOException {
        Path etc = Files.createDirectory(base.resolve("etc"));
        Files.createDirectory(base.resolve("data"));
        Files.createDirectory(base.resolve("deploy"));
        try (Stream<Path> files = Files.list(HOME.resolve("etc"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, etc.resolve(file.getFileName()));
            }
        }
        Path maven = etc.resolve("org.ops4j.pax.url.mvn.cfg");
        // The property goes on over several lines.
        String text = Files.readString(maven)
                .replaceAll("(?m)^" + REPOSITORIES.replace(".", "\\.") + "=(.*\\\\\\n)*.*\\n", "");
        Files.writeString(
                maven,
                text
                        + "\n"
                        + REPOSITORIES
                        + "="
                        + REPOSITORY.toUri()
                        + "@id=prepared\norg.ops4j.pax.url.mvn.settings=/dev/null\n"
                        + "org.ops4j.pax.url.mvn.localRepository="
                        + base.resolve("data/repository")
                        + "\n");
        return base;
    }

    static Karaf start(Path base) throws IOException {
        Karaf karaf = new Karaf(base);
        karaf.await("karaf@root");
        return karaf;
    }

    /** Runs a command; returns what came out. */
    String run(String command) throws IOException {
        int before = output().length();
        commands++;
        String end = "end-of-" + commands;
        // Spelled so that the echo of what is typed is not taken for what comes out.
        type(command);
        type("echo end\"-of-\"" + commands);
        await(end);
        return output().substring(before);
    }

    private void type(String line) throws IOException {
        console.write(line + "\n");
        console.flush();
    }

    /** Runs a command until what comes out has a text: what was asked for before may be under way. */
    void runUntil(String command, String expected) {
        Await.untilStarted(this::told, () -> run(command).contains(expected));
    }

    private void await(String text) {
        Await.untilStarted(this::told, () -> {
            assertTrue(process.isAlive(), this::told);
            return output().contains(text);
        });
    }

    private String output() throws IOException {
        return Files.readString(output);
    }

    /** The end of what the console and the log have. */
    private String told() {
        try {
            return end(output()) + "\n" + end(Files.readString(base.resolve("data/log/karaf.log")));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String end(String text) {
        return text.substring(Math.max(0, text.length() - TOLD));
    }

    @Override
    public void close() throws IOException {
        try {
            type("shutdown -f");
            if (!process.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("Karaf does not end: " + told());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
