package com.example.gpiod.itest.readme;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles what pages show, against what they tell a reader to have: our API, OSGi's annotations and events. */
final class Sources {
    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern CLASS = Pattern.compile("(?m)^public (?:final )?class (\\w+)");

    private Sources() {}

    static String packageOf(String source) {
        return first(PACKAGE, source);
    }

    /** Compiles classes; warnings are errors. */
    static void compile(List<String> sources, Path classes) throws IOException {
        Path folder = Files.createTempDirectory(classes, "source");
        List<Path> paths = new ArrayList<>();
        for (String source : sources) {
            paths.add(Files.writeString(folder.resolve(first(CLASS, source) + ".java"), source));
        }
        String classPath = Stream.of(
                        Project.jars("bundles", "com.example.gpiod.api"),
                        Project.jars("lib", "org.osgi.service.component.annotations"),
                        Project.jars("lib", "org.osgi.service.event"),
                        Project.jars("lib", "osgi.annotation"))
                .flatMap(List::stream)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        List<String> options = List.of(
                "--release",
                "17",
                "-proc:none",
                "-Xlint:all",
                "-Werror",
                "-cp",
                classPath,
                "-d",
                classes.toString());
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
            boolean compiled = javac.getTask(
                            messages,
                            files,
                            null,
                            options,
                            null,
                            files.getJavaFileObjectsFromPaths(paths))
                    .call();
            assertTrue(compiled, messages::toString);
        }
    }

    private static String first(Pattern pattern, String source) {
        Matcher matcher = pattern.matcher(source);
        assertTrue(matcher.find(), () -> "no " + pattern + " in\n" + source);
        return matcher.group(1);
    }
}
