package com.example.gpiod.impl.jni;

import static com.example.gpiod.impl.jni.Result.checkLong;

import com.example.gpiod.spi.BackendChip;
import com.example.gpiod.spi.BackendPoller;
import com.example.gpiod.spi.ErrnoException;
import com.example.gpiod.spi.GpioBackend;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The chips of this machine: libgpiod opens chips, and requests and reconfigures lines; what lines are,
 * values and events come from the kernel itself.
 *
 * <p>Nothing in this package guards lifetimes: the core calls no method after close, and closes
 * once, when nobody is inside (see {@link com.example.gpiod.spi}).
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
public final class JniBackend implements GpioBackend {
    /**
     * Framework or system property with the absolute path of a library to load instead of the
     * fragment's.
     */
    public static final String LIBRARY = "com.example.gpiod.library";

    static final String DEVICES = "/dev";

    private static final String CHIP_NAME = "gpiochip";
    private static final Pattern CHIP = Pattern.compile(CHIP_NAME + "[0-9]{1,9}");

    private JniBackend() {}

    /**
     * Loads the native library, unless it is loaded already, and makes a backend over it.
     *
     * @param library absolute path of the library, what {@link #LIBRARY} is set to; null for the
     *     one of the fragment
     * @param patience how long to wait for the garbage collector while an earlier class loader
     *     still has the library
     * @return the backend
     * @throws NativeLibraryException if there is no library that works here; the message says what
     *     to do
     */
    public static JniBackend load(@Nullable String library, Duration patience)
            throws NativeLibraryException {
        NativeLibrary.load(library, patience);
        return new JniBackend();
    }

    /** Returns one sentence that says that there is no library for this JVM, and what to do. */
    public static String missing() {
        return LoadFailure.here(null).missing();
    }

    @Override
    public List<String> chipPaths() {
        List<Path> chips = new ArrayList<>();
        try (DirectoryStream<Path> nodes =
                Files.newDirectoryStream(Path.of(DEVICES), JniBackend::isChip)) {
            nodes.forEach(chips::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        chips.sort(Comparator.comparingInt(JniBackend::number));
        return chips.stream().map(Path::toString).toList();
    }

    /** Links are left out: the chip that one leads to is there itself. */
    private static boolean isChip(Path node) {
        return CHIP.matcher(node.getFileName().toString()).matches()
                && !Files.isSymbolicLink(node)
                && Native.isChipDevice(Records.text(node.toString())) == 1;
    }

    private static int number(Path chip) {
        return Integer.parseInt(chip.getFileName().toString().substring(CHIP_NAME.length()));
    }

    @Override
    public boolean isChipDevice(String path) {
        return Native.isChipDevice(Records.text(path)) == 1;
    }

    @Override
    public BackendChip open(String path) throws ErrnoException {
        return new JniChip(path, checkLong(Native.chipOpen(Records.text(path))));
    }

    @Override
    public BackendPoller openPoller() throws ErrnoException {
        return JniPoller.open();
    }

    @Override
    public String apiVersion() {
        byte[] version = new byte[32];
        return new String(version, 0, Native.apiVersion(version), StandardCharsets.US_ASCII);
    }
}
