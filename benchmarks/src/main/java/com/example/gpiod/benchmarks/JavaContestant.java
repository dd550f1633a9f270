package com.example.gpiod.benchmarks;

import com.sun.management.ThreadMXBean;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * A contestant in a JVM. For each line {@code WORK COUNT} that it reads it does the work so often, and
 * prints a {@link Measured}, or {@code unsupported}. What is prepared before, and cleaned up after, is
 * not measured. What a subclass adds is the calls of its binding; there is one in a JVM, so they are
 * compiled into the loops here.
 *
 * @param <R> requested lines, as the binding has them
 */
abstract class JavaContestant<R> {
    /** How many events are read at once, by contestants in other languages too. */
    static final int BATCH = 256;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Toggler toggler;

    /** Keeps the compiler from leaving out what is only read. */
    @SuppressWarnings("UnusedVariable")
    private volatile long seen;

    private long begun;
    private long allocated;

    JavaContestant(Toggler toggler) {
        this.toggler = toggler;
    }

    /** Requests lines 0 to lines - 1 as outputs. */
    abstract R outputs(int lines) throws Exception;

    /** Requests lines 0 to lines - 1 as inputs. */
    abstract R inputs(int lines) throws Exception;

    /** Requests line {@link Work#EDGES} with both edges, and the largest buffer of the kernel's. */
    abstract R edges() throws Exception;

    /** Requests the same as {@link #edges}, with what buffer the binding asks for by default. */
    abstract R edgesByDefault() throws Exception;

    abstract void release(R request) throws Exception;

    /** Sets line 0. */
    abstract void set(R request, boolean active) throws Exception;

    /** Reads line 0. */
    abstract boolean get(R request) throws Exception;

    /** Sets lines 0 to 63. */
    abstract void setAll(R request, boolean active) throws Exception;

    /** Reads lines 0 to 63, and returns something that depends on them. */
    abstract long getAll(R request) throws Exception;

    /** Requests line 0 as an output and releases it, all but that prepared before {@link #begin}. */
    abstract Measured requestAndRelease(int count) throws Exception;

    /**
     * Opens the chip, describes lines 0 to 63, or all 65 where that is one call, and closes it; returns how
     * many are used.
     */
    abstract int describe() throws Exception;

    /**
     * Waits for events and reads up to {@link #BATCH}; they are looked at before the next read.
     *
     * @return how many; 0 after the time-out
     */
    abstract int read(R request, Duration timeout) throws Exception;

    /** Whether an event that was read last is a rising edge. */
    abstract boolean rising(int index);

    /** When the kernel saw an event that was read last. */
    abstract long timestamp(int index);

    /** The kernel's number of an event that was read last, among those of its request. */
    abstract long seqno(int index);

    /** How many events the binding says are lost; 0 if it never does. */
    long lost(R request) throws Exception {
        return 0;
    }

    /** Begins to receive the edges of a request, until it is released. */
    Reception reception(R request, EdgeSink sink) throws Exception {
        return new BlockingReception<>(this, request, sink);
    }

    /** How the names of the binding's own threads begin that work on events; empty if it has none. */
    String threadNames() {
        return "";
    }

    /** What the contestant can do. */
    Set<Work> works() {
        return EnumSet.allOf(Work.class);
    }

    /** Serves until there are no more commands. */
    final void serve() throws Exception {
        BufferedReader commands =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line; (line = commands.readLine()) != null; ) {
            String[] words = line.split(" ", -1);
            Work work = Work.of(words[0]);
            System.out.println(
                    works().contains(work)
                            ? work(work, Integer.parseInt(words[1])).toString()
                            : Contestant.UNSUPPORTED);
        }
    }

    private Measured work(Work work, int count) throws Exception {
        return switch (work) {
            case SET_ONE -> with(outputs(1), request -> setOne(request, count));
            case GET_ONE -> with(inputs(1), request -> getOne(request, count));
            case SET_64 -> with(outputs(64), request -> setAll(request, count));
            case GET_64 -> with(inputs(64), request -> getAll(request, count));
            case REQUEST -> requestAndRelease(count);
            case DESCRIBE -> describe(count);
            case DRAIN -> with(edges(), request -> drain(request, count));
            case LISTEN -> with(edges(), request -> listen(request, Work.QUEUED, count));
            case FLOOD -> with(edgesByDefault(), request -> listen(request, count, count));
            case LATENCY -> with(edges(), request -> latency(request, count));
        };
    }

    /** Something to do with requested lines. */
    @FunctionalInterface
    private interface Doing<R> {
        Measured with(R request) throws Exception;
    }

    private Measured with(R request, Doing<R> doing) throws Exception {
        try {
            return doing.with(request);
        } finally {
            release(request);
        }
    }

    /** From here on it is measured. */
    final void begin() {
        allocated = threads.getCurrentThreadAllocatedBytes();
        begun = System.nanoTime();
    }

    /** What was measured. */
    final Measured end(long done) {
        long nanos = System.nanoTime() - begun;
        long bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
        return measured(nanos, done, bytes);
    }

    private Measured setOne(R request, int count) throws Exception {
        begin();
        for (int i = 0; i < count; i++) {
            set(request, (i & 1) == 0);
        }
        return end(count);
    }

    private Measured getOne(R request, int count) throws Exception {
        long active = 0;
        begin();
        for (int i = 0; i < count; i++) {
            active += get(request) ? 1 : 0;
        }
        Measured measured = end(count);
        seen = active;
        return measured;
    }

    private Measured setAll(R request, int count) throws Exception {
        begin();
        for (int i = 0; i < count; i++) {
            setAll(request, (i & 1) == 0);
        }
        return end(count);
    }

    private Measured getAll(R request, int count) throws Exception {
        long active = 0;
        begin();
        for (int i = 0; i < count; i++) {
            active += getAll(request);
        }
        Measured measured = end(count);
        seen = active;
        return measured;
    }

    private Measured describe(int count) throws Exception {
        long used = 0;
        begin();
        for (int i = 0; i < count; i++) {
            used += describe();
        }
        Measured measured = end(count);
        seen = used;
        return measured;
    }

    private Measured drain(R request, int count) throws Exception {
        long nanos = 0;
        long bytes = 0;
        long done = 0;
        long rising = 0;
        for (int queued = 0; queued < count; queued += Work.QUEUED) {
            toggler.queue(Work.QUEUED);
            int read;
            begin();
            while ((read = read(request, Duration.ZERO)) > 0) {
                rising += look(read);
                done += read;
            }
            Measured batch = end(done);
            nanos += batch.get(Key.NANOS);
            bytes += batch.get(Key.BYTES);
        }
        seen = rising;
        return measured(nanos, done, bytes);
    }

    private long look(int read) {
        long rising = 0;
        for (int i = 0; i < read; i++) {
            rising += rising(i) ? 1 : 0;
            rising += timestamp(i);
        }
        return rising;
    }

    private static Measured measured(long nanos, long done, long bytes) {
        return Measured.NOTHING.with(Key.NANOS, nanos).with(Key.DONE, done).with(Key.BYTES, bytes);
    }

    /** A burst of edges, and the next when all of it arrived. */
    private Measured listen(R request, int burst, int count) throws Exception {
        long[] looked = new long[1];
        EdgeSink sink = (rising, timestamp) -> looked[0] += timestamp + (rising ? 1 : 0);
        Measured measured = receive(request, sink, burst, count, 0);
        seen = looked[0];
        return measured;
    }

    private Measured latency(R request, int count) throws Exception {
        Latencies latencies = new Latencies(count);
        return latencies.add(receive(request, latencies, count, count, Work.APART_NANOS));
    }

    private Measured receive(R request, EdgeSink sink, int burst, int count, long apartNanos)
            throws Exception {
        Reception reception = reception(request, sink);
        Effort before = Effort.of(threadNames());
        long start = System.nanoTime();
        for (int edges = 0; edges < count; edges += burst) {
            reception.receive(burst, apartNanos, toggler);
        }
        long nanos = System.nanoTime() - start;
        return Effort.of(threadNames())
                .since(before, measured(nanos, reception.received(), 0))
                .with(Key.LOST, reception.lost())
                .with(Key.MADE, reception.newest());
    }
}
