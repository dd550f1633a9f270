package com.example.gpiod.kura;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.api.Subscription;

import org.eclipse.kura.gpio.KuraClosedDeviceException;
import org.eclipse.kura.gpio.KuraGPIODescription;
import org.eclipse.kura.gpio.KuraGPIODeviceException;
import org.eclipse.kura.gpio.KuraGPIODirection;
import org.eclipse.kura.gpio.KuraGPIOMode;
import org.eclipse.kura.gpio.KuraGPIOPin;
import org.eclipse.kura.gpio.KuraGPIOTrigger;
import org.eclipse.kura.gpio.KuraUnavailableDeviceException;
import org.eclipse.kura.gpio.PinStatusListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A line as Kura's applications use it. It is requested while the pin is open, which {@link #open}
 * does, or the first use. When its chip goes away it is closed; the next use, or {@link #open}, opens
 * it again once the chip is back, with its listeners. One that was closed on purpose stays so until
 * {@link #open}.
 *
 * <p><b>Synchronization:</b> none required; thread-safe. A listener may call anything.
 */
final class Pin implements KuraGPIOPin {
    private static final Logger LOG = LoggerFactory.getLogger(Pin.class);

    private static final String STOPPED =
            "the GPIO adapter was stopped; get the service again, and look the pin up there";

    private final Gpiod gpiod;
    private final OpenPins openPins;
    private final NamedLine line;
    private final PinMode mode;
    private final AdapterConfig config;

    /** Held while something of the below changes, after that of {@link OpenPins}. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Written with the lock held. One that is not held any more counts as closed. */
    private volatile @Nullable LineRequest request;

    /** Written with the lock held. Why a use must not open the pin; null if it may. */
    private volatile @Nullable String closed;

    /** Guarded by lock. Where it was opened last. */
    private String place = "";

    /** Guarded by lock. Each with what it is subscribed by; that of a gone chip is over. */
    private final IdentityHashMap<PinStatusListener, Subscription> listeners =
            new IdentityHashMap<>();

    Pin(Gpiod gpiod, OpenPins openPins, NamedLine line, PinMode mode, AdapterConfig config) {
        this.gpiod = gpiod;
        this.openPins = openPins;
        this.line = line;
        this.mode = mode;
        this.config = config;
    }

    /** Says whether another pin for that would differ in nothing. */
    boolean isFor(NamedLine other, AdapterConfig next) {
        return line.equals(other)
                && config.consumer().equals(next.consumer())
                && settings(config).equals(settings(next));
    }

    /** Empty if they are refused. */
    private Optional<LineSettings> settings(AdapterConfig with) {
        try {
            return Optional.of(mode.settings(line.rule(), with));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void open() throws KuraGPIODeviceException, KuraUnavailableDeviceException, IOException {
        open(true);
    }

    /**
     * @param onPurpose whether {@link #open} was called; a use opens nothing that is closed meanwhile
     */
    private void open(boolean onPurpose)
            throws KuraGPIODeviceException, KuraUnavailableDeviceException, IOException {
        openPins.lock.lock();
        try {
            if (isOpen()) {
                return;
            }
            if (openPins.areOver()) {
                throw new KuraUnavailableDeviceException(line.because(STOPPED));
            }
            LineSettings settings = mode.settings(line.rule(), config);
            ChipInfo chip = chipNow();
            String there = OpenPins.place(chip, line.offset());
            Pin other = openPins.holder(there);
            LineRequest held = null;
            if (other != null && other != this) {
                held = other.handOver(settings, mode);
            }
            hold(held == null ? request(chip, settings) : held, there, onPurpose);
        } catch (IllegalArgumentException e) {
            throw new KuraGPIODeviceException(e, line.because(e.getMessage()));
        } catch (GpiodException e) {
            throw refused(e);
        } catch (IllegalStateException e) {
            // The implementation was stopped right now.
            throw new KuraUnavailableDeviceException(e, line.because(e.getMessage()));
        } finally {
            openPins.lock.unlock();
        }
    }

    /** The chip again, which may have another number now. */
    private ChipInfo chipNow() throws KuraUnavailableDeviceException {
        ChipInfo chip = line.chip();
        List<ChipInfo> alike = gpiod.chips().stream()
                .filter(each ->
                        each.label().equals(chip.label()) && each.numLines() == chip.numLines())
                .toList();
        List<ChipInfo> same = alike.stream()
                .filter(each -> each.device().equals(chip.device()))
                .toList();
        List<ChipInfo> candidates = same.isEmpty() ? alike : same;
        if (candidates.isEmpty()) {
            throw new KuraUnavailableDeviceException(line.because("its chip is not there"));
        }
        if (candidates.size() == 1) {
            return candidates.get(0);
        }
        return candidates.stream()
                .filter(each -> each.name().equals(chip.name()))
                .findFirst()
                .orElseThrow(() -> new KuraUnavailableDeviceException(line.because(
                        "its chip went away, and which of several alike it is cannot be told")));
    }

    private LineRequest request(ChipInfo now, LineSettings settings)
            throws GpiodException, KuraUnavailableDeviceException {
        try (Chip chip = gpiod.openChip(now.path())) {
            if (!chip.info().equals(now)) {
                throw new KuraUnavailableDeviceException(
                        line.because("its chip went away right now"));
            }
            String name = chip.lineInfo(line.offset()).name();
            if (!name.equals(line.lineName())) {
                throw new KuraUnavailableDeviceException(line.because("the line was called '"
                        + line.lineName()
                        + "', and now '"
                        + name
                        + "'; look the pin up again"));
            }
            return chip.request(RequestConfig.builder()
                    .line(line.offset(), settings)
                    .consumer(config.consumer())
                    .build());
        }
    }

    /**
     * Gives the line to another of its pins, in one step of the kernel's: what stays an output keeps
     * its value. If the kernel refuses, this pin stays as it is.
     *
     * @return null if this one is not open
     */
    private @Nullable LineRequest handOver(LineSettings settings, PinMode next)
            throws GpiodException {
        lock.lock();
        try {
            LineRequest held = request;
            if (held == null || !held.isHeld()) {
                return null;
            }
            LineSettings now = held.settings(line.offset());
            boolean stays =
                    now.direction() == Direction.OUTPUT && settings.direction() == Direction.OUTPUT;
            held.reconfigure(Map.of(
                    LineKey.of(line.offset()),
                    stays
                            ? settings.toBuilder()
                                    .outputValue(now.outputValue())
                                    .build()
                            : settings));
            forget("it was opened with other settings, " + next);
            return held;
        } finally {
            lock.unlock();
        }
    }

    /** Has the listeners of before hear again; all of them or none. */
    private void hold(LineRequest held, String there, boolean onPurpose) throws GpiodException {
        lock.lock();
        try {
            if (closed != null && !onPurpose) {
                held.close();
                return;
            }
            for (Map.Entry<PinStatusListener, Subscription> each : listeners.entrySet()) {
                each.setValue(subscribe(each.getKey(), held));
            }
            if (request != null) {
                // Of a chip that went away.
                request.close();
            }
            request = held;
            closed = null;
            place = there;
            openPins.put(there, this);
        } catch (GpiodException | IllegalStateException e) {
            held.close();
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private Subscription subscribe(PinStatusListener listener, LineRequest held)
            throws GpiodException {
        return held.subscribeFromNow(new EdgeListener() {
            @Override
            public void onEdge(EdgeEvent event) {
                listener.pinStatusChange(event.type() == EdgeEvent.Type.RISING);
            }

            @Override
            public void onLost(long count) {
                LOG.warn("A listener of {} was slower than the edges: {} are lost", line, count);
            }

            @Override
            public void onGone(GpiodException reason) {
                LOG.warn(
                        "A listener of {} hears nothing until the pin is used again: {}",
                        line,
                        reason.getMessage());
            }
        });
    }

    private IOException refused(GpiodException e)
            throws KuraGPIODeviceException, KuraUnavailableDeviceException {
        String message = line.because(e.getMessage());
        switch (e.reason()) {
            case UNSUPPORTED, LIMIT -> throw new KuraGPIODeviceException(e, message);
            case OTHER -> {
                return e;
            }
            default -> throw new KuraUnavailableDeviceException(e, message);
        }
    }

    @Override
    public boolean isOpen() {
        LineRequest held = request;
        return held != null && held.isHeld();
    }

    @Override
    public void setValue(boolean active)
            throws KuraUnavailableDeviceException, KuraClosedDeviceException, IOException {
        LineRequest held = opened();
        try {
            held.set(line.offset(), active);
        } catch (RequestReleasedException e) {
            throw closedMeanwhile(e);
        } catch (GpiodException e) {
            throw failed(e);
        }
    }

    @Override
    public boolean getValue()
            throws KuraUnavailableDeviceException, KuraClosedDeviceException, IOException {
        LineRequest held = opened();
        try {
            return held.get(line.offset());
        } catch (RequestReleasedException e) {
            throw closedMeanwhile(e);
        } catch (GpiodException e) {
            throw failed(e);
        }
    }

    /** The request; made now unless the pin was closed on purpose. */
    private LineRequest opened()
            throws KuraUnavailableDeviceException, KuraClosedDeviceException, IOException {
        LineRequest held = request;
        if (held != null && held.isHeld()) {
            return held;
        }
        openPins.lock.lock();
        try {
            String reason = closed;
            if (reason != null) {
                throw new KuraClosedDeviceException(line.because(reason));
            }
            open(false);
            held = request;
            if (held == null) {
                throw closedMeanwhile(null);
            }
            return held;
        } catch (KuraGPIODeviceException e) {
            throw new KuraUnavailableDeviceException(e, e.getMessage());
        } finally {
            openPins.lock.unlock();
        }
    }

    private KuraClosedDeviceException closedMeanwhile(@Nullable Throwable cause) {
        return new KuraClosedDeviceException(cause, line.because("it was closed meanwhile"));
    }

    private IOException failed(GpiodException e) throws KuraClosedDeviceException {
        if (e.reason() == Reason.GONE) {
            throw new KuraClosedDeviceException(e, line.because(e.getMessage()));
        }
        return e;
    }

    /** An output has no edges: then nobody is called, and nothing is wrong. */
    @Override
    public void addPinStatusListener(PinStatusListener listener)
            throws KuraClosedDeviceException, IOException {
        Objects.requireNonNull(listener, "listener");
        if (mode.isOutput()) {
            return;
        }
        if (mode.trigger() == KuraGPIOTrigger.NONE) {
            LOG.info("A listener of {} is never called, because its trigger is NONE", line);
        }
        try {
            opened();
            lock.lock();
            try {
                LineRequest held = request;
                if (held == null) {
                    throw closedMeanwhile(null);
                }
                if (!listeners.containsKey(listener)) {
                    listeners.put(listener, subscribe(listener, held));
                }
            } finally {
                lock.unlock();
            }
        } catch (KuraUnavailableDeviceException e) {
            throw new KuraClosedDeviceException(e, e.getMessage());
        } catch (RequestReleasedException e) {
            throw closedMeanwhile(e);
        } catch (GpiodException e) {
            throw failed(e);
        }
    }

    @Override
    public void removePinStatusListener(PinStatusListener listener) {
        lock.lock();
        try {
            Subscription subscription = listeners.remove(listener);
            if (subscription != null) {
                subscription.close();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        release("it was closed by close(); call open() to use it again");
    }

    /** Closes it for good, because the adapter is stopped. */
    void stop() {
        release(STOPPED);
    }

    private void release(String reason) {
        lock.lock();
        try {
            LineRequest held = request;
            forget(reason);
            openPins.remove(place, this);
            if (held != null) {
                held.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Call with the lock held. What is still in the queues of listeners is not told any more. */
    private void forget(String reason) {
        closed = reason;
        request = null;
        listeners.values().forEach(Subscription::close);
        listeners.clear();
    }

    @Override
    public KuraGPIODirection getDirection() {
        return mode.direction();
    }

    @Override
    public KuraGPIOMode getMode() {
        return mode.mode();
    }

    @Override
    public KuraGPIOTrigger getTrigger() {
        return mode.trigger();
    }

    @Override
    public String getName() {
        return line.name();
    }

    @Override
    public int getIndex() {
        return line.terminal();
    }

    /** For Kura 6 only: in Kura 5 nobody calls it, and there is no such type. */
    @Override
    public KuraGPIODescription getDescription() {
        return PinDescription.of(line);
    }

    @Override
    public String toString() {
        return line + ", " + mode;
    }
}
