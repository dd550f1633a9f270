package com.example.gpiod.impl.core;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;
import com.example.gpiod.spi.GpioBackend;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * A backend in use: its poll thread, its open chips and held requests, and who holds them.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class ChipSource implements AutoCloseable {
    private final GpioBackend backend;
    private final Executor listeners;
    private final PollLoop loop;

    /**
     * Guards opening against the end of this source: what is opened is either seen by {@link #close}
     * or refused.
     */
    private final Lifetime lifetime = new Lifetime(() -> {});

    /** What is held and open, with its holder. */
    private final Map<Request, Object> requests = new ConcurrentHashMap<>();

    private final Map<ChipHandle, Object> chips = new ConcurrentHashMap<>();

    /**
     * @param listeners runs listeners
     * @param chipsChanged is told, on the poll thread, when chips may have come or gone
     */
    ChipSource(GpioBackend backend, Executor listeners, Runnable chipsChanged)
            throws ErrnoException {
        this.backend = backend;
        this.listeners = listeners;
        loop = new PollLoop(backend.getClass().getSimpleName(), backend.openPoller());
        boolean watching = false;
        try {
            loop.watchChips(chipsChanged);
            watching = true;
        } finally {
            if (!watching) {
                loop.close();
            }
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
            ChipHandle chip = new ChipHandle(backend.open(path), this, chips::remove);
            chips.put(chip, holder);
            return chip;
        } finally {
            lifetime.exit();
        }
    }

    Request hold(Request.Lines lines, BackendRequest handle, Object holder) throws ErrnoException {
        Request request = Request.hold(lines, handle, loop, listeners, requests::remove);
        requests.put(request, holder);
        if (!request.isHeld()) {
            // It ended before it was put.
            requests.remove(request);
        }
        return request;
    }

    /** Releases and closes all that a holder has, and adds what it was to a list. */
    void release(Object holder, List<String> forgotten) {
        for (Map.Entry<Request, Object> entry : requests.entrySet()) {
            if (entry.getValue() == holder) {
                Request request = entry.getKey();
                forgotten.add("the request of lines " + request.lines().texts());
                request.release();
            }
        }
        for (Map.Entry<ChipHandle, Object> entry : chips.entrySet()) {
            if (entry.getValue() == holder) {
                forgotten.add("chip " + Failures.describe(entry.getKey().info()));
                entry.getKey().close();
            }
        }
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
