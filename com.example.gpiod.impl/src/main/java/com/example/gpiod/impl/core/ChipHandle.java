package com.example.gpiod.impl.core;

import com.example.gpiod.api.ChipClosedException;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.spi.BackendChip;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * An open chip: the one place where a backend's chip is called.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class ChipHandle implements AutoCloseable {
    private final ChipInfo info;
    private final BackendChip handle;
    private final ChipSource source;

    /** Guards every call of the handle's. */
    private final Lifetime lifetime;

    /**
     * Takes over a backend's chip; when that fails it is closed.
     *
     * @param onEnd is told once when the chip is closed
     */
    ChipHandle(BackendChip handle, ChipSource source, Consumer<ChipHandle> onEnd)
            throws ErrnoException {
        this.handle = handle;
        this.source = source;
        this.lifetime = new Lifetime(() -> {
            handle.close();
            onEnd.accept(this);
        });
        boolean described = false;
        try {
            info = handle.info();
            described = true;
        } finally {
            if (!described) {
                handle.close();
            }
        }
    }

    ChipInfo info() {
        return info;
    }

    LineInfo lineInfo(int offset) throws GpiodException {
        if (offset < 0 || offset >= info.numLines()) {
            throw new IllegalArgumentException("offset must be 0 to "
                    + (info.numLines() - 1)
                    + " on "
                    + Failures.describe(info)
                    + ", not "
                    + offset);
        }
        enter();
        try {
            return handle.lineInfo(offset);
        } catch (ErrnoException e) {
            throw Failures.operation("describe", info, List.of(Integer.toString(offset)), e);
        } finally {
            lifetime.exit();
        }
    }

    /** Finds the line that a key means, and describes it. */
    LineInfo lineInfo(LineKey key) throws GpiodException {
        if (key instanceof LineKey.Offset byOffset) {
            return lineInfo(byOffset.offset());
        }
        String name = ((LineKey.Name) key).name();
        for (int offset = 0; offset < info.numLines(); offset++) {
            LineInfo line = lineInfo(offset);
            if (line.name().equals(name)) {
                return line;
            }
        }
        OptionalInt number = number(name);
        if (number.isPresent()) {
            return lineInfo(number.getAsInt());
        }
        throw Failures.other(
                Reason.NOT_FOUND,
                "find",
                info.path(),
                List.of(name),
                "There is no line '"
                        + name
                        + "' on "
                        + Failures.describe(info)
                        + "; name one of its lines, or an offset from 0 to "
                        + (info.numLines() - 1));
    }

    private static OptionalInt number(String text) {
        boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
        // More digits than any chip has lines: nine fit an int.
        return digits && text.length() <= 9
                ? OptionalInt.of(Integer.parseInt(text))
                : OptionalInt.empty();
    }

    Request request(RequestConfig config, String defaultConsumer, Object holder)
            throws GpiodException {
        Map<Integer, LineInfo> lines = new LinkedHashMap<>();
        for (LineKey key : config.lines().keySet()) {
            LineInfo line = lineInfo(key);
            if (lines.putIfAbsent(line.offset(), line) != null) {
                throw new IllegalArgumentException("line "
                        + key
                        + " is offset "
                        + line.offset()
                        + " of "
                        + Failures.describe(info)
                        + ", which is named twice in one request");
            }
        }
        List<LineSettings> settings = List.copyOf(config.lines().values());
        Request.Lines requested = new Request.Lines(
                info,
                List.copyOf(lines.keySet()),
                lines.values().stream().map(LineInfo::name).toList(),
                settings,
                config.eventBufferSize());
        int[] offsets = lines.keySet().stream().mapToInt(Integer::intValue).toArray();
        enter();
        try {
            BackendRequest request = handle.request(
                    config.consumer().orElse(defaultConsumer),
                    config.eventBufferSize(),
                    offsets,
                    settings);
            return source.hold(requested, request, holder);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EBUSY) {
                throw busy(requested, e);
            }
            throw Failures.operation("request", info, requested.texts(), e);
        } finally {
            lifetime.exit();
        }
    }

    /** Says who holds which of the lines. */
    private GpiodException busy(Request.Lines requested, ErrnoException e) throws GpiodException {
        List<String> held = new ArrayList<>();
        List<String> holders = new ArrayList<>();
        for (int i = 0; i < requested.offsets().size(); i++) {
            LineInfo line = lineInfo(requested.offsets().get(i));
            if (line.used()) {
                held.add(requested.text(i));
                String consumer = line.consumer().isEmpty() ? "?" : line.consumer();
                holders.add("line " + requested.text(i) + " is held by '" + consumer + "'");
            }
        }
        if (held.isEmpty()) {
            // Released meanwhile.
            return Failures.operation("request", info, requested.texts(), e);
        }
        return new GpiodException(
                Reason.BUSY,
                "request",
                e.errno(),
                info.path(),
                held,
                "Cannot request lines of "
                        + Failures.describe(info)
                        + ": "
                        + String.join(", ", holders)
                        + "; have it released there or use another line (EBUSY)");
    }

    private void enter() {
        if (!lifetime.enter()) {
            throw new ChipClosedException("chip " + Failures.describe(info) + " was closed");
        }
    }

    boolean isOpen() {
        return !lifetime.isClosed();
    }

    @Override
    public void close() {
        lifetime.close(() -> {});
        lifetime.awaitFreed();
    }
}
