package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeEvent.Type;
import com.example.gpiod.api.EdgeEventBuffer;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.impl.core.OwnedRequest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A controller with a driver of its own, Arm's PL061, as a board would have it: the power button of the
 * virtual machine is its line 3, up while it is pressed.
 */
@Tag("power-button")
class PowerButtonTest extends Contract {
    private static final int BUTTON = 3;
    private static final int FREE = 5;

    private ChipInfo pl061;

    @BeforeEach
    void find() {
        List<ChipInfo> chips = gpiod().chips();
        pl061 = chips.stream()
                .filter(chip -> chip.label().contains("pl061"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no PL061 among " + chips));
    }

    @Test
    void listenerSeesThePressAndTheRelease() throws Exception {
        LineRequest request = request(LineSettings.input().edge(Edge.BOTH), BUTTON);
        EdgeRecorder recorder = new EdgeRecorder();
        request.subscribe(recorder);

        long before = System.nanoTime();
        press();
        List<EdgeEvent> events = recorder.awaitEvents(2);
        long after = System.nanoTime();

        EdgeEvent press = events.get(0);
        EdgeEvent release = events.get(1);
        assertEquals(
                List.of(
                        new EdgeEvent(Type.RISING, press.timestampNanos(), BUTTON, 1, 1),
                        new EdgeEvent(Type.FALLING, release.timestampNanos(), BUTTON, 2, 2)),
                events);
        assertTrue(before <= press.timestampNanos(), events::toString);
        assertTrue(press.timestampNanos() < release.timestampNanos(), events::toString);
        assertTrue(release.timestampNanos() <= after, events::toString);
    }

    @Test
    void waitingReaderSeesThePress() throws Exception {
        // The driver has no debouncing: the kernel does it instead.
        LineRequest request = request(
                LineSettings.input().edge(Edge.RISING).debounce(Duration.ofMillis(5)), BUTTON);
        EdgeEventBuffer buffer = request.newEventBuffer(4);

        press();

        assertEquals(1, request.readEdgeEvents(buffer, Duration.ofMinutes(1)));
        assertEquals(Type.RISING, buffer.type(0));
    }

    @Test
    void outputReadsBack() throws Exception {
        LineRequest request = request(LineSettings.output(true), FREE);

        assertTrue(request.get(FREE));
        request.set(FREE, false);
        assertEquals(false, request.get(FREE));
    }

    /** Its driver leaves a released line as it is, unlike gpio-sim, which pulls it. */
    @Test
    void lastValueStaysWhenTheLineIsReleased() throws Exception {
        OwnedRequest request = (OwnedRequest) request(LineSettings.output(false), FREE);

        request.close(Map.of(LineKey.of(FREE), true));

        assertFalse(request.isHeld());
        assertTrue(request(LineSettings.builder(), FREE).get(FREE));
    }

    @Test
    void chipIsToldAsItsDriverNamesIt() throws Exception {
        assertEquals(8, pl061.numLines());
        assertTrue(pl061.device().endsWith("/" + pl061.label()), pl061::toString);
    }

    private LineRequest request(LineSettings.Builder settings, int offset) throws Exception {
        Chip chip = held(gpiod().openChip(pl061.path()));
        return held(chip.request(
                RequestConfig.builder().line(offset, settings.build()).build()));
    }

    private static void press() throws Exception {
        Process process = new ProcessBuilder(System.getProperty("itest.power-button"))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
