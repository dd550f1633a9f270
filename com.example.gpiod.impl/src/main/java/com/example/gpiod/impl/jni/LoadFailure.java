package com.example.gpiod.impl.jni;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes one sentence of why the native library did not load: what was tried, what is wrong, what
 * would be right. What the JVM says is often not the reason; the file, where it is mounted, and this
 * process tell it.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
final class LoadFailure {
    private static final String IMPL = "com.example.gpiod.impl";
    private static final String LIBRARY = JniBackend.LIBRARY;

    /** Processors of the fragments' names, by the {@code os.arch} of the JVMs they are for. */
    private static final Map<String, String> PROCESSORS = new TreeMap<>(
            Map.of("aarch64", "aarch64", "amd64", "x86_64", "arm", "armhf", "riscv64", "riscv64"));

    /** How JVMs name the file that they tried; what the loader says comes behind. */
    private static final Pattern TRIED =
            Pattern.compile("(/.*?\\.so)(?=[: )]|$)(?:: (?:\\1: )?(.*))?");

    /** How glibc and musl say that the process lacks a symbol, a version or another library. */
    private static final Pattern LACKS = Pattern.compile("undefined symbol|symbol not found"
            + "|\\((?:needed|required) by |^\\S+: cannot open shared object file");

    private static final Pattern FORBIDDEN =
            Pattern.compile("failed to map segment|Permission denied|not permitted");

    private static final Pattern LIBC =
            Pattern.compile("/.*/(?:(ld-musl-.*|libc\\.musl-.*)|libc(?:\\.so\\.6|-2\\..*\\.so))");

    private final @Nullable String path;
    private final String osName;
    private final String osArch;
    private final Path process;

    /**
     * Makes one for a JVM.
     *
     * @param path what {@link JniBackend#LIBRARY} is set to; null for the fragment's library
     * @param process what {@code /proc/self} is for this JVM
     */
    LoadFailure(@Nullable String path, String osName, String osArch, Path process) {
        this.path = path;
        this.osName = osName;
        this.osArch = osArch;
        this.process = process;
    }

    static LoadFailure here(@Nullable String path) {
        return new LoadFailure(
                path,
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Path.of("/proc/self"));
    }

    static boolean isTaken(String message) {
        return message.contains("already loaded in another class");
    }

    /** Says that there is no library. */
    String missing() {
        if (!osName.equals("Linux")) {
            return "no native library for " + osName
                    + ": GPIO character devices are Linux's, elsewhere there is only the simulator";
        }
        String none = "no native library for os.arch " + osArch + ": ";
        if (!PROCESSORS.containsKey(osArch)) {
            return none + "take a JVM with one of " + String.join(", ", PROCESSORS.keySet())
                    + ", or set " + LIBRARY + " to the absolute path of a library of your own";
        }
        return none + "install the fragment " + fragment() + " and refresh " + IMPL;
    }

    /** Says why the library did not load. */
    String explain(Throwable failure) {
        String said = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (failure instanceof IllegalCallerException) {
            return "the JVM denies native code (" + said
                    + "): start it with --enable-native-access=ALL-UNNAMED";
        }
        if (!osName.equals("Linux") || said.startsWith("no " + NativeLibrary.NAME + " in ")) {
            return missing();
        }
        if (isTaken(said)) {
            return "the native library is still held by the class loader of an earlier " + IMPL
                    + " (" + said + "): refresh " + IMPL
                    + "; if it was, end what still uses the earlier one, or restart the JVM";
        }
        Matcher tried = TRIED.matcher(said);
        boolean named = tried.find();
        String reason = named && tried.group(2) != null ? tried.group(2) : said;
        if (path != null) {
            return LIBRARY + "=" + path + " " + explain(path, reason);
        }
        return "the native library "
                + (named
                        ? tried.group(1) + " " + explain(tried.group(1), reason)
                        : unexplained(reason));
    }

    private String explain(String file, String reason) {
        try {
            return explain(Path.of(file), reason);
        } catch (NoSuchFileException e) {
            return "is not there: "
                    + (path == null ? "start the framework with a clean cache" : takeOther());
        } catch (AccessDeniedException e) {
            return "must not be read by the user " + System.getProperty("user.name")
                    + ": permit to read it, and to enter the folders above";
        } catch (IOException | InvalidPathException e) {
            return unexplained(reason);
        }
    }

    private String explain(Path file, String reason) throws IOException {
        if (!file.isAbsolute()) {
            return "is no absolute path: " + takeOther();
        }
        ElfHeader library = ElfHeader.of(file);
        if (library == null) {
            return "is no library, it does not begin as an ELF file: " + takeOther();
        }
        ElfHeader jvm = jvm();
        if (jvm != null && !library.fits(jvm)) {
            return "is for " + library + ", this JVM is for " + jvm
                    + ": take a JVM for that, or set " + LIBRARY
                    + " to the absolute path of a library for this JVM";
        }
        Mount mount = Mount.of(file.toRealPath().toString(), lines("mountinfo"));
        if (mount != null && mount.options().contains("noexec")) {
            return "must not be executed, " + mount.point() + " is mounted noexec: mount it without"
                    + " noexec, or set " + LIBRARY + " to the absolute path of a copy elsewhere";
        }
        if (reason.startsWith("libgpiod.so.")) {
            return "was built for a system with a libgpiod of its own (" + reason
                    + "): install that (on Debian libgpiod3), or a " + fragment()
                    + " that has libgpiod inside";
        }
        if (LACKS.matcher(reason).find()) {
            return "needs what this process lacks (" + reason + "), whose C library is " + libc()
                    + ": update that, or set " + LIBRARY + " to the absolute path of a library that"
                    + " was built on this system";
        }
        if (FORBIDDEN.matcher(reason).find()) {
            return "must not be executed (" + reason + "), though "
                    + (mount == null ? "it" : mount.point())
                    + " is not mounted noexec: see whether a policy such as SELinux's forbids it, and"
                    + " permit it, or set " + LIBRARY + " to the absolute path of a copy elsewhere";
        }
        return unexplained(reason);
    }

    private String unexplained(String reason) {
        return "cannot be loaded (" + reason + "): " + takeOther();
    }

    private String takeOther() {
        return path == null
                ? "install " + fragment() + " in the same version as " + IMPL
                : "set it to the absolute path of the lib" + NativeLibrary.NAME + ".so of "
                        + fragment() + " in the same version as " + IMPL + ", or not at all";
    }

    private String fragment() {
        String processor = PROCESSORS.get(osArch);
        return processor == null
                ? "a fragment for os.arch " + osArch
                : "com.example.gpiod.natives.linux." + processor;
    }

    private @Nullable ElfHeader jvm() {
        try {
            return ElfHeader.of(process.resolve("exe"));
        } catch (IOException e) {
            return null;
        }
    }

    /** The C library of this process, which brings along what the native library needs. */
    private String libc() {
        return lines("maps").stream()
                .map(LIBC::matcher)
                .filter(Matcher::find)
                .map(libc -> (libc.group(1) == null ? "glibc, " : "musl, ") + libc.group())
                .findFirst()
                .orElse("neither glibc nor musl");
    }

    private List<String> lines(String file) {
        try {
            // Paths of others may have any bytes.
            return new String(Files.readAllBytes(process.resolve(file)), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
