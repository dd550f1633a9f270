package com.example.gpiod.benchmarks;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Is told of edges by a binding, on a thread of the binding's. */
final class ListenerReception implements Reception {
    private final EdgeSink sink;
    private final Semaphore arrived = new Semaphore(0);

    // The thread that is told writes, the one that waits reads.
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong newest = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    private volatile long awaited;

    ListenerReception(EdgeSink sink) {
        this.sink = sink;
    }

    /** Called for each edge. */
    void edge(boolean rising, long timestampNanos, long seqno) {
        sink.edge(rising, timestampNanos);
        newest.lazySet(seqno);
        long number = received.getPlain() + 1;
        received.setRelease(number);
        if (number == awaited) {
            arrived.release();
        }
    }

    /** Called for edges that were lost. */
    void lost(long count) {
        lost.addAndGet(count);
    }

    @Override
    public void receive(int edges, long apartNanos, Toggler toggler)
            throws IOException, InterruptedException {
        arrived.drainPermits();
        awaited = received.get() + edges;
        toggler.make(edges, apartNanos);
        boolean last = false;
        long before = -1;
        while (!arrived.tryAcquire(QUIET_MILLIS, TimeUnit.MILLISECONDS)) {
            if (last && received.get() == before) {
                break;
            }
            last = toggler.isDone();
            before = received.get();
        }
        toggler.await();
    }

    @Override
    public long received() {
        return received.get();
    }

    @Override
    public long newest() {
        return newest.get();
    }

    @Override
    public long lost() {
        return lost.get();
    }
}
