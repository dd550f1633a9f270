package com.example.gpiod.impl.core;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;

import java.util.List;

/** Makes of error numbers what users see: a reason, and a sentence that says what to do. */
final class Failures {
    private Failures() {}

    /** A path could not be opened as chip. */
    static GpiodException open(String path, ErrnoException e) {
        String advice = switch (e.errno()) {
            case Errno.ENOENT -> "there is no such path";
            case Errno.ENOTTY -> "it is no character device";
            case Errno.ENODEV -> "it is no GPIO chip";
            case Errno.EACCES, Errno.EPERM -> "this process may not open it" + Access.advice(path);
            case Errno.EMFILE, Errno.ENFILE -> "too many files are open";
            default -> "the kernel refused";
        };
        Reason reason = e.errno() == Errno.ENODEV ? Reason.NOT_FOUND : reason(e);
        return new GpiodException(
                reason,
                "open",
                e.errno(),
                path,
                List.of(),
                "Cannot open chip " + path + ": " + advice + " (" + e.getMessage() + ")");
    }

    /** An operation on an open chip or on requested lines failed. */
    static GpiodException operation(
            String operation, ChipInfo chip, List<String> lines, ErrnoException e) {
        String advice = switch (e.errno()) {
            case Errno.EBUSY -> "held by somebody else";
            case Errno.ENODEV -> "the chip went away";
            case Errno.EPERM -> "an input cannot be set; request the line as output";
            case Errno.ENXIO -> "the line has no interrupt; request it without edges";
            case Errno.EOPNOTSUPP -> "the hardware cannot do what the settings ask for";
            case Errno.EINVAL -> "the kernel or the driver does not take these settings";
            case Errno.E2BIG ->
                "too many different settings in one request; the kernel takes 10"
                        + " kinds, make several requests of them";
            case Errno.EMFILE, Errno.ENFILE -> "too many files are open";
            default -> "the kernel refused";
        };
        return new GpiodException(
                reason(e),
                operation,
                e.errno(),
                chip.path(),
                lines,
                "Cannot "
                        + operation
                        + " "
                        + describe(lines)
                        + describe(chip)
                        + ": "
                        + advice
                        + " ("
                        + e.getMessage()
                        + ")");
    }

    /** The same failure with the stack of this caller. */
    static GpiodException again(GpiodException e) {
        GpiodException copy = new GpiodException(
                e.reason(),
                e.operation(),
                e.errno(),
                e.chip(),
                e.lines(),
                String.valueOf(e.getMessage()));
        copy.initCause(e);
        return copy;
    }

    /** A failure that is not the kernel's. */
    static GpiodException other(
            Reason reason, String operation, String chip, List<String> lines, String message) {
        return new GpiodException(reason, operation, 0, chip, lines, message);
    }

    static String describe(ChipInfo chip) {
        return chip.name() + " [" + chip.label() + "]";
    }

    private static String describe(List<String> lines) {
        return switch (lines.size()) {
            case 0 -> "";
            case 1 -> "line " + lines.get(0) + " of ";
            default -> "lines " + String.join(", ", lines) + " of ";
        };
    }

    private static Reason reason(ErrnoException e) {
        return switch (e.errno()) {
            case Errno.EBUSY -> Reason.BUSY;
            case Errno.EACCES, Errno.EPERM -> Reason.PERMISSION;
            case Errno.ENOENT, Errno.ENOTTY -> Reason.NOT_FOUND;
            case Errno.ENODEV -> Reason.GONE;
            case Errno.EOPNOTSUPP, Errno.ENXIO, Errno.EINVAL -> Reason.UNSUPPORTED;
            case Errno.E2BIG, Errno.EMFILE, Errno.ENFILE, Errno.ENOMEM -> Reason.LIMIT;
            default -> Reason.OTHER;
        };
    }
}
