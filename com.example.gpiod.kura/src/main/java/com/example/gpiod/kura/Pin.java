package com.example.gpiod.kura;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
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

    private final Gpiod gpiod;
    private final LineSlot slot;
    private final NamedLine line;
    private final PinMode mode;
    private final AdapterConfig config;

    /** Written with the slot's lock held. One that is not held any more counts as closed. */
    private volatile @Nullable LineRequest request;

    /** Guarded by the slot's lock. Why a use must not open the pin; null if it may. */
    private @Nullable String closed;

    /** Guarded by the slot's lock. The adapter is gone, and with it the way to the line. */
    private boolean ended;

    /** Guarded by the slot's lock. Each with what it is subscribed by; that of a gone chip is over. */
    private final IdentityHashMap<PinStatusListener, Subscription> listeners =
            new IdentityHashMap<>();

    Pin(Gpiod gpiod, LineSlot slot, NamedLine line, PinMode mode, AdapterConfig config) {
        this.gpiod = gpiod;
        this.slot = slot;
        this.line = line;
        this.mode = mode;
        this.config = config;
    }

    @Override
    public void open() throws KuraGPIODeviceException, KuraUnavailableDeviceException, IOException {
        slot.lock.lock();
        try {
            if (isOpen()) {
                return;
            }
            if (ended) {
                throw new KuraUnavailableDeviceException(closed);
            }
            LineSettings settings = settings();
            Pin other = slot.opened;
            if (other != null && other != this) {
                other.end("it was opened with other settings: " + mode.key());
            }
            hold(request(settings));
            slot.opened = this;
            closed = null;
        } catch (GpiodException e) {
            throw refused(e);
        } catch (IllegalStateException e) {
            // The implementation was stopped right now.
            throw new KuraUnavailableDeviceException(e, line + ": " + e.getMessage());
        } finally {
            slot.lock.unlock();
        }
    }

    private LineSettings settings() throws KuraGPIODeviceException {
        try {
            return mode.settings(line.rule(), config);
        } catch (IllegalArgumentException e) {
            throw new KuraGPIODeviceException(e, line + ": " + e.getMessage());
        }
    }

    private LineRequest request(LineSettings settings)
            throws GpiodException, KuraUnavailableDeviceException {
        try (Chip chip = gpiod.openChip(chipNow().path())) {
            String name = chip.lineInfo(line.offset()).name();
            if (!name.equals(line.lineName())) {
                throw new KuraUnavailableDeviceException(line
                        + ": the line was called '"
                        + line.lineName()
                        + "', and now '"
                        + name
                        + "'; look the pin up again");
            }
            return chip.request(RequestConfig.builder()
                    .line(line.offset(), settings)
                    .consumer(config.consumer())
                    .build());
        }
    }

    /** The chip again, which may have another number now. */
    private ChipInfo chipNow() throws KuraUnavailableDeviceException {
        ChipInfo chip = line.chip();
        List<ChipInfo> alike = gpiod.chips().stream()
                .filter(each ->
                        each.label().equals(chip.label()) && each.numLines() == chip.numLines())
                .toList();
        Optional<ChipInfo> same = alike.stream()
                .filter(each -> each.device().equals(chip.device()))
                .findFirst();
        if (same.isEmpty() && alike.size() != 1) {
            throw new KuraUnavailableDeviceException(line
                    + ": its chip is not there"
                    + (alike.isEmpty() ? "" : ", and which of those alike it is cannot be told"));
        }
        return same.orElseGet(() -> alike.get(0));
    }

    /** Call with the slot's lock held. Has the listeners of before hear again; all of them or none. */
    private void hold(LineRequest held) throws GpiodException {
        try {
            for (Map.Entry<PinStatusListener, Subscription> each : listeners.entrySet()) {
                each.setValue(subscribe(each.getKey(), held));
            }
        } catch (GpiodException | IllegalStateException e) {
            held.close();
            throw e;
        }
        request = held;
    }

    private static Subscription subscribe(PinStatusListener listener, LineRequest held)
            throws GpiodException {
        return held.subscribeFromNow(
                event -> listener.pinStatusChange(event.type() == EdgeEvent.Type.RISING));
    }

    private IOException refused(GpiodException e)
            throws KuraGPIODeviceException, KuraUnavailableDeviceException {
        String message = line + ": " + e.getMessage();
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
        slot.lock.lock();
        try {
            if (closed != null) {
                throw new KuraClosedDeviceException(closed);
            }
            open();
            return Objects.requireNonNull(request);
        } catch (KuraGPIODeviceException e) {
            throw new KuraUnavailableDeviceException(e, e.getMessage());
        } finally {
            slot.lock.unlock();
        }
    }

    private KuraClosedDeviceException closedMeanwhile(RequestReleasedException e) {
        return new KuraClosedDeviceException(e, line + ": it was closed meanwhile");
    }

    private IOException failed(GpiodException e) throws KuraClosedDeviceException {
        if (e.reason() == Reason.GONE) {
            throw new KuraClosedDeviceException(e, line + ": it is closed, " + e.getMessage());
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
        slot.lock.lock();
        try {
            LineRequest held = opened();
            if (!listeners.containsKey(listener)) {
                listeners.put(listener, subscribe(listener, held));
            }
        } catch (KuraUnavailableDeviceException e) {
            throw new KuraClosedDeviceException(e, e.getMessage());
        } catch (RequestReleasedException e) {
            throw closedMeanwhile(e);
        } catch (GpiodException e) {
            throw failed(e);
        } finally {
            slot.lock.unlock();
        }
    }

    @Override
    public void removePinStatusListener(PinStatusListener listener) {
        slot.lock.lock();
        try {
            Subscription subscription = listeners.remove(listener);
            if (subscription != null) {
                subscription.close();
            }
        } finally {
            slot.lock.unlock();
        }
    }

    @Override
    public void close() {
        end("it was closed by close(); call open() to use it again");
    }

    /** Closes it for good, because the adapter is stopped. */
    void stop() {
        slot.lock.lock();
        try {
            ended = true;
            end("the GPIO adapter was stopped; get the service again, and look the pin up there");
        } finally {
            slot.lock.unlock();
        }
    }

    private void end(String reason) {
        slot.lock.lock();
        try {
            closed = line + ": " + reason;
            // What is still in their queues is not told any more.
            listeners.values().forEach(Subscription::close);
            listeners.clear();
            LineRequest held = request;
            request = null;
            if (held != null) {
                held.close();
            }
        } finally {
            slot.lock.unlock();
        }
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
        return line + " " + mode.key();
    }
}
