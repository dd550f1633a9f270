package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Edge;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.LinesClaim;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.api.RequestStatus;
import com.example.gpiod.impl.core.LinesView;
import com.example.gpiod.impl.core.OwnedRequest;
import com.example.gpiod.itest.board.Board.BoardChip;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Several users of the same lines: all read and listen, the last writer wins or one has a claim. */
class SharingTest extends Contract {
    private static final int LOOKS = 20;

    private BoardChip chip;
    private OwnedRequest owned;
    private LinesView left;
    private LinesView right;

    @BeforeEach
    void share() throws Exception {
        chip = plug(4);
        owned = (OwnedRequest) request(
                chip,
                lines(output(false), 0, 1)
                        .consumer("shared")
                        .line(2, edges(Edge.BOTH).build()));
        left = owned.view("left");
        right = owned.view("right");
    }

    private RequestStatus status() {
        return core().requests().get(0);
    }

    @Test
    void lastWriterWins() throws Exception {
        left.set(0, true);
        assertEquals("left", status().lastWriter());
        right.set(0, false);

        assertFalse(chip.isHigh(0));
        assertFalse(left.get(0));
        assertEquals("right", status().lastWriter());
        assertEquals("", status().writer());
    }

    @Test
    void claimerAloneWrites() throws Exception {
        left.set(0, true);
        try (LinesClaim claim = left.claim()) {
            GpiodException refusal = assertRefused(Reason.BUSY, () -> right.set(0, false));
            assertContains("left has claimed them", String.valueOf(refusal.getMessage()));
            assertEquals(List.of("0", "1", "2"), refusal.lines());
            assertRefused(
                    Reason.BUSY,
                    () -> right.reconfigure(
                            Map.of(LineKey.of(1), LineSettings.input().build())));
            assertEquals("left", status().writer());
            assertTrue(chip.isHigh(0));
            left.set(1, true);
            assertTrue(right.get(1));
        }
        right.set(0, false);
        assertFalse(chip.isHigh(0));
        assertEquals("", status().writer());
    }

    @Test
    void allListenWhoeverHasTheClaim() throws Exception {
        EdgeRecorder lefts = new EdgeRecorder();
        EdgeRecorder rights = new EdgeRecorder();
        held(right.claim());
        left.subscribe(lefts);
        right.subscribe(rights);

        chip.pullUp(2);

        assertEquals(lefts.awaitEvents(1), rights.awaitEvents(1));
    }

    @Test
    void ownerStandsAboveAClaim() throws Exception {
        held(left.claim());

        owned.set(0, true);
        owned.reconfigure(Map.of(LineKey.of(1), LineSettings.output(true).build()));

        assertTrue(chip.isHigh(0));
        assertTrue(chip.isHigh(1));
    }

    @Test
    void oneClaimAtATime() throws Exception {
        LinesClaim claim = left.claim();
        assertRefused(Reason.BUSY, right::claim);
        assertRefused(Reason.BUSY, left::claim);
        claim.close();
        LinesClaim next = held(right.claim());
        claim.close();
        assertEquals("right", status().writer(), "an old claim ends no newer one");
        next.close();
        assertEquals("", status().writer());
    }

    @Test
    void claimEndsWhenItsUserGivesTheLinesBack() throws Exception {
        left.claim();
        left.giveBack();

        right.set(0, true);
        assertThrows(RequestReleasedException.class, left::claim);
        held(right.claim());
    }

    @Test
    void twoUsersOfOneNameAreTwo() throws Exception {
        LinesView twin = owned.view("left");
        held(left.claim());

        assertRefused(Reason.BUSY, () -> twin.set(0, true));
    }

    @Test
    void releasedLinesAreNotClaimed() throws Exception {
        left.claim();
        owned.close();

        assertThrows(RequestReleasedException.class, left::claim);
        assertThrows(RequestReleasedException.class, right::claim);
        assertThrows(RequestReleasedException.class, () -> right.set(0, true));
    }

    /** What a claimer wrote stays until it gives its claim back, whoever tries. */
    @Test
    @Tag("races")
    void nobodyWritesIntoAClaim() throws Exception {
        AtomicInteger overwritten = new AtomicInteger();
        AtomicInteger claims = new AtomicInteger();
        try (Crew crew = new Crew()) {
            crew.race(() -> List.of(
                    () -> claimAndLook(left, claims, overwritten),
                    () -> claimAndLook(right, claims, overwritten),
                    () -> ifAllowed(() -> owned.view("other").set(0, false)),
                    () -> ifAllowed(() -> owned.view("another").set(0, false))));
        }
        assertTrue(claims.get() > 0);
        assertEquals(0, overwritten.get());
    }

    private static void claimAndLook(
            LinesView user, AtomicInteger claims, AtomicInteger overwritten) throws Exception {
        ifAllowed(() -> {
            try (LinesClaim claim = user.claim()) {
                claims.incrementAndGet();
                user.set(0, true);
                for (int i = 0; i < LOOKS; i++) {
                    overwritten.addAndGet(user.get(0) ? 0 : 1);
                }
            }
        });
    }

    private static void ifAllowed(Crew.Action action) throws Exception {
        try {
            action.run();
        } catch (GpiodException e) {
            assertEquals(Reason.BUSY, e.reason(), e.getMessage());
        }
    }
}
