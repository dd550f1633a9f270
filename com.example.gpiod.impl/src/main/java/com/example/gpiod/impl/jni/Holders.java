package com.example.gpiod.impl.jni;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds the process that holds a line: the kernel shows in {@code /proc/PID/fdinfo} which lines a
 * descriptor has. A process of somebody else's, or in another container, is not seen.
 */
final class Holders {
    private static final Path PROC = Path.of("/proc");

    private Holders() {}

    /** Returns such as "process 4711 (gpioset)", or an empty text. */
    static String find(String chip, int offset) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, chip, offset)) {
                    return "process " + process.getFileName() + command(process);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Without /proc nobody can tell.
            return "";
        }
        return "";
    }

    private static boolean holds(Path process, String chip, int offset) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (isRequest(descriptor) && names(fdinfo(process, descriptor), chip, offset)) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Not ours to look into, or just ended.
            return false;
        }
        return false;
    }

    private static boolean isRequest(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("anon_inode:gpio");
        } catch (IOException e) {
            // Closed meanwhile.
            return false;
        }
    }

    private static List<String> fdinfo(Path process, Path descriptor) {
        try {
            return Files.readAllLines(process.resolve("fdinfo").resolve(descriptor.getFileName()));
        } catch (IOException e) {
            // Closed meanwhile.
            return List.of();
        }
    }

    /** Whether the kernel's lines about a descriptor name a line of a chip. */
    static boolean names(List<String> fdinfo, String chip, int offset) {
        boolean ofChip = fdinfo.stream().anyMatch(line -> isField(line, "gpio-chip", chip));
        return ofChip
                && fdinfo.stream()
                        .anyMatch(line -> isField(line, "gpio-line", Integer.toString(offset)));
    }

    private static boolean isField(String line, String name, String value) {
        return line.startsWith(name + ":")
                && line.substring(name.length() + 1).strip().equals(value);
    }

    private static String command(Path process) {
        try {
            return " (" + Files.readString(process.resolve("comm")).strip() + ")";
        } catch (IOException e) {
            return "";
        }
    }
}
