package com.example.gpiod.impl.core;

import com.example.gpiod.api.EdgeEventBuffer;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineRequest;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the owner of a request sees: may release it, and is watched for forgetting that.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
public final class OwnedRequest extends LinesView implements LineRequest {
    private final Cleaner.Cleanable watch;

    OwnedRequest(Request request, String owner, LeakWatch leaks) {
        super(request, new Request.User(owner, true));
        watch = leaks.watch(
                this,
                () -> "Request of lines " + request.lines().texts(),
                request::isHeld,
                request::release);
    }

    /** Makes a view for a user who may use the lines but not release them. */
    public LinesView view(String user) {
        return new LinesView(request, new Request.User(user, false));
    }

    /**
     * Counts the edges of a line from the request on, until the request or the count ends. While
     * somebody counts, nobody waits for events or reads them: as with a listener.
     */
    public LineCounter count(int offset) throws GpiodException {
        return request.count(request.index(offset));
    }

    /** Ends a count; the counter keeps its last one. */
    public void stopCounting(LineCounter counter) {
        request.stopCounting(counter);
    }

    @Override
    public EdgeEventBuffer newEventBuffer(int capacity) {
        if (capacity < 1 || capacity > MAX_EVENT_BUFFER_CAPACITY) {
            throw new IllegalArgumentException(
                    "capacity must be 1 to " + MAX_EVENT_BUFFER_CAPACITY + ", not " + capacity);
        }
        return EdgeBatch.ofCapacity(capacity);
    }

    @Override
    public boolean waitEdgeEvents(Duration timeout) throws GpiodException, InterruptedException {
        Objects.requireNonNull(timeout, "timeout");
        try {
            return request.waitEdgeEvents(timeout);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public int readEdgeEvents(EdgeEventBuffer buffer, Duration timeout)
            throws GpiodException, InterruptedException {
        Objects.requireNonNull(buffer, "buffer");
        Objects.requireNonNull(timeout, "timeout");
        if (!(buffer instanceof EdgeBatch batch)) {
            throw new IllegalArgumentException("buffer must be made by newEventBuffer, but is a "
                    + buffer.getClass().getName());
        }
        try {
            return request.readEdgeEvents(batch, timeout);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public boolean isHeld() {
        return request.isHeld();
    }

    @Override
    public void close() {
        request.release();
        watch.clean();
    }

    /**
     * Releases the lines after a last value for some of them, which nobody can change any more. Does
     * not fail: when the chip is gone there is nothing to set.
     *
     * @param values value by name or offset, as for {@link #set(Map)}
     */
    public void close(Map<LineKey, Boolean> values) {
        if (!values.isEmpty()) {
            List<LineKey> active = values.keySet().stream().filter(values::get).toList();
            request.release(user, mask(values.keySet()), active.isEmpty() ? 0 : mask(active));
        }
        close();
    }
}
