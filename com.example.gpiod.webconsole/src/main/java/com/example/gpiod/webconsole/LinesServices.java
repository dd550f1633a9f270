package com.example.gpiod.webconsole;

import com.example.gpiod.api.Direction;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.webconsole.Snapshot.HeldLines;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The services {@link Lines}: what configurations hold. Each is used for a moment, so that between
 * two looks nothing is left.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
final class LinesServices {
    /** The page does not do that; the status is HTTP's. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        private final int status;

        RefusedException(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final BundleContext context;

    LinesServices(BundleContext context) {
        this.context = context;
    }

    Collection<ServiceReference<Lines>> all() {
        return find(null);
    }

    private Collection<ServiceReference<Lines>> find(@Nullable String filter) {
        try {
            return context.getServiceReferences(Lines.class, filter);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads the values of all. */
    List<HeldLines> read() {
        List<HeldLines> held = new ArrayList<>();
        for (ServiceReference<Lines> reference : all()) {
            Lines lines = context.getService(reference);
            if (lines != null) {
                held.add(read(reference, lines));
                context.ungetService(reference);
            }
        }
        return held;
    }

    private static HeldLines read(ServiceReference<Lines> reference, Lines lines) {
        List<Integer> offsets = lines.offsets();
        long values = 0;
        String failure = "";
        try {
            values = lines.getMask(-1L >>> (Long.SIZE - offsets.size()));
        } catch (GpiodException | RequestReleasedException e) {
            failure = String.valueOf(e.getMessage());
        }
        return new HeldLines(
                (Long) reference.getProperty(Constants.SERVICE_ID),
                name(reference),
                lines.chip().name(),
                offsets,
                isForOperators(reference) ? outputs(lines) : 0,
                values,
                failure);
    }

    private static long outputs(Lines lines) {
        long outputs = 0;
        long bit = 1;
        for (int offset : lines.offsets()) {
            if (isOutput(lines, offset)) {
                outputs |= bit;
            }
            bit <<= 1;
        }
        return outputs;
    }

    private static boolean isOutput(Lines lines, int offset) {
        return lines.settings(offset).direction() == Direction.OUTPUT;
    }

    private static boolean isForOperators(ServiceReference<Lines> reference) {
        return Boolean.TRUE.equals(reference.getProperty(Lines.OPERATOR));
    }

    static String name(ServiceReference<Lines> reference) {
        return String.valueOf(reference.getProperty(Lines.NAME));
    }

    /**
     * Sets an output whose configuration lets operators do that. The service is named by its id: a
     * page that is out of date never means other lines.
     *
     * @return the name of the configuration
     */
    String set(long id, int offset, boolean active) throws RefusedException {
        for (ServiceReference<Lines> reference :
                find("(" + Constants.SERVICE_ID + "=" + id + ")")) {
            if (!isForOperators(reference)) {
                throw new RefusedException(
                        FORBIDDEN,
                        "The configuration " + name(reference)
                                + " does not let operators set its outputs (operator=true would)");
            }
            Lines lines = context.getService(reference);
            if (lines != null) {
                try {
                    set(lines, offset, active);
                    return name(reference);
                } finally {
                    context.ungetService(reference);
                }
            }
        }
        throw new RefusedException(
                NOT_FOUND, "These lines are not held any more; look at the page again");
    }

    private static void set(Lines lines, int offset, boolean active) throws RefusedException {
        if (!lines.offsets().contains(offset) || !isOutput(lines, offset)) {
            throw new RefusedException(
                    FORBIDDEN, "Line " + offset + " is no output of these lines");
        }
        try {
            lines.set(offset, active);
        } catch (GpiodException | RequestReleasedException e) {
            throw new RefusedException(CONFLICT, String.valueOf(e.getMessage()));
        }
    }
}
