package com.example.gpiod.benchmarks;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Requests of one line each, from line 0 on, all of them listened to. */
final class Held implements AutoCloseable {
    private final Chip chip;
    private final Pulls pulls;
    private final Semaphore told = new Semaphore(0);
    private final List<LineRequest> requests = new ArrayList<>();

    Held(Chip chip, Pulls pulls) {
        this.chip = chip;
        this.pulls = pulls;
    }

    /** Requests more, until there are so many. */
    void growTo(int count) throws IOException {
        while (requests.size() < count) {
            LineRequest request = chip.request(RequestConfig.builder()
                    .line(requests.size(), LineSettings.input().edge(Edge.BOTH).build())
                    .build());
            requests.add(request);
            request.subscribe(edge -> told.release());
        }
    }

    /**
     * Makes edges on the lines in turn, and each time so many of them waits until all are told.
     *
     * @return nanoseconds for an edge, and how many of them our threads had a processor
     */
    double[] edges(int count, int atOnce) throws IOException, InterruptedException {
        Effort before = ours();
        long begun = System.nanoTime();
        for (int i = 1; i <= count; i++) {
            pulls.toggle(i % requests.size());
            if (i % atOnce == 0) {
                told.acquire(atOnce);
            }
        }
        long nanos = System.nanoTime() - begun;
        long cpu = ours().since(before, Measured.NOTHING).get(Key.CPU);
        return new double[] {(double) nanos / count, (double) cpu / count};
    }

    private static Effort ours() {
        return Effort.of(thread -> thread.getThreadName().startsWith("gpiod-"));
    }

    /** Releases them; then they can be requested again. */
    @Override
    public void close() {
        requests.forEach(LineRequest::close);
        requests.clear();
    }
}
