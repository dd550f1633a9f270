package com.example.gpiod.impl.core;

import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeEventBuffer;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.ErrnoException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Events as the kernel wrote them, decoded when they are asked for.
 *
 * <p><b>Synchronization:</b> external synchronization required.
 */
final class EdgeBatch implements EdgeEventBuffer {
    private final ByteBuffer records;
    private int size;
    private long lost;

    /**
     * @param records room for whole events, direct and in native byte order
     */
    EdgeBatch(ByteBuffer records) {
        this.records = records;
    }

    static EdgeBatch ofCapacity(int capacity) {
        return new EdgeBatch(ByteBuffer.allocateDirect(capacity * BackendRequest.EVENT_BYTES)
                .order(ByteOrder.nativeOrder()));
    }

    void clear() {
        size = 0;
        lost = 0;
    }

    /** Reads what there is and fits. */
    int fill(BackendRequest request, LossCount losses) throws ErrnoException {
        clear();
        int count = request.readEvents(records.clear());
        // Edges of different lines overtake each other, those of one never.
        for (int i = losses.inOrder() ? Math.max(0, count - 1) : 0; i < count; i++) {
            losses.seen(records.getInt(at(i) + BackendRequest.EVENT_SEQNO));
        }
        losses.read(count);
        lost = losses.lost(count < capacity());
        size = count;
        return count;
    }

    @Override
    public int capacity() {
        return records.capacity() / BackendRequest.EVENT_BYTES;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long lost() {
        return lost;
    }

    @Override
    public EdgeEvent.Type type(int index) {
        return records.getInt(checked(index) + BackendRequest.EVENT_ID) == BackendRequest.RISING
                ? EdgeEvent.Type.RISING
                : EdgeEvent.Type.FALLING;
    }

    @Override
    public long timestampNanos(int index) {
        return records.getLong(checked(index) + BackendRequest.EVENT_TIMESTAMP);
    }

    @Override
    public int offset(int index) {
        return records.getInt(checked(index) + BackendRequest.EVENT_OFFSET);
    }

    @Override
    public long globalSeqno(int index) {
        return unsigned(checked(index) + BackendRequest.EVENT_SEQNO);
    }

    @Override
    public long lineSeqno(int index) {
        return unsigned(checked(index) + BackendRequest.EVENT_LINE_SEQNO);
    }

    @Override
    public EdgeEvent event(int index) {
        return new EdgeEvent(
                type(index),
                timestampNanos(index),
                offset(index),
                globalSeqno(index),
                lineSeqno(index));
    }

    private long unsigned(int at) {
        return Integer.toUnsignedLong(records.getInt(at));
    }

    private int checked(int index) {
        return at(Objects.checkIndex(index, size));
    }

    private static int at(int index) {
        return index * BackendRequest.EVENT_BYTES;
    }

    @Override
    public String toString() {
        return "EdgeEventBuffer[" + size + " of " + capacity() + " events, " + lost + " lost]";
    }
}
