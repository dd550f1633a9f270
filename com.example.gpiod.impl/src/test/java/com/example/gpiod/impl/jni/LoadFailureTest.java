package com.example.gpiod.impl.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is said of failures, where process and library are files of this test. */
class LoadFailureTest {
    private static final int X86 = 3;
    private static final int ARM = 40;
    private static final int X86_64 = 62;
    private static final int AARCH64 = 183;
    private static final int RISCV = 243;
    private static final int SOFT_FLOAT = 0x05000200;
    private static final int HARD_FLOAT = 0x05000400;

    private static final List<Pattern> MESSAGES_OF_THE_PAGE = messagesOfThePage();

    private static final String GLIBC = """
            7f1c00000000-7f1c00001000 r-xp 00000000 08:01 11 /opt/java/lib/libjvm.so
            7f1c01000000-7f1c01001000 r-xp 00000000 08:01 12 /usr/lib/x86_64-linux-gnu/libc.so.6
            """;
    private static final String MUSL = """
            7f1c01000000-7f1c01001000 r-xp 00000000 08:01 12 /lib/ld-musl-x86_64.so.1
            """;

    @TempDir
    Path folder;

    private Path process;
    private Path library;

    @BeforeEach
    void prepare() throws IOException {
        folder = folder.toRealPath();
        process = Files.createDirectory(folder.resolve("process"));
        library = folder.resolve("libgpiod-osgi.so");
        Files.write(process.resolve("exe"), elf(64, X86_64, 0));
        Files.writeString(process.resolve("mountinfo"), "28 1 8:1 / / rw - ext4 /dev/sda1 rw\n");
        Files.writeString(process.resolve("maps"), GLIBC);
        Files.write(library, elf(64, X86_64, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "amd64, x86_64",
        "aarch64, aarch64",
        "arm, armhf",
        "riscv64, riscv64",
    })
    void everyProcessorHasItsFragment(String osArch, String processor) {
        String message = new LoadFailure(null, "Linux", osArch, process).missing();

        assertEquals(
                "no native library for os.arch " + osArch
                        + ": install the fragment com.example.gpiod.natives.linux." + processor
                        + " and refresh com.example.gpiod.impl",
                message);
        assertEquals(
                message,
                explain(
                        new LoadFailure(null, "Linux", osArch, process),
                        new UnsatisfiedLinkError("no gpiod-osgi in java.library.path: /usr/lib")));
    }

    @Test
    void aProcessorWithoutAFragmentIsToldWhichHaveOne() {
        assertEquals(
                "no native library for os.arch x86: take a JVM with one of aarch64, amd64, arm,"
                        + " riscv64, or set com.example.gpiod.library to the absolute path of a"
                        + " library of your own",
                explain(
                        new LoadFailure(null, "Linux", "x86", process),
                        new UnsatisfiedLinkError("no gpiod-osgi in java.library.path: /usr/lib")));
    }

    @Test
    void otherSystemsHaveNoGpio() {
        String message = explain(
                new LoadFailure(null, "Mac OS X", "aarch64", process),
                new UnsatisfiedLinkError("no gpiod-osgi in java.library.path: /"));

        assertTrue(message.startsWith("no native library for Mac OS X"), message);
    }

    @Test
    void aForerunnerThatKeepsTheLibraryIsExplained() {
        String message =
                ofFragment("Native Library " + library + " already loaded in another classloader");

        assertTrue(message.contains(": refresh com.example.gpiod.impl"), message);
        assertTrue(message.contains("or restart the JVM"), message);
    }

    @Test
    void deniedNativeAccessIsExplained() {
        String message = explain(
                failure(null),
                new IllegalCallerException("Illegal native access from an unnamed module"));

        assertEquals(
                "the JVM denies native code (Illegal native access from an unnamed module): start"
                        + " it with --enable-native-access=ALL-UNNAMED",
                message);
    }

    @Test
    void aLibraryOfAnotherVersionIsExplained() {
        String said = "Method com.example.Native.x()I name not found";

        assertEquals(
                "the native library cannot be loaded (" + said
                        + "): install com.example.gpiod.natives.linux.x86_64 in the same version as"
                        + " com.example.gpiod.impl",
                ofFragment(said));
        assertEquals(
                chosen() + " cannot be loaded (" + said + "): " + setTheProperty(), ofChosen(said));
    }

    @ParameterizedTest
    @CsvSource({
        "64, 183, 0,          64-bit Arm",
        "32, 3,   0,          32-bit x86",
        "32, 40,  0x05000400, 32-bit Arm with hard floats",
        "64, 243, 0,          64-bit RISC-V",
        "64, 22,  0,          64-bit ELF machine 22",
    })
    void aLibraryForAnotherProcessorIsExplained(int bits, int machine, String flags, String name)
            throws IOException {
        Files.write(library, elf(bits, machine, Integer.decode(flags)));

        // What glibc says of it leads astray.
        String said = library + ": " + library + ": cannot open shared object file: No such file"
                + " or directory (Possible cause: can't load this .so on a AMD 64 platform)";
        String message = " is for " + name + ", this JVM is for 64-bit x86-64: take a JVM for that,"
                + " or set com.example.gpiod.library to the absolute path of a library for this JVM";
        assertEquals("the native library " + library + message, ofFragment(said));
        assertEquals(chosen() + message, ofChosen(said));
    }

    @Test
    void aJvmOf32BitsOnAMachineOf64IsExplained() throws IOException {
        Files.write(process.resolve("exe"), elf(32, ARM, HARD_FLOAT));
        Files.write(library, elf(64, AARCH64, 0));

        String message = ofFragment(library + ": " + library + ": wrong ELF class: ELFCLASS64");

        assertTrue(
                message.contains("is for 64-bit Arm, this JVM is for 32-bit Arm with hard floats"),
                message);
    }

    @Test
    void aJvmWithSoftFloatsIsExplained() throws IOException {
        Files.write(process.resolve("exe"), elf(32, ARM, SOFT_FLOAT));
        Files.write(library, elf(32, ARM, HARD_FLOAT));

        String message = ofFragment(library + ": " + library + ": cannot open shared object file");

        assertTrue(
                message.contains("is for 32-bit Arm with hard floats,"
                        + " this JVM is for 32-bit Arm with soft floats"),
                message);
    }

    @Test
    void anArmLibraryThatSaysNothingOfFloatsIsNotBlamed() throws IOException {
        Files.write(process.resolve("exe"), elf(32, ARM, HARD_FLOAT));
        Files.write(library, elf(32, ARM, 0x05000000));

        String message = ofFragment(library + ": " + library + ": file too short");

        assertTrue(message.contains(" cannot be loaded (file too short): "), message);
    }

    @Test
    void aNoexecMountIsNamed() throws IOException {
        Files.writeString(
                process.resolve("mountinfo"),
                "28 1 8:1 / / rw - ext4 /dev/sda1 rw\n40 28 0:40 / " + folder
                        + " rw,noexec - tmpfs none rw\n");

        String said = library + ": " + library + ": failed to map segment from shared object";
        String message = " must not be executed, " + folder + " is mounted noexec: mount it without"
                + " noexec, or set com.example.gpiod.library to the absolute path of a copy"
                + " elsewhere";
        assertEquals("the native library " + library + message, ofFragment(said));
        assertEquals(chosen() + message, ofChosen(said));
    }

    @Test
    void aNoexecMountIsNamedAlsoWhereAJvmWordsItOtherwise() throws IOException {
        Files.writeString(
                process.resolve("mountinfo"), "28 1 8:1 / / rw,noexec - ext4 /dev/sda1 rw\n");

        String message = ofFragment("Failed to load (" + library + ")");

        assertTrue(
                message.startsWith("the native library " + library + " must not be executed, / is"),
                message);
    }

    @Test
    void aLinkIntoANoexecMountIsSeenThrough() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real")).resolve("libgpiod-osgi.so");
        Files.move(library, real);
        Files.createSymbolicLink(library, real);
        Files.writeString(
                process.resolve("mountinfo"),
                "28 1 8:1 / / rw - ext4 /dev/sda1 rw\n40 28 0:40 / " + real.getParent()
                        + " rw,noexec - tmpfs none rw\n");

        String message = ofChosen(real + ": " + real + ": failed to map segment");

        assertTrue(message.contains(real.getParent() + " is mounted noexec"), message);
    }

    @Test
    void aPolicyIsSuspectedWhereNoMountIsNoexec() {
        assertEquals(
                "the native library " + library + " must not be executed (failed to map segment"
                        + " from shared object), though / is not mounted noexec: see whether a"
                        + " policy such as SELinux's forbids it, and permit it, or set"
                        + " com.example.gpiod.library to the absolute path of a copy elsewhere",
                ofFragment(
                        library + ": " + library + ": failed to map segment from shared object"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "FILE: FILE: undefined symbol: statx",
                "FILE: /lib/libc.so.6: version `GLIBC_2.34' not found (required by FILE)",
                "FILE: libother.so.3: cannot open shared object file: No such file or directory",
            })
    void whatGlibcLacksIsTold(String said) {
        String message = ofFragment(said.replace("FILE", library.toString()));

        String reason = said.replace("FILE: ", "").replace("FILE", library.toString());
        assertEquals(
                "the native library " + library + " needs what this process lacks (" + reason
                        + "), whose C library is glibc, /usr/lib/x86_64-linux-gnu/libc.so.6: update"
                        + " that, or set com.example.gpiod.library to the absolute path of a"
                        + " library that was built on this system",
                message);
    }

    @Test
    void libgpiodOfTheSystemIsAskedForByItsPackage() {
        String said = "libgpiod.so.3: cannot open shared object file: No such file or directory";

        assertEquals(
                "the native library " + library + " was built for a system with a libgpiod of its"
                        + " own (" + said + "): install that (on Debian libgpiod3), or a"
                        + " com.example.gpiod.natives.linux.x86_64 that has libgpiod inside",
                ofFragment(library + ": " + said));
    }

    @ParameterizedTest
    @CsvSource({
        "FILE: Error relocating FILE: __snprintf_chk: symbol not found",
        "FILE: Error loading shared library libc.so.6: No such file or directory (needed by FILE)",
    })
    void whatMuslLacksIsTold(String said) throws IOException {
        Files.writeString(process.resolve("maps"), MUSL);

        String message = ofChosen(said.replace("FILE", library.toString()));

        assertTrue(
                message.startsWith(chosen() + " needs what this process lacks (Error "), message);
        assertTrue(
                message.contains("whose C library is musl, /lib/ld-musl-x86_64.so.1: "), message);
    }

    @Test
    void glibcOfBefore234HasItsVersionInItsName() throws IOException {
        Files.writeString(
                process.resolve("maps"),
                "b6d00000-b6e00000 r-xp 00000000 b3:02 9 /lib/arm-linux-gnueabihf/libc-2.31.so\n");

        String message = ofFragment(library + ": " + library + ": undefined symbol: x");

        assertTrue(
                message.contains("glibc, /lib/arm-linux-gnueabihf/libc-2.31.so: update"), message);
    }

    @Test
    void aLibraryThatIsGoneFromTheCacheIsExplained() throws IOException {
        Files.delete(library);

        assertEquals(
                "the native library " + library
                        + " is not there: start the framework with a clean cache",
                ofFragment("Can't load " + library));
    }

    @Test
    void aPathThatLeadsNowhereIsExplained() throws IOException {
        Files.delete(library);

        assertEquals(
                chosen() + " is not there: " + setTheProperty(),
                ofChosen("Can't load library: " + library));
    }

    @Test
    void aRelativePathIsExplained() {
        String message = explain(
                failure("lib/libgpiod-osgi.so"),
                new UnsatisfiedLinkError("Expecting an absolute path of the library"));

        assertEquals(
                "com.example.gpiod.library=lib/libgpiod-osgi.so is no absolute path: "
                        + setTheProperty(),
                message);
    }

    @Test
    void aFileThatIsNoLibraryIsExplained() throws IOException {
        Files.writeString(library, "version https://git-lfs.github.com/spec/v1\n".repeat(3));

        assertEquals(
                chosen() + " is no library, it does not begin as an ELF file: " + setTheProperty(),
                ofChosen(library + ": " + library + ": invalid ELF header"));
    }

    @Test
    void aFolderIsNoLibrary() {
        String message = explain(
                failure(folder.toString()),
                new UnsatisfiedLinkError(folder + ": cannot read file data"));

        assertTrue(message.contains(" cannot be loaded ("), message);
        assertTrue(message.endsWith(setTheProperty()), message);
    }

    @Test
    void withoutProcTheLoaderIsQuoted() {
        process = folder.resolve("none");

        String message = ofFragment(library + ": " + library + ": failed to map segment");

        assertTrue(
                message.contains(" must not be executed (failed to map segment), though it is"),
                message);
    }

    @Test
    void aPathThatNoFileCanHaveIsTold() {
        String message = explain(failure("/lib\0.so"), new UnsatisfiedLinkError("Can't load"));

        assertTrue(
                message.endsWith(" cannot be loaded (Can't load): " + setTheProperty()), message);
    }

    private String chosen() {
        return "com.example.gpiod.library=" + library;
    }

    private static String setTheProperty() {
        return "set it to the absolute path of the libgpiod-osgi.so of"
                + " com.example.gpiod.natives.linux.x86_64 in the same version as"
                + " com.example.gpiod.impl, or not at all";
    }

    /** What is said of the fragment's library. */
    private String ofFragment(String said) {
        return explain(failure(null), new UnsatisfiedLinkError(said));
    }

    /** What is said of the library that a property names. */
    private String ofChosen(String said) {
        return explain(failure(library.toString()), new UnsatisfiedLinkError(said));
    }

    /** Every message is on the page for users. */
    private static String explain(LoadFailure failure, Throwable thrown) {
        String message = failure.explain(thrown);
        assertTrue(
                MESSAGES_OF_THE_PAGE.stream()
                        .anyMatch(row -> row.matcher(message).matches()),
                () -> "docs/native-library.md does not know: " + message);
        return message;
    }

    /** The rows of docs/native-library.md, with … for what differs. */
    private static List<Pattern> messagesOfThePage() {
        try (Stream<String> page = Files.lines(Path.of("..", "docs", "native-library.md"))) {
            return page.filter(line -> line.startsWith("| `"))
                    .map(line -> line.split("`", 3)[1])
                    .map(row -> Stream.of(row.split("…", -1))
                            .map(Pattern::quote)
                            .collect(Collectors.joining(".*")))
                    .map(Pattern::compile)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LoadFailure failure(String path) {
        return new LoadFailure(path, "Linux", "amd64", process);
    }

    private static byte[] elf(int bits, int machine, int flags) {
        return ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (bits / 32), 1})
                .putShort(18, (short) machine)
                .putInt(bits == 64 ? 48 : 36, flags)
                .array();
    }
}
