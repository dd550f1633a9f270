package com.example.gpiod.benchmarks;

import java.time.Duration;

/** Reads edges on the thread that waits for them. */
final class BlockingReception<R> implements Reception {
    private static final Duration QUIET = Duration.ofMillis(QUIET_MILLIS);

    private final JavaContestant<R> contestant;
    private final R request;
    private final EdgeSink sink;
    private long received;
    private long newest;

    BlockingReception(JavaContestant<R> contestant, R request, EdgeSink sink) {
        this.contestant = contestant;
        this.request = request;
        this.sink = sink;
    }

    @Override
    public void receive(int edges, long apartNanos, Toggler toggler) throws Exception {
        long all = received + edges;
        toggler.make(edges, apartNanos);
        while (received < all) {
            boolean last = toggler.isDone();
            int read = contestant.read(request, QUIET);
            if (read == 0 && last) {
                break;
            }
            for (int i = 0; i < read; i++) {
                sink.edge(contestant.rising(i), contestant.timestamp(i));
            }
            if (read > 0) {
                newest = contestant.seqno(read - 1);
            }
            received += read;
        }
        toggler.await();
    }

    @Override
    public long received() {
        return received;
    }

    @Override
    public long newest() {
        return newest;
    }

    @Override
    public long lost() throws Exception {
        return contestant.lost(request);
    }
}
