package com.example.gpiod.impl.core;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.LinesClaim;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.api.RequestStatistics;
import com.example.gpiod.api.RequestStatus;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Lines that are held: the one place where their backend is called. What users hold are views of
 * it.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class Request implements EventStream.Owner<EdgeEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(Request.class);

    private static final int QUEUED_AT_ONCE = 64;

    /** Which lines, on which chip. */
    record Lines(
            String consumer,
            ChipInfo chip,
            List<LineKey> keys,
            List<Integer> offsets,
            List<String> names,
            List<LineSettings> settings,
            int eventBufferSize) {

        int[] offsetArray() {
            int[] array = new int[offsets.size()];
            for (int i = 0; i < array.length; i++) {
                array[i] = offsets.get(i);
            }
            return array;
        }

        /** How messages call a line: by name if it has one. */
        String text(int index) {
            String name = names.get(index);
            return name.isEmpty() ? offsets.get(index).toString() : name;
        }

        List<String> texts() {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < offsets.size(); i++) {
                texts.add(text(i));
            }
            return texts;
        }
    }

    /** Who has a view of the lines. No record: two of one name are two. */
    static final class User {
        private final String name;
        private final boolean owner;

        /**
         * @param owner whether it is the one who may release the lines
         */
        User(String name, boolean owner) {
            this.name = name;
            this.owner = owner;
        }

        String name() {
            return name;
        }
    }

    private final Lines lines;
    private final int[] offsets;
    private final long allLines;
    private final BackendRequest handle;
    private final Consumer<Request> onEnd;

    /** Guards every call of the handle's. */
    private final Lifetime lifetime;

    private final EventStream<EdgeEvent> events;

    /** How many events the kernel keeps. */
    private final int kernelBuffer;

    /** Used only by those who read events: guarded by the lock of the stream. */
    private final LossCount losses;

    private final EventStream.Taking<EdgeBatch> filling;

    /** Whether a poll thread looks for the end of the chip, or cannot. Becomes true once. */
    private volatile boolean isLookedAfter;

    /** The last event of each line that was passed on: guarded by the lock of the stream. */
    private final @Nullable EdgeEvent[] newest;

    /** What the outputs drive and how lines are set up must not change while one asks the other. */
    private final ReentrantLock outputs = new ReentrantLock();

    // All below, but for the last: guarded by outputs.
    /** The settings that the kernel was given last; output values in them are not up to date. */
    private List<LineSettings> settings;

    /** The value that each output was given last. Not read back: an open drain may be held low. */
    private long driven;

    /** Who alone of the users may write; null when the last writer wins. */
    private @Nullable Claim claim;

    private String lastWriter = "";

    /** Written before the lifetime closes, read after: the lifetime orders them. */
    private @Nullable GpiodException gone;

    /**
     * Takes over a backend's request.
     *
     * @param onEnd is told once when the lines are held no more
     */
    Request(Lines lines, BackendRequest handle, PollLoop loop, Consumer<Request> onEnd) {
        this.lines = lines;
        this.offsets = lines.offsetArray();
        this.allLines = -1L >>> (Long.SIZE - offsets.length);
        this.handle = handle;
        this.onEnd = onEnd;
        this.lifetime = new Lifetime(this::free);
        this.events = new EventStream<>(this, lifetime, loop, handle);
        this.kernelBuffer = roundedUp(lines.eventBufferSize());
        this.losses = new LossCount(kernelBuffer, offsets.length == 1);
        this.filling = batch -> batch.fill(handle, losses);
        this.newest = new EdgeEvent[offsets.length];
        this.settings = Reconfiguration.effective(lines.settings());
        this.driven = Reconfiguration.outputValues(settings);
    }

    /**
     * Called outside, on a poll thread: has them look for the end of the chip from now on.
     *
     * @return false if it is to be tried again
     */
    boolean lookForEnd() {
        if (isLookedAfter || !lifetime.enter()) {
            return true;
        }
        try {
            if (events.tryAttach()) {
                isLookedAfter = true;
            }
            return isLookedAfter;
        } catch (ErrnoException e) {
            // Once: what is too many for the kernel stays so.
            isLookedAfter = true;
            LOG.warn(
                    "If the chip of lines {} of {} goes, it may be noticed late: {}",
                    lines.texts(),
                    Failures.describe(lines.chip()),
                    e.getMessage());
            return true;
        } finally {
            lifetime.exit();
        }
    }

    Lines lines() {
        return lines;
    }

    boolean isHeld() {
        return !lifetime.isClosed();
    }

    int index(int offset) {
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] == offset) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "offset " + offset + " is none of this request's, which are " + lines.offsets());
    }

    int index(LineKey key) {
        return find(key)
                .orElseThrow(() -> new IllegalArgumentException("line '" + key
                        + "' is none of this request's, which are " + lines.texts()));
    }

    /**
     * Finds the line that a key means: the one that was requested by it, else as {@link ChipHandle}
     * does on the whole chip.
     */
    OptionalInt find(LineKey key) {
        int index = lines.keys().indexOf(key);
        if (index < 0 && key instanceof LineKey.Name byName) {
            index = lines.names().indexOf(byName.name());
        }
        if (index < 0) {
            OptionalInt offset = key.number();
            index = offset.isPresent() ? lines.offsets().indexOf(offset.getAsInt()) : -1;
        }
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
    }

    long get(long mask) throws GpiodException {
        check(mask);
        enter();
        try {
            return handle.get(mask);
        } catch (ErrnoException e) {
            throw failure("read", mask, e);
        } finally {
            lifetime.exit();
        }
    }

    void set(User user, long mask, long values) throws GpiodException {
        check(mask);
        outputs.lock();
        try {
            enter();
            try {
                checkMayWrite(user, "set");
                handle.set(mask, values);
                driven = (driven & ~mask) | (values & mask);
                lastWriter = user.name;
            } catch (ErrnoException e) {
                throw failure("set", mask, e);
            } finally {
                lifetime.exit();
            }
        } finally {
            outputs.unlock();
        }
    }

    LineSettings settings(int index) {
        outputs.lock();
        try {
            return presentSettings(index);
        } finally {
            outputs.unlock();
        }
    }

    /**
     * Gives lines new settings, and the others those that they have.
     *
     * @param changes settings by index
     */
    void reconfigure(User user, Map<Integer, LineSettings> changes) throws GpiodException {
        outputs.lock();
        try {
            Reconfiguration plan = Reconfiguration.plan(settings, driven, changes);
            AttributeLimit.check("reconfigure", lines, plan.after());
            enter();
            try {
                checkMayWrite(user, "reconfigure");
                if (plan.after().equals(plan.before())) {
                    // Outputs are not driven again, and who watches the lines is told nothing.
                    return;
                }
                apply(plan);
                settings = plan.after();
                driven = Reconfiguration.outputValues(settings);
                lastWriter = user.name;
            } catch (ErrnoException e) {
                throw failure("reconfigure", allLines, e);
            } finally {
                lifetime.exit();
            }
        } finally {
            outputs.unlock();
        }
    }

    /** The one who alone may write. */
    private final class Claim implements LinesClaim {
        private final User user;

        Claim(User user) {
            this.user = user;
        }

        @Override
        public void close() {
            outputs.lock();
            try {
                if (claim == this) {
                    claim = null;
                }
            } finally {
                outputs.unlock();
            }
        }
    }

    LinesClaim claim(User user) throws GpiodException {
        outputs.lock();
        try {
            enter();
            lifetime.exit();
            Claim present = claim;
            if (present != null) {
                throw claimed("claim", present);
            }
            Claim made = new Claim(user);
            claim = made;
            return made;
        } finally {
            outputs.unlock();
        }
    }

    void endClaimOf(User user) {
        outputs.lock();
        try {
            if (claim != null && claim.user == user) {
                claim = null;
            }
        } finally {
            outputs.unlock();
        }
    }

    /** Call with the lock outputs held. */
    private void checkMayWrite(User user, String operation) throws GpiodException {
        Claim present = claim;
        if (present != null && present.user != user && !user.owner) {
            throw claimed(operation, present);
        }
    }

    private GpiodException claimed(String operation, Claim present) {
        return Failures.other(
                GpiodException.Reason.BUSY,
                operation,
                lines.chip().path(),
                lines.texts(),
                "Cannot "
                        + operation
                        + " lines "
                        + lines.texts()
                        + " of "
                        + Failures.describe(lines.chip())
                        + ": "
                        + present.user.name
                        + " has claimed them for writing; reading and listening is for all");
    }

    RequestStatistics statistics() {
        return events.look(subscriptions ->
                new RequestStatistics(losses.read(), losses.lost(), subscriptions));
    }

    RequestStatus status(String holder) {
        RequestStatistics statistics = statistics();
        outputs.lock();
        try {
            return new RequestStatus(
                    holder,
                    lines.consumer(),
                    lines.chip(),
                    lines.offsets(),
                    lines.names(),
                    presentSettings(),
                    claim == null ? "" : claim.user.name,
                    lastWriter,
                    statistics);
        } finally {
            outputs.unlock();
        }
    }

    /** Call with the lock outputs held. */
    private List<LineSettings> presentSettings() {
        List<LineSettings> present = new ArrayList<>();
        for (int i = 0; i < settings.size(); i++) {
            present.add(presentSettings(i));
        }
        return present;
    }

    /** Call with the lock outputs held. */
    private LineSettings presentSettings(int index) {
        return Reconfiguration.withValue(settings.get(index), (driven & 1L << index) != 0);
    }

    /** All of it or nothing: the kernel stops at the first line that it refuses. */
    private void apply(Reconfiguration plan) throws ErrnoException {
        try {
            handle.reconfigure(plan.after());
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENODEV) {
                try {
                    handle.reconfigure(plan.before());
                } catch (ErrnoException again) {
                    LOG.warn(
                            "Lines {} of {} may have new settings in part: {}",
                            lines.texts(),
                            Failures.describe(lines.chip()),
                            again.getMessage());
                }
            }
            throw e;
        }
    }

    private void check(long mask) {
        if (mask == 0 || (mask & ~allLines) != 0) {
            throw new IllegalArgumentException("mask must name some of the "
                    + offsets.length
                    + " lines (0x1 to 0x"
                    + Long.toHexString(allLines)
                    + "), not 0x"
                    + Long.toHexString(mask));
        }
    }

    private void enter() throws GpiodException {
        if (!lifetime.enter()) {
            throw over();
        }
    }

    @Override
    public GpiodException over() {
        GpiodException reason = gone;
        if (reason != null) {
            return Failures.again(reason);
        }
        throw new RequestReleasedException("the request of lines "
                + lines.texts()
                + " of "
                + Failures.describe(lines.chip())
                + " was released");
    }

    private GpiodException failure(String operation, long mask, ErrnoException e) {
        List<String> texts = new ArrayList<>();
        for (long rest = mask; rest != 0; rest &= rest - 1) {
            texts.add(lines.text(Long.numberOfTrailingZeros(rest)));
        }
        GpiodException failure = Failures.operation(operation, lines.chip(), texts, e);
        if (e.errno() == Errno.ENODEV) {
            end(failure);
        }
        return failure;
    }

    EventSubscription<EdgeEvent> subscribe(
            EdgeListener listener, Consumer<EventSubscription<EdgeEvent>> onClose)
            throws GpiodException {
        return events.subscribe(Target.of(listener), onClose, subscription -> Optional.empty());
    }

    /**
     * @param capacity how many events the listener may be behind
     */
    EventSubscription<EdgeEvent> subscribe(
            EdgeListener listener, int capacity, Consumer<EventSubscription<EdgeEvent>> onClose)
            throws GpiodException {
        return events.subscribe(Target.of(listener), onClose, subscription -> {
            subscription.limit(capacity);
            return Optional.empty();
        });
    }

    EventSubscription<EdgeEvent> subscribe(
            FlowSubscription stream, Consumer<EventSubscription<EdgeEvent>> onClose)
            throws GpiodException {
        return events.subscribe(
                stream, onClose, subscription -> Optional.of(stream.begin(subscription)));
    }

    EventSubscription<EdgeEvent> subscribeFromNow(
            EdgeListener listener, Consumer<EventSubscription<EdgeEvent>> onClose)
            throws GpiodException {
        return events.subscribe(Target.of(listener), onClose, subscription -> {
            // Others get what happened before; what happens from here on comes after the values.
            passOnWhatIsQueued();
            long values = handle.get(allLines);
            return Optional.of(() -> listener.onInitialValues(values));
        });
    }

    /** Counts the edges of a line, those since the request included. */
    LineCounter count(int index) throws GpiodException {
        return events.tap(() -> {
            boolean exact = offsets.length == 1 || losses.lost() == 0;
            return new LineCounter(offsets[index], newest[index], exact, System::nanoTime);
        });
    }

    void stopCounting(LineCounter counter) {
        events.untap(counter);
    }

    /** No more than the kernel keeps: in a flood there would be no end. */
    private void passOnWhatIsQueued() throws ErrnoException {
        EdgeBatch queued = EdgeBatch.ofCapacity(QUEUED_AT_ONCE);
        int passed = 0;
        do {
            passed += queued.fill(handle, losses);
            events.deliver(batch(queued));
        } while (queued.size() == QUEUED_AT_ONCE && passed < kernelBuffer);
    }

    /** As the kernel does it, to a power of two. */
    private static int roundedUp(int eventBufferSize) {
        return Integer.highestOneBit(eventBufferSize - 1) << 1;
    }

    boolean waitEdgeEvents(Duration timeout) throws GpiodException, InterruptedException {
        return events.take(Request::lookForEvents, this, "wait for events of", timeout) > 0;
    }

    private int lookForEvents() throws ErrnoException {
        if (handle.hasEvents()) {
            return 1;
        }
        losses.seenEmpty();
        return 0;
    }

    int readEdgeEvents(EdgeBatch batch, Duration timeout)
            throws GpiodException, InterruptedException {
        batch.clear();
        return events.take(filling, batch, "read events of", timeout);
    }

    @Override
    public EventStream.Batch<EdgeEvent> read(ByteBuffer scratch) throws ErrnoException {
        EdgeBatch batch = new EdgeBatch(scratch);
        batch.fill(handle, losses);
        return batch(batch);
    }

    private EventStream.Batch<EdgeEvent> batch(EdgeBatch batch) {
        List<EdgeEvent> events = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            EdgeEvent event = batch.event(i);
            events.add(event);
            newest[index(event.offset())] = event;
        }
        return new EventStream.Batch<>(
                events, batch.lost(), false, batch.size() == batch.capacity());
    }

    @Override
    public GpiodException failed(String operation, ErrnoException e) {
        return failure(operation, allLines, e);
    }

    @Override
    public void unreadable(ErrnoException e) {
        end(Failures.operation("read events of", lines.chip(), lines.texts(), e));
    }

    /** Ends the request if its chip is gone, which kernels before 6.6 don't tell by themselves. */
    @Override
    public void probe() {
        if (!lifetime.enter()) {
            return;
        }
        try {
            handle.get(allLines);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENODEV) {
                end(Failures.operation("hold", lines.chip(), lines.texts(), e));
            }
        } finally {
            lifetime.exit();
        }
    }

    /** Releases the lines; when this returns they are free. */
    void release() {
        end(null);
        lifetime.awaitFreed();
    }

    /** Sets outputs for the last time and releases the lines: nobody sets them in between. */
    void release(User owner, long mask, long values) {
        outputs.lock();
        try {
            // Somebody may have made inputs of some.
            long rest = mask & outputMask();
            if (rest != 0 && isHeld()) {
                set(owner, rest, values);
            }
        } catch (GpiodException | RequestReleasedException e) {
            LOG.warn("Outputs were released without their last value: {}", e.getMessage());
        } finally {
            try {
                end(null);
            } finally {
                outputs.unlock();
            }
        }
        lifetime.awaitFreed();
    }

    /** Call with the lock outputs held. */
    private long outputMask() {
        long mask = 0;
        for (int i = 0; i < settings.size(); i++) {
            if (settings.get(i).direction() == Direction.OUTPUT) {
                mask |= 1L << i;
            }
        }
        return mask;
    }

    /** Ends the request: its owner released it, or its chip went away. Does not wait. */
    void end(@Nullable GpiodException reason) {
        events.end(reason, () -> {
            gone = reason;
            lifetime.close(() -> {});
        });
    }

    /** Called once, when nobody is inside any more. */
    private void free() {
        handle.close();
        onEnd.accept(this);
    }
}
