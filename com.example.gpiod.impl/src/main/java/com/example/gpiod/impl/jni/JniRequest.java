package com.example.gpiod.impl.jni;

import static com.example.gpiod.impl.jni.Result.check;
import static com.example.gpiod.impl.jni.Result.checkLong;

import com.example.gpiod.api.LineSettings;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.ErrnoException;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A {@code struct gpiod_line_request}; values and events go through its descriptor. Its functions
 * keep nothing between calls, so threads may share it until it is closed.
 */
final class JniRequest implements BackendRequest, Polled {
    // Per thread rather than per call: reading the values of 64 lines allocates nothing.
    private static final ThreadLocal<long[]> BITS = ThreadLocal.withInitial(() -> new long[1]);

    private final long request;
    private final int[] offsets;
    private final int descriptor;

    JniRequest(long request, int[] offsets) {
        this.request = request;
        this.offsets = offsets;
        this.descriptor = Native.requestDescriptor(request);
    }

    @Override
    public int descriptor() {
        return descriptor;
    }

    @Override
    public boolean hasEvents() throws ErrnoException {
        return check(Native.hasEvents(descriptor)) == 1;
    }

    @Override
    public long get(long mask) throws ErrnoException {
        if (mask >= 0) {
            return checkLong(Native.get(descriptor, mask));
        }
        long[] bits = BITS.get();
        check(Native.getWide(descriptor, mask, bits));
        return bits[0];
    }

    @Override
    public void set(long mask, long values) throws ErrnoException {
        check(Native.set(descriptor, mask, values));
    }

    @Override
    public void reconfigure(List<LineSettings> settings) throws ErrnoException {
        check(Native.reconfigure(request, Records.lines(offsets, settings)));
    }

    @Override
    public int readEvents(ByteBuffer buffer) throws ErrnoException {
        int position = buffer.position();
        // Not remaining(), which looks at the position again: another thread that misuses the
        // buffer may have moved it.
        int room = buffer.limit() - position;
        int bytes = check(Native.readEvents(descriptor, buffer, position, room));
        buffer.position(position + bytes);
        return bytes / EVENT_BYTES;
    }

    @Override
    public void close() {
        Native.requestRelease(request);
    }
}
