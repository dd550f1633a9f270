package com.example.gpiod.itest.webconsole;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The distribution's Felix with its page, in a process of its own; configured in a folder.
 *
 * <p><b>Synchronization:</b> external synchronization required.
 */
final class Gateway implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Pattern LOGIN =
            Pattern.compile("start: http://(\\S+) user (\\S+) password (\\S+)");

    private final Path folder;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;
    private final String login;

    private Gateway(Path folder, Process process, Matcher said) {
        this.folder = folder;
        this.process = process;
        this.address = said.group(1);
        this.login = said.group(2) + ":" + said.group(3);
    }

    /** Starts it; {@code folder/conf} has its configurations. When this returns it has the page. */
    static Gateway start(Path folder) throws Exception {
        Path output = folder.resolve("output.log");
        ProcessBuilder builder = new ProcessBuilder(
                System.getProperty("webconsole.home") + "/bin/start",
                "-Dgosh.args=--nointeractive");
        builder.environment().put("GPIOD_CONF", folder.resolve("conf").toString());
        builder.environment().put("GPIOD_WORK", folder.resolve("work").toString());
        builder.environment().put("GPIOD_PAGE", Integer.toString(freePort()));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        long begun = System.nanoTime();
        Gateway gateway = null;
        while (process.isAlive() && System.nanoTime() - begun < PATIENCE.toNanos()) {
            Matcher said = LOGIN.matcher(Files.readString(output));
            if (gateway == null && said.find()) {
                gateway = new Gateway(folder, process, said);
            }
            if (gateway != null && gateway.isReady()) {
                return gateway;
            }
            Thread.sleep(200);
        }
        process.destroyForcibly();
        throw new AssertionError("no page: " + Files.readString(output));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get().statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Address of the page, with the login in it. */
    String url() {
        return "http://" + login + "@" + address;
    }

    HttpResponse<String> get() throws IOException, InterruptedException {
        return send(request().GET());
    }

    /** Posts what a form would, from a program that knows the login. */
    HttpResponse<String> post(String form) throws IOException, InterruptedException {
        return send(request()
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    HttpResponse<String> getWithoutLogin() throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://" + address)).GET());
    }

    private HttpRequest.Builder request() {
        String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(URI.create("http://" + address))
                .header("Authorization", "Basic " + basic);
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    }

    void configure(String file, String text) throws IOException {
        Files.writeString(folder.resolve("conf").resolve(file), text);
    }

    void deleteConfiguration(String file) throws IOException {
        Files.delete(folder.resolve("conf").resolve(file));
    }

    /** What it logged. */
    String output() throws IOException {
        return Files.readString(folder.resolve("output.log"));
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it does not end: " + output());
        }
    }
}
