package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.WallClock;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

/** Dates of events. */
class WallClockTest extends Contract {
    private BoardChip plugged;
    private Chip chip;

    @BeforeEach
    void openChip() throws Exception {
        plugged = plug(2);
        chip = open(plugged);
    }

    private static void assertBetween(Instant before, long timestamp, Instant after) {
        WallClock clock = WallClock.measure();
        Instant date = clock.at(timestamp);
        assertTrue(
                !date.isBefore(before.minus(clock.error()))
                        && !date.isAfter(after.plus(clock.error())),
                () -> before + " " + date + " " + after + " by " + clock);
    }

    @Test
    void dateOfAnEdgeIsThatOfThePull() throws Exception {
        EdgeRecorder recorder = new EdgeRecorder();
        held(chip.request(lines(edges(Edge.BOTH), 0).build())).subscribe(recorder);

        Instant before = Instant.now();
        plugged.pullUp(0);
        long timestamp = recorder.awaitEvents(1).get(0).timestampNanos();
        Instant after = Instant.now();

        assertBetween(before, timestamp, after);
    }

    @Test
    void dateOfAnInfoEventIsThatOfTheRequest() throws Exception {
        chip.watchLineInfo(0);

        Instant before = Instant.now();
        held(chip.request(lines(input(), 0).build()));
        long timestamp = chip.readInfoEvent(Await.PATIENCE).orElseThrow().timestampNanos();
        Instant after = Instant.now();

        assertBetween(before, timestamp, after);
    }

    @Test
    void measurementIsGoodToMilliseconds() {
        WallClock clock = WallClock.measure();

        assertTrue(clock.error().compareTo(Duration.ofMillis(100)) < 0, clock::toString);
        assertTrue(clock.error().compareTo(Duration.ZERO) > 0, clock::toString);
    }
}
