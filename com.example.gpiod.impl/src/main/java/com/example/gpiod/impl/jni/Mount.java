package com.example.gpiod.impl.jni;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line of {@code /proc/self/mountinfo}: what is mounted where, and how.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
record Mount(String id, String parent, String point, List<String> options) {
    /** How the kernel writes a blank in a path. */
    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

    /**
     * Finds the mount that a file is on. Goes down from the root as the kernel does, for a mount
     * may be hidden below another.
     *
     * @param file a real path, without links
     */
    static @Nullable Mount of(String file, List<String> mountinfo) {
        List<Mount> mounts = mountinfo.stream()
                .map(Mount::parse)
                .filter(mount -> mount.isAbove(file))
                .toList();
        Set<String> ids = mounts.stream().map(Mount::id).collect(Collectors.toSet());
        Mount found = null;
        while (true) {
            Mount above = found;
            Optional<Mount> next = mounts.stream()
                    .filter(mount -> above == null
                            ? !ids.contains(mount.parent)
                            : mount.parent.equals(above.id))
                    .min(Comparator.comparingInt(mount -> mount.point.length()));
            if (next.isEmpty()) {
                return above;
            }
            found = next.get();
        }
    }

    private static Mount parse(String line) {
        String[] fields = line.split(" ", 7);
        String point = ESCAPE.matcher(fields[4])
                .replaceAll(escape -> Matcher.quoteReplacement(
                        Character.toString(Integer.parseInt(escape.group(1), 8))));
        // The root of an initramfs is its own parent.
        String parent = fields[1].equals(fields[0]) ? "" : fields[1];
        return new Mount(fields[0], parent, point, List.of(fields[5].split(",", -1)));
    }

    private boolean isAbove(String file) {
        return file.startsWith(point.endsWith("/") ? point : point + "/") || file.equals(point);
    }
}
