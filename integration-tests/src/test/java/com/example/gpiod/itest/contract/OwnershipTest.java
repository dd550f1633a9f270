package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipClosedException;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.api.Subscription;
import com.example.gpiod.impl.core.GpiodView;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who ends what: owners that forget, doors that close, the library that ends. */
class OwnershipTest extends Contract {
    private BoardChip plugged;
    private Chip chip;

    @BeforeEach
    void openChip() throws Exception {
        plugged = plug(4);
        chip = open(plugged);
    }

    private boolean isUsed(int offset) throws Exception {
        return chip.lineInfo(offset).used();
    }

    /** In a method of its own, so that no local variable keeps the request. */
    private void requestAndForget() throws Exception {
        assertTrue(chip.request(lines(input(), 0).build()).isHeld());
    }

    private Subscription subscribeAndForgetTheRequest(EdgeRecorder recorder) throws Exception {
        return chip.request(lines(edges(Edge.BOTH), 1).build()).subscribe(recorder);
    }

    @Test
    void forgottenRequestIsReleased() throws Exception {
        requestAndForget();

        Await.until("the release of the forgotten request", () -> {
            System.gc();
            return !isUsed(0);
        });
        held(chip.request(lines(input(), 0).build()));
    }

    @Test
    void requestThatSomebodyListensToIsNotForgotten() throws Exception {
        EdgeRecorder recorder = new EdgeRecorder();
        Subscription subscription = subscribeAndForgetTheRequest(recorder);
        // When this one has gone the other would have gone too.
        requestAndForget();
        Await.until("the release of the forgotten request", () -> {
            System.gc();
            return !isUsed(0);
        });

        assertTrue(isUsed(1));
        plugged.pullUp(1);

        recorder.awaitEvents(1);
        subscription.close();
    }

    @Test
    void closedDoorReleasesWhatWentThroughIt() throws Exception {
        GpiodView door = core().door("guest");
        Chip guests = door.openChip(plugged.path());
        LineRequest forgotten = guests.request(lines(output(true), 0).build());
        LineRequest mine = held(chip.request(lines(output(true), 1).build()));

        door.close();

        assertFalse(isUsed(0));
        assertThrows(RequestReleasedException.class, () -> forgotten.get(0));
        assertThrows(ChipClosedException.class, () -> guests.lineInfo(0));
        assertTrue(mine.get(1));
        assertTrue(isUsed(1));
    }

    @Test
    void closedDoorTakesBackWhatNobodyClosedAfterItsChip() throws Exception {
        GpiodView door = core().door("guest");
        LineRequest forgotten;
        try (Chip guests = door.openChip(plugged.path())) {
            forgotten = guests.request(lines(output(true), 0).build());
        }

        door.close();

        assertFalse(forgotten.isHeld());
        assertFalse(isUsed(0));
    }

    @Test
    void consumerIsTheDoor() throws Exception {
        GpiodView door = core().door("guest");
        held(held(door.openChip(plugged.path())).request(lines(input(), 0).build()));

        assertEquals("guest", chip.lineInfo(0).consumer());
    }

    @Test
    void endOfTheBackendEndsItsRequests() throws Exception {
        EdgeRecorder recorder = new EdgeRecorder();
        LineRequest request = held(chip.request(lines(edges(Edge.BOTH), 0).build()));
        request.subscribe(recorder);

        core().remove(backend());

        recorder.awaitEnd();
        GpiodException end = recorder.ends().get(0);
        assertEquals(Reason.GONE, end.reason());
        assertContains("stopped", end.getMessage());
        assertRefused(Reason.GONE, () -> request.get(0));
        assertThrows(ChipClosedException.class, () -> chip.lineInfo(0));
        assertEquals(0, gpiod().chips().size());
    }

    @Test
    void linesAreFreeAfterTheEnd() throws Exception {
        chip.request(lines(output(true), 0).build());

        core().close();

        core().add(backend(), () -> {}, () -> {});
        assertFalse(open(plugged).lineInfo(0).used());
    }
}
