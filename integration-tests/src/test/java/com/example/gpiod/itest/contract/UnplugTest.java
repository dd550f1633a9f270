package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;
import com.example.gpiod.spi.Errno;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** A chip goes away while it is in use. */
class UnplugTest extends Contract {
    private static final ChipPlan PLAN = ChipPlan.of("usb", 4).line(0, "DOOR");

    private BoardChip plugged;

    @BeforeEach
    void plugChip() {
        plugged = plug(PLAN);
    }

    @Test
    void openChipIsGone() throws Exception {
        Chip chip = open(plugged);
        RequestConfig config = lines(input(), 0).build();
        // Names are remembered from here on.
        chip.lineInfos();
        plugged.unplug();

        assertRefused(Reason.GONE, () -> chip.lineInfo("NONE"));
        GpiodException refusal = assertRefused(Reason.GONE, () -> chip.lineInfo(0));
        assertEquals(Errno.ENODEV, refusal.errno());
        assertRefused(Reason.GONE, () -> chip.request(config));
        assertEquals(plugged.path(), chip.info().path());
        chip.close();
    }

    @Test
    void requestedLinesAreGone() throws Exception {
        LineRequest request = request(plugged, lines(output(false), 0));
        plugged.unplug();

        GpiodException refusal = assertRefused(Reason.GONE, () -> request.get("DOOR"));
        assertEquals(List.of("DOOR"), refusal.lines());
        assertEquals(plugged.path(), refusal.chip());
        assertRefused(Reason.GONE, () -> request.set(0, true));
        assertRefused(Reason.GONE, () -> request.subscribe(new EdgeRecorder()));
        request.close();
    }

    @Test
    void requestEndsWithoutBeingUsed() throws Exception {
        LineRequest request = request(plugged, lines(output(false), 0));

        plugged.unplug();

        Await.until("the end of the request", () -> !request.isHeld());
        assertRefused(Reason.GONE, () -> request.get(0));
    }

    @Test
    void everyListenerIsToldOnceAfterItsLastEdge() throws Exception {
        EdgeRecorder one = new EdgeRecorder();
        EdgeRecorder other = new EdgeRecorder();
        LineRequest request = request(plugged, lines(edges(Edge.BOTH), 0));
        request.subscribe(one);
        request.subscribe(other);
        plugged.pullUp(0);
        one.awaitEvents(1);
        other.awaitEvents(1);

        plugged.unplug();

        one.awaitEnd();
        other.awaitEnd();
        request.close();
        core().close();
        for (EdgeRecorder recorder : List.of(one, other)) {
            assertEquals(2, recorder.calls().size(), () -> recorder.calls().toString());
            assertEquals(1, recorder.events().size());
            GpiodException end = recorder.ends().get(0);
            assertEquals(Reason.GONE, end.reason());
            assertContains("DOOR", end.getMessage());
            assertContains(plugged.name(), end.getMessage());
        }
    }

    @Test
    void listenerThatIsToldMayReleaseTheRequest() throws Exception {
        LineRequest request = request(plugged, lines(edges(Edge.BOTH), 0));
        EdgeRecorder closing = new EdgeRecorder() {
            @Override
            public void onGone(GpiodException reason) {
                request.close();
                super.onGone(reason);
            }
        };
        request.subscribe(closing);

        plugged.unplug();

        closing.awaitEnd();
        assertTrue(!request.isHeld());
    }

    @Test
    void otherChipsGoOn() throws Exception {
        BoardChip staying = plug(2);
        EdgeRecorder recorder = new EdgeRecorder();
        request(staying, lines(edges(Edge.BOTH), 0)).subscribe(recorder);
        EdgeRecorder gone = new EdgeRecorder();
        request(plugged, lines(edges(Edge.BOTH), 0)).subscribe(gone);

        plugged.unplug();
        gone.awaitEnd();
        staying.pullUp(0);

        recorder.awaitEvents(1);
        assertEquals(List.of(), recorder.ends());
    }

    @Test
    void chipThatComesBackIsThereByItsLabel() throws Exception {
        request(plugged, lines(output(true), 0));
        plugged.unplug();

        BoardChip back = plug(PLAN);

        Chip chip = held(gpiod().openChip("usb"));
        assertEquals(back.path(), chip.info().path());
        held(chip.request(
                RequestConfig.builder().line("DOOR", output(true).build()).build()));
        assertTrue(back.isHigh(0));
    }
}
