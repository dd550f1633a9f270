package com.example.gpiod.benchmarks;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/**
 * What threads have taken so far.
 *
 * @param cpu processor nanoseconds by thread
 * @param bytes what was allocated on the heap, by thread
 */
record Effort(Map<Long, Long> cpu, Map<Long, Long> bytes) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Of this thread, and of those whose names begin so, if that is not empty. */
    static Effort of(String prefix) {
        return of(thread -> thread.getThreadId() == Thread.currentThread().getId()
                || (!prefix.isEmpty() && thread.getThreadName().startsWith(prefix)));
    }

    static Effort of(Predicate<ThreadInfo> counts) {
        Map<Long, Long> cpu = new HashMap<>();
        Map<Long, Long> bytes = new HashMap<>();
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            // Some may have ended meanwhile.
            if (thread != null && counts.test(thread)) {
                long id = thread.getThreadId();
                cpu.put(id, THREADS.getThreadCpuTime(id));
                bytes.put(id, THREADS.getThreadAllocatedBytes(id));
            }
        }
        return new Effort(cpu, bytes);
    }

    /** Writes down what was taken since then; what is gone has taken nothing. */
    Measured since(Effort before, Measured measured) {
        return measured.with(Key.CPU, sum(cpu, before.cpu))
                .with(Key.BYTES, sum(bytes, before.bytes));
    }

    private static long sum(Map<Long, Long> now, Map<Long, Long> before) {
        LongUnaryOperator more =
                id -> Math.max(0, now.getOrDefault(id, 0L) - before.getOrDefault(id, 0L));
        return now.keySet().stream().mapToLong(Long::longValue).map(more).sum();
    }
}
