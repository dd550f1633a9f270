package com.example.gpiod.impl.core;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Lines that are held: the one place where their backend is called. What users hold are views of it.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class Request {
    private static final Logger LOG = LoggerFactory.getLogger(Request.class);

    /** Which lines, on which chip. */
    record Lines(
            ChipInfo chip,
            List<Integer> offsets,
            List<String> names,
            List<LineSettings> settings,
            int eventBufferSize) {

        /** How messages call a line: by name if it has one. */
        String text(int index) {
            String name = names.get(index);
            return name.isEmpty() ? offsets.get(index).toString() : name;
        }

        List<String> texts() {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < offsets.size(); i++) {
                texts.add(text(i));
            }
            return texts;
        }
    }

    private final Lines lines;
    private final int[] offsets;
    private final long allLines;
    private final BackendRequest handle;
    private final PollLoop loop;
    private final long token;
    private final Executor executor;
    private final Consumer<Request> onEnd;

    /** Guards every call of the handle's. */
    private final Lifetime lifetime;

    /** Confined to the poll thread. */
    private final LossCount losses = new LossCount();

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by lock. */
    private final List<EdgeSubscription> subscriptions = new ArrayList<>();

    /** Written with the lock before the lifetime closes, read after: the lifetime orders them. */
    private @Nullable GpiodException gone;

    private Request(
            Lines lines,
            BackendRequest handle,
            PollLoop loop,
            Executor executor,
            Consumer<Request> onEnd) {
        this.lines = lines;
        this.offsets = lines.offsets().stream().mapToInt(Integer::intValue).toArray();
        this.allLines = -1L >>> (Long.SIZE - offsets.length);
        this.handle = handle;
        this.loop = loop;
        this.token = loop.newToken();
        this.executor = executor;
        this.onEnd = onEnd;
        this.lifetime = new Lifetime(this::free);
    }

    /**
     * Takes over a backend's request; when that fails it is closed.
     *
     * @param executor runs listeners
     * @param onEnd is told once when the lines are held no more
     */
    static Request hold(
            Lines lines,
            BackendRequest handle,
            PollLoop loop,
            Executor executor,
            Consumer<Request> onEnd)
            throws ErrnoException {
        Request request = new Request(lines, handle, loop, executor, onEnd);
        boolean held = false;
        try {
            loop.add(handle, request.token, request::ready);
            held = true;
        } finally {
            if (!held) {
                request.release();
            }
        }
        return request;
    }

    Lines lines() {
        return lines;
    }

    boolean isHeld() {
        return !lifetime.isClosed();
    }

    int index(int offset) {
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] == offset) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "offset " + offset + " is none of this request's, which are " + lines.offsets());
    }

    int index(String name) {
        int index = name.isEmpty() ? -1 : lines.names().indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "line '" + name + "' is none of this request's, which are " + lines.names());
        }
        return index;
    }

    long get(long mask) throws GpiodException {
        check(mask);
        enter();
        try {
            return handle.get(mask);
        } catch (ErrnoException e) {
            throw failure("read", mask, e);
        } finally {
            lifetime.exit();
        }
    }

    void set(long mask, long values) throws GpiodException {
        check(mask);
        enter();
        try {
            handle.set(mask, values);
        } catch (ErrnoException e) {
            throw failure("set", mask, e);
        } finally {
            lifetime.exit();
        }
    }

    private void check(long mask) {
        if (mask == 0 || (mask & ~allLines) != 0) {
            throw new IllegalArgumentException("mask must name some of the "
                    + offsets.length
                    + " lines (0x1 to 0x"
                    + Long.toHexString(allLines)
                    + "), not 0x"
                    + Long.toHexString(mask));
        }
    }

    private void enter() throws GpiodException {
        if (!lifetime.enter()) {
            GpiodException reason = gone;
            if (reason != null) {
                throw again(reason);
            }
            throw new RequestReleasedException("the request of lines "
                    + lines.texts()
                    + " of "
                    + Failures.describe(lines.chip())
                    + " was released");
        }
    }

    /** The same failure with the stack of this caller. */
    private static GpiodException again(GpiodException e) {
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

    private GpiodException failure(String operation, long mask, ErrnoException e) {
        List<String> texts = new ArrayList<>();
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            texts.add(lines.text(Long.numberOfTrailingZeros(rest)));
        }
        GpiodException failure = Failures.operation(operation, lines.chip(), texts, e);
        if (e.errno() == Errno.ENODEV) {
            end(failure);
        }
        return failure;
    }

    EdgeSubscription subscribe(EdgeListener listener, Consumer<EdgeSubscription> onClose)
            throws GpiodException {
        EdgeSubscription subscription = new EdgeSubscription(listener, executor, closed -> {
            unsubscribe(closed);
            onClose.accept(closed);
        });
        lock.lock();
        try {
            enter();
            try {
                if (subscriptions.isEmpty()) {
                    loop.listen(handle, token, true);
                }
                subscriptions.add(subscription);
            } catch (ErrnoException e) {
                throw failure("listen to", allLines, e);
            } finally {
                lifetime.exit();
            }
        } finally {
            lock.unlock();
        }
        return subscription;
    }

    private void unsubscribe(EdgeSubscription subscription) {
        lock.lock();
        try {
            boolean last = subscriptions.remove(subscription) && subscriptions.isEmpty();
            if (last && lifetime.enter()) {
                try {
                    // From now on the kernel keeps the events for the next subscriber.
                    loop.listen(handle, token, false);
                } catch (ErrnoException e) {
                    LOG.warn("Could not stop listening to {}: {}", lines.texts(), e.getMessage());
                } finally {
                    lifetime.exit();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Called on the poll thread: there are events, or the chip went away. */
    private void ready(ByteBuffer scratch) {
        // Who subscribes or leaves does so before or after all of it: no event falls between.
        lock.lock();
        try {
            if (subscriptions.isEmpty()) {
                // Events stay for the next subscriber.
                probe();
            } else if (read(scratch)) {
                deliver(scratch);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the request if its chip is gone, which kernels before 6.6 don't tell by themselves. */
    void probe() {
        if (!lifetime.enter()) {
            return;
        }
        try {
            handle.get(allLines);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENODEV) {
                end(Failures.operation("hold", lines.chip(), lines.texts(), e));
            }
        } finally {
            lifetime.exit();
        }
    }

    private boolean read(ByteBuffer scratch) {
        if (!lifetime.enter()) {
            return false;
        }
        try {
            return handle.readEvents(scratch) > 0;
        } catch (ErrnoException e) {
            // Whatever it is, it would be the same at once again: end rather than spin.
            end(Failures.operation("read events of", lines.chip(), lines.texts(), e));
            return false;
        } finally {
            lifetime.exit();
        }
    }

    /** Call with the lock held. */
    private void deliver(ByteBuffer records) {
        // Whether the kernel's buffer may have overflowed before.
        boolean full = !records.hasRemaining()
                || records.position() >= lines.eventBufferSize() * BackendRequest.EVENT_BYTES;
        int count = records.flip().remaining() / BackendRequest.EVENT_BYTES;
        List<EdgeEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            EdgeEvent event = decode(records, i * BackendRequest.EVENT_BYTES);
            events.add(event);
            losses.read(event.globalSeqno());
        }
        long lost = losses.lost(full);
        for (EdgeSubscription subscription : subscriptions) {
            subscription.offer(events, lost);
        }
    }

    private static EdgeEvent decode(ByteBuffer records, int at) {
        return new EdgeEvent(
                records.getInt(at + BackendRequest.EVENT_ID) == BackendRequest.RISING
                        ? EdgeEvent.Type.RISING
                        : EdgeEvent.Type.FALLING,
                records.getLong(at + BackendRequest.EVENT_TIMESTAMP),
                records.getInt(at + BackendRequest.EVENT_OFFSET),
                Integer.toUnsignedLong(records.getInt(at + BackendRequest.EVENT_SEQNO)),
                Integer.toUnsignedLong(records.getInt(at + BackendRequest.EVENT_LINE_SEQNO)));
    }

    /** Releases the lines; when this returns they are free. */
    void release() {
        end(null);
        lifetime.awaitFreed();
    }

    /** Ends the request: its owner released it, or its chip went away. Does not wait. */
    void end(@Nullable GpiodException reason) {
        List<EdgeSubscription> left;
        lock.lock();
        try {
            if (lifetime.isClosed()) {
                return;
            }
            gone = reason;
            left = List.copyOf(subscriptions);
            subscriptions.clear();
            // Before the last user leaves: until then the poll thread would be told again and
            // again.
            loop.remove(handle, token);
            lifetime.close(() -> {});
        } finally {
            lock.unlock();
        }
        for (EdgeSubscription subscription : left) {
            if (reason == null) {
                subscription.end();
            } else {
                subscription.gone(reason);
            }
        }
    }

    /** Called once, when nobody is inside any more. */
    private void free() {
        handle.close();
        onEnd.accept(this);
    }
}
