package com.example.gpiod.impl.core;

import com.example.gpiod.api.ChipClosedException;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.InfoListener;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.spi.BackendChip;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * An open chip: the one place where a backend's chip is called.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class ChipHandle implements AutoCloseable, EventStream.Owner<InfoEvent> {
    /** What the kernel keeps of a chip's events (uAPI v2); what comes then is dropped. */
    private static final int KERNEL_QUEUE = 32;

    /** So that one chip does not keep a poll thread for ever. */
    private static final int AT_ONCE = 256;

    private final ChipInfo info;
    private final BackendChip handle;
    private final ChipSource source;

    /** Guards every call of the handle's. */
    private final Lifetime lifetime;

    /** Attached to the poll loop when somebody first wants events; most never do. */
    private final EventStream<InfoEvent> events;

    /**
     * Names of lines by offset, as far as somebody asked: they do not change while the chip is there.
     * Unguarded: who comes at the same time asks for the same.
     */
    private final @Nullable String[] names;

    /** Events read since the queue was last seen empty; guarded by the lock of the stream. */
    private int sinceEmpty;

    /** Set once, before the stream ends, read after. */
    private volatile @Nullable GpiodException gone;

    /**
     * Takes over a backend's chip; when that fails it is closed.
     *
     * @param onEnd is told once when the chip is closed
     */
    ChipHandle(BackendChip handle, ChipSource source, PollLoop loop, Consumer<ChipHandle> onEnd)
            throws ErrnoException {
        this.handle = handle;
        this.source = source;
        this.lifetime = new Lifetime(() -> {
            handle.close();
            onEnd.accept(this);
        });
        this.events = new EventStream<>(this, lifetime, loop, handle);
        boolean described = false;
        try {
            info = handle.info();
            names = new String[info.numLines()];
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
        checkOffset(offset);
        enter();
        try {
            LineInfo line = handle.lineInfo(offset);
            names[offset] = line.name();
            return line;
        } catch (ErrnoException e) {
            throw Failures.operation("describe", info, List.of(Integer.toString(offset)), e);
        } finally {
            lifetime.exit();
        }
    }

    List<LineInfo> lineInfos() throws GpiodException {
        enter();
        try {
            List<LineInfo> lines = List.copyOf(handle.lineInfos(info.numLines()));
            for (LineInfo line : lines) {
                names[line.offset()] = line.name();
            }
            return lines;
        } catch (ErrnoException e) {
            throw Failures.operation("describe lines of", info, List.of(), e);
        } finally {
            lifetime.exit();
        }
    }

    private int checkOffset(int offset) {
        if (offset < 0 || offset >= info.numLines()) {
            throw new IllegalArgumentException("offset must be 0 to "
                    + (info.numLines() - 1)
                    + " on "
                    + Failures.describe(info)
                    + ", not "
                    + offset);
        }
        return offset;
    }

    LineInfo lineInfo(LineKey key) throws GpiodException {
        return lineInfo(find(key));
    }

    /** Returns a line's name; empty if it has none. */
    private String name(int offset) throws GpiodException {
        String known = names[offset];
        return known == null ? lineInfo(offset).name() : known;
    }

    /** Finds the offset of the line that a key means. */
    private int find(LineKey key) throws GpiodException {
        if (key instanceof LineKey.Offset byOffset) {
            return checkOffset(byOffset.offset());
        }
        String name = ((LineKey.Name) key).name();
        for (int offset = 0; offset < info.numLines(); offset++) {
            if (name(offset).equals(name)) {
                return offset;
            }
        }
        OptionalInt number = key.number();
        if (number.isPresent()) {
            return checkOffset(number.getAsInt());
        }
        // Names are remembered: of a chip that is closed or gone, that is what is wrong.
        lineInfo(0);
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

    Request request(RequestConfig config, String defaultConsumer, GpiodView holder)
            throws GpiodException {
        Request.Lines lines = find(config, defaultConsumer);
        AttributeLimit.check("request", lines, lines.settings());
        enter();
        try {
            return source.hold(lines, handle, holder);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.EBUSY) {
                throw busy(lines, e);
            }
            throw Failures.operation("request", info, lines.texts(), e);
        } finally {
            lifetime.exit();
        }
    }

    private Request.Lines find(RequestConfig config, String defaultConsumer) throws GpiodException {
        List<LineKey> keys = List.copyOf(config.lines().keySet());
        Integer[] offsets = new Integer[keys.size()];
        String[] names = new String[keys.size()];
        for (int i = 0; i < offsets.length; i++) {
            int offset = find(keys.get(i));
            for (int j = 0; j < i; j++) {
                if (offsets[j] == offset) {
                    throw new IllegalArgumentException("line "
                            + keys.get(i)
                            + " is offset "
                            + offset
                            + " of "
                            + Failures.describe(info)
                            + ", which is named twice in one request");
                }
            }
            offsets[i] = offset;
            names[i] = name(offset);
        }
        return new Request.Lines(
                config.consumer().orElse(defaultConsumer),
                info,
                keys,
                List.of(offsets),
                List.of(names),
                List.copyOf(config.lines().values()),
                config.eventBufferSize());
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
                holders.add("line " + requested.text(i) + " is held by '" + consumer + "'"
                        + process(line.offset()));
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

    /** The holder's process, for a message: empty if unknown. */
    private String process(int offset) throws GpiodException {
        enter();
        try {
            String holder = handle.holder(offset);
            return holder.isEmpty() ? "" : ", " + holder;
        } catch (ErrnoException e) {
            return "";
        } finally {
            lifetime.exit();
        }
    }

    LineInfo watch(LineKey key) throws GpiodException {
        LineInfo line = lineInfo(key);
        enter();
        try {
            return handle.watch(line.offset());
        } catch (ErrnoException e) {
            throw watchFailure("watch", line, "it is watched already", e);
        } finally {
            lifetime.exit();
        }
    }

    void unwatch(LineKey key) throws GpiodException {
        LineInfo line = lineInfo(key);
        enter();
        try {
            handle.unwatch(line.offset());
        } catch (ErrnoException e) {
            throw watchFailure("unwatch", line, "it is not watched", e);
        } finally {
            lifetime.exit();
        }
    }

    private GpiodException watchFailure(
            String operation, LineInfo line, String busy, ErrnoException e) {
        List<String> lines =
                List.of(line.name().isEmpty() ? Integer.toString(line.offset()) : line.name());
        if (e.errno() != Errno.EBUSY) {
            return Failures.operation(operation, info, lines, e);
        }
        return new GpiodException(
                Reason.BUSY,
                operation,
                e.errno(),
                info.path(),
                lines,
                "Cannot " + operation + " line " + lines.get(0) + " of " + Failures.describe(info)
                        + ": " + busy + " by this chip object (EBUSY)");
    }

    /**
     * @param onClose is told once when the subscriber closes, and reachable until then
     */
    EventSubscription<InfoEvent> subscribe(
            InfoListener listener, Consumer<EventSubscription<InfoEvent>> onClose)
            throws GpiodException {
        return events.subscribe(Target.of(listener), onClose, subscription -> Optional.empty());
    }

    boolean waitInfoEvent(Duration timeout) throws GpiodException, InterruptedException {
        return events.take(ChipHandle::lookForEvents, this, "wait for info events of", timeout) > 0;
    }

    private int lookForEvents() throws ErrnoException {
        if (handle.hasEvents()) {
            return 1;
        }
        sinceEmpty = 0;
        return 0;
    }

    Optional<InfoEvent> readInfoEvent(Duration timeout)
            throws GpiodException, InterruptedException {
        AtomicReference<@Nullable InfoEvent> taken = new AtomicReference<>();
        events.take(
                into -> {
                    InfoEvent event = handle.readInfoEvent();
                    into.set(event);
                    sinceEmpty = event == null ? 0 : sinceEmpty + 1;
                    return event == null ? 0 : 1;
                },
                taken,
                "read info events of",
                timeout);
        return Optional.ofNullable(taken.get());
    }

    @Override
    public EventStream.Batch<InfoEvent> read(ByteBuffer scratch) throws ErrnoException {
        List<InfoEvent> batch = new ArrayList<>();
        boolean empty = false;
        while (!empty && batch.size() < AT_ONCE) {
            try {
                InfoEvent event = handle.readInfoEvent();
                empty = event == null;
                if (event != null) {
                    batch.add(event);
                }
            } catch (ErrnoException e) {
                // What was read before it is passed on first; the error comes again.
                if (batch.isEmpty()) {
                    throw e;
                }
                break;
            }
        }
        // What the kernel dropped came after all that it had kept: it is told when that is read.
        sinceEmpty += batch.size();
        boolean mayHaveLost = empty && sinceEmpty >= KERNEL_QUEUE;
        if (empty) {
            sinceEmpty = 0;
        }
        return new EventStream.Batch<>(batch, 0, mayHaveLost, !empty);
    }

    @Override
    public GpiodException over() {
        GpiodException reason = gone;
        if (reason != null && isOpen()) {
            return Failures.again(reason);
        }
        throw closed();
    }

    @Override
    public GpiodException failed(String operation, ErrnoException e) {
        GpiodException failure = Failures.operation(operation, info, List.of(), e);
        if (e.errno() == Errno.ENODEV) {
            end(failure);
        }
        return failure;
    }

    @Override
    public void unreadable(ErrnoException e) {
        end(Failures.operation("read info events of", info, List.of(), e));
    }

    /** Ends if the chip is gone; called also when something changed in its folder. */
    @Override
    public void probe() {
        if (!lifetime.enter()) {
            return;
        }
        try {
            handle.lineInfo(0);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENODEV) {
                unreadable(e);
            }
        } finally {
            lifetime.exit();
        }
    }

    /** No events any more; with a reason because the chip is gone, else because it was closed. */
    private void end(@Nullable GpiodException reason) {
        if (reason != null) {
            gone = reason;
        }
        events.end(reason, () -> {});
    }

    private void enter() {
        if (!lifetime.enter()) {
            throw closed();
        }
    }

    private ChipClosedException closed() {
        return new ChipClosedException("chip " + Failures.describe(info) + " was closed");
    }

    boolean isOpen() {
        return !lifetime.isClosed();
    }

    @Override
    public void close() {
        end(null);
        lifetime.close(() -> {});
        lifetime.awaitFreed();
    }
}
