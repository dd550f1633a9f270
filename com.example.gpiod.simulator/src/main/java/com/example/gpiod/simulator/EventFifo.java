package com.example.gpiod.simulator;

import com.example.gpiod.spi.BackendRequest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The events of a request in the kernel's layout; when it is full the oldest is dropped. Guarded by
 * the simulator's lock, which the callers hold.
 */
final class EventFifo {
    private static final int MAX_CAPACITY = 1024;

    private final int capacity;
    private final ByteBuffer ring;

    /** Index of the oldest event. */
    private int first;

    private int count;

    /**
     * Makes an empty one.
     *
     * @param size number of events asked for; as in the kernel, what is above 1024 is 1024, and
     *     then it is rounded up to a power of two
     */
    EventFifo(int size) {
        capacity = roundUp(Math.min(size, MAX_CAPACITY));
        ring = ByteBuffer.allocate(capacity * BackendRequest.EVENT_BYTES)
                .order(ByteOrder.nativeOrder());
    }

    private static int roundUp(int size) {
        return size <= 1 ? 1 : Integer.highestOneBit(size - 1) << 1;
    }

    /** The kernel's FIFO cannot hold less than two: edge detection is refused then. */
    boolean isUsable() {
        return capacity >= 2;
    }

    boolean isEmpty() {
        return count == 0;
    }

    void put(long timestamp, int id, int offset, int seqno, int lineSeqno) {
        if (count == capacity) {
            dropFirst();
        }
        int at = (first + count) % capacity * BackendRequest.EVENT_BYTES;
        ring.putLong(at + BackendRequest.EVENT_TIMESTAMP, timestamp);
        ring.putInt(at + BackendRequest.EVENT_ID, id);
        ring.putInt(at + BackendRequest.EVENT_OFFSET, offset);
        ring.putInt(at + BackendRequest.EVENT_SEQNO, seqno);
        ring.putInt(at + BackendRequest.EVENT_LINE_SEQNO, lineSeqno);
        count++;
    }

    int moveTo(ByteBuffer target) {
        int moved = 0;
        while (count > 0 && target.remaining() >= BackendRequest.EVENT_BYTES) {
            int to = target.position();
            target.put(to, ring, first * BackendRequest.EVENT_BYTES, BackendRequest.EVENT_BYTES);
            target.position(to + BackendRequest.EVENT_BYTES);
            dropFirst();
            moved++;
        }
        return moved;
    }

    private void dropFirst() {
        first = (first + 1) % capacity;
        count--;
    }
}
