package com.example.gpiod.api;

import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * The kernel, or what is between it and us, refused an operation. The message is one sentence that
 * names the operation, the chip and the lines, and says what to do.
 *
 * <p>Wrong arguments are {@link IllegalArgumentException}s, use after the end is {@link
 * ChipClosedException} or {@link RequestReleasedException}.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
public final class GpiodException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Why an operation was refused.
     *
     * <p><b>Synchronization:</b> none required; immutable.
     */
    public enum Reason {
        /** A line is held by somebody else (EBUSY). */
        BUSY,
        /** The process may not do that (EACCES on the device node, EPERM on a line). */
        PERMISSION,
        /** There is no such chip or line (ENOENT), or the path is no chip (ENODEV, ENOTTY). */
        NOT_FOUND,
        /** A name fits several chips or lines. */
        AMBIGUOUS,
        /** The chip went away while it was in use (ENODEV). */
        GONE,
        /** The hardware or the kernel cannot do that (EOPNOTSUPP, ENXIO, ENOTSUP, EINVAL). */
        UNSUPPORTED,
        /** More than the kernel can take (E2BIG, EMFILE, ENOMEM). */
        LIMIT,
        /** Anything else; {@link GpiodException#errno()} tells. */
        OTHER
    }

    /** Why. */
    private final Reason reason;

    /** What was tried. */
    private final String operation;

    /** The kernel's error number, or 0. */
    private final int errno;

    /** The chip, or empty. */
    private final String chip;

    /** The lines. */
    @SuppressWarnings("serial") // always an unmodifiable list of the JDK's, which is serializable
    private final List<String> lines;

    /**
     * Makes an exception.
     *
     * @param reason why
     * @param operation what was tried, such as "request"
     * @param errno the kernel's error number, or 0 if it was not the kernel that refused
     * @param chip path, name or label of the chip, empty if there was none
     * @param lines names or offsets of the lines that it is about, empty if there were none
     * @param message one sentence with all of that and what to do
     */
    public GpiodException(
            Reason reason,
            String operation,
            int errno,
            String chip,
            List<String> lines,
            String message) {
        super(Objects.requireNonNull(message, "message"));
        this.reason = Objects.requireNonNull(reason, "reason");
        this.operation = Objects.requireNonNull(operation, "operation");
        this.errno = errno;
        this.chip = Objects.requireNonNull(chip, "chip");
        this.lines = List.copyOf(lines);
    }

    /**
     * Returns why the operation was refused.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Returns what was tried.
     *
     * @return the operation, such as "request"
     */
    public String operation() {
        return operation;
    }

    /**
     * Returns the kernel's error number.
     *
     * @return number as in {@code errno.h} of Linux, or 0 if it was not the kernel that refused
     */
    public int errno() {
        return errno;
    }

    /**
     * Returns the chip that it is about.
     *
     * @return path, name or label; empty if there was none
     */
    public String chip() {
        return chip;
    }

    /**
     * Returns the lines that it is about.
     *
     * @return names or offsets, unmodifiable; empty if there were none
     */
    public List<String> lines() {
        return lines;
    }
}
