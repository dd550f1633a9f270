package com.example.gpiod.impl.core;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.RequestStatus;
import com.example.gpiod.spi.BackendChip;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;
import com.example.gpiod.spi.GpioBackend;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A backend in use: its poll loop, its open chips and held requests, and who holds them.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class ChipSource implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChipSource.class);

    private final GpioBackend backend;
    private final Runnable released;
    private final PollLoop loop;

    /**
     * Guards opening against the end of this source: what is opened is either seen by {@link
     * #close} or refused.
     */
    private final Lifetime lifetime = new Lifetime(() -> {});

    /** What is held and open, with its holder. */
    private final Map<Request, GpiodView> requests = new ConcurrentHashMap<>();

    private final Map<ChipHandle, Object> chips = new ConcurrentHashMap<>();

    /** How often chips may have come or gone. */
    private final AtomicInteger changes = new AtomicInteger();

    /**
     * @param chipsChanged is told, on a poll thread, when chips may have come or gone
     * @param released is told, on any thread, when lines are held no more
     */
    ChipSource(GpioBackend backend, EventThreads threads, Runnable chipsChanged, Runnable released)
            throws ErrnoException {
        this.backend = backend;
        this.released = released;
        // Not at once: many a request is over soon, and would cost twice as much.
        loop = new PollLoop(threads, backend.openPoller(), this::lookForEnds);
        try {
            loop.watchChips(() -> {
                changes.incrementAndGet();
                requests.keySet().forEach(Request::probe);
                chips.keySet().forEach(ChipHandle::probe);
                chipsChanged.run();
            });
        } catch (ErrnoException e) {
            // Everything else works without.
            LOG.warn(
                    "Chips that come and go are not noticed ({}); raise the limits fs.inotify.*",
                    e.getMessage());
        }
    }

    GpioBackend backend() {
        return backend;
    }

    ChipHandle open(String path, Object holder) throws ErrnoException {
        if (!lifetime.enter()) {
            throw new ErrnoException(Errno.ENODEV);
        }
        try {
            int before = changes.get();
            ChipHandle chip = new ChipHandle(backend.open(path), this, loop, chips::remove);
            chips.put(chip, holder);
            if (changes.get() != before) {
                chip.probe();
            }
            return chip;
        } finally {
            lifetime.exit();
        }
    }

    /** Requests lines of a chip; called inside the chip's lifetime. */
    Request hold(Request.Lines lines, BackendChip chip, GpiodView holder) throws ErrnoException {
        int before = changes.get();
        BackendRequest handle = chip.request(
                lines.consumer(), lines.eventBufferSize(), lines.offsetArray(), lines.settings());
        Request request = new Request(lines, handle, loop, this::ended);
        requests.put(request, holder);
        loop.callSoon();
        if (changes.get() != before) {
            // Whoever looked at the requests may have done so before it was put.
            request.probe();
        }
        return request;
    }

    /** On a poll thread. */
    private void lookForEnds() {
        boolean all = true;
        for (Request request : requests.keySet()) {
            all &= request.lookForEnd();
        }
        if (!all) {
            loop.callSoon();
        }
    }

    /** Tells of all requests that are held. */
    List<RequestStatus> status() {
        return requests.entrySet().stream()
                .map(held -> held.getKey().status(held.getValue().user()))
                .toList();
    }

    private void ended(Request request) {
        requests.remove(request);
        released.run();
    }

    /** Closes and releases all that a holder has, and adds what it was to a list. */
    void release(Object holder, List<String> forgotten) {
        // Chips first: without them there are no new requests.
        for (ChipHandle chip : of(holder, chips)) {
            forgotten.add("chip " + Failures.describe(chip.info()));
            chip.close();
        }
        for (Request request : of(holder, requests)) {
            forgotten.add("the request of lines " + request.lines().texts());
            request.release();
        }
    }

    private static <T> List<T> of(Object holder, Map<T, ?> all) {
        return all.entrySet().stream()
                .filter(entry -> entry.getValue() == holder)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Closes all chips, ends all requests with a word on why, and ends the thread. */
    @Override
    public void close() {
        lifetime.close(() -> {});
        lifetime.awaitFreed();
        // Chips first: without them there are no new requests.
        chips.keySet().forEach(ChipHandle::close);
        for (Request request : requests.keySet()) {
            ChipInfo chip = request.lines().chip();
            List<String> lines = request.lines().texts();
            request.end(Failures.other(
                    Reason.GONE,
                    "hold",
                    chip.path(),
                    lines,
                    "Lines "
                            + lines
                            + " of "
                            + Failures.describe(chip)
                            + " were released: the backend was stopped"));
            request.release();
        }
        loop.close();
    }
}
