package com.example.gpiod.impl.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Gpiod;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Every function of the libgpiod inside is offered: {@code libgpiod-functions.txt} says by what. */
class FunctionsTest {
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/");
    private static final Pattern CALL = Pattern.compile("\\b(gpiod_\\w+)\\s*\\(");
    private static final Pattern LINE =
            Pattern.compile("(gpiod_\\w+) (jni|kernel|java):(\\S+)( \\S+)?");

    /**
     * How a function is reached.
     *
     * @param member method of {@link Native}; empty if it takes none
     * @param offer what of the API offers it: a type, or a member of one
     */
    private record Function(String name, String way, String member, String offer) {}

    private static List<Function> functions() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                FunctionsTest.class.getResourceAsStream("/libgpiod-functions.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(FunctionsTest::function)
                    .toList();
        }
    }

    private static Function function(String line) {
        var parts = LINE.matcher(line);
        assertTrue(parts.matches(), line);
        boolean java = parts.group(2).equals("java");
        assertEquals(java, parts.group(4) == null, line);
        return java
                ? new Function(parts.group(1), "java", "", parts.group(3))
                : new Function(
                        parts.group(1),
                        parts.group(2),
                        parts.group(3),
                        parts.group(4).strip());
    }

    private static Set<String> calls(Path source) throws IOException {
        String code = COMMENT.matcher(Files.readString(source)).replaceAll("");
        return CALL.matcher(code)
                .results()
                .map((MatchResult call) -> call.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(List<Function> functions) {
        return functions.stream()
                .map(Function::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void allFunctionsOfLibgpiodAreListed() throws IOException {
        Path header = Path.of(System.getProperty("gpiod.h"));

        List<Function> listed = functions();

        assertEquals(calls(header), names(listed));
        assertEquals(names(listed).size(), listed.size(), "one line a function");
    }

    @Test
    void listSaysWhatOurNativeCodeCalls() throws IOException {
        Set<String> called = new TreeSet<>();
        Path sources = Path.of(System.getProperty("basedir"), "../src/main/c");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(sources, "*.c")) {
            for (Path file : files) {
                called.addAll(calls(file));
            }
        }

        assertEquals(
                called,
                names(functions().stream().filter(f -> f.way().equals("jni")).toList()));
    }

    @Test
    void nativeMethodsThatTheListNamesExist() throws IOException {
        Set<String> natives = Arrays.stream(Native.class.getDeclaredMethods())
                .filter(method -> Modifier.isNative(method.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toSet());

        assertEquals(
                List.of(),
                functions().stream()
                        .filter(f -> !f.way().equals("java") && !natives.contains(f.member()))
                        .toList());
    }

    @Test
    void membersOfTheApiThatTheListNamesExist() throws IOException {
        List<Function> missing = new ArrayList<>();
        for (Function function : functions()) {
            if (!exists(function.offer())) {
                missing.add(function);
            }
        }

        assertEquals(List.of(), missing);
    }

    private static boolean exists(String offer) {
        String[] parts = offer.split("#");
        try {
            Class<?> type =
                    Class.forName(Gpiod.class.getPackageName() + "." + parts[0].replace('.', '$'));
            return parts.length == 1
                    || Arrays.stream(type.getMethods())
                            .anyMatch(method -> method.getName().equals(parts[1]));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
