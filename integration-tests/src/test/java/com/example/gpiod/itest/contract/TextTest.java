package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEventBuffer;
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;
import com.example.gpiod.itest.board.ChipPlan.HogDirection;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What logs and debuggers show. */
class TextTest extends Contract {
    private BoardChip plugged;
    private Chip chip;

    @BeforeEach
    void openChip() throws Exception {
        plugged = plug(ChipPlan.of("texts", 4)
                .line(0, "LAMP")
                .hog(0, "hogger", HogDirection.OUTPUT_HIGH)
                .line(2, "DOOR"));
        chip = open(plugged);
    }

    @Test
    void chipSaysWhichItIs() {
        assertEquals("Chip[" + plugged.name() + " [texts]]", chip.toString());
    }

    @Test
    void closedChipSaysSo() {
        chip.close();

        assertEquals("Chip[" + plugged.name() + " [texts], closed]", chip.toString());
    }

    @Test
    void chipInfoShowsEveryField() {
        String text = chip.info().toString();

        assertContains("name=" + plugged.name(), text);
        assertContains("path=" + plugged.path(), text);
        assertContains("label=texts", text);
        assertContains("numLines=4", text);
    }

    @Test
    void lineInfoShowsEveryField() throws Exception {
        assertEquals(
                "LineInfo[offset=0, name=LAMP, used=true, consumer=hogger, direction=OUTPUT,"
                        + " edge=NONE, bias=UNKNOWN, drive=PUSH_PULL, activeLow=false,"
                        + " debounce=PT0S, eventClock=MONOTONIC]",
                chip.lineInfo(0).toString());
    }

    @Test
    void settingsShowEveryField() {
        assertEquals(
                "LineSettings[direction=OUTPUT, edge=NONE, bias=AS_IS, drive=OPEN_SOURCE,"
                        + " activeLow=true, debounce=PT0S, eventClock=MONOTONIC,"
                        + " outputValue=false]",
                output(false).drive(Drive.OPEN_SOURCE).activeLow(true).build().toString());
    }

    @Test
    void requestSaysWhichLinesItHas() throws Exception {
        LineRequest request = held(chip.request(lines(input(), 2, 3).build()));
        String lines = "[lines [DOOR, 3] of " + plugged.name() + " [texts]";

        assertContains(lines + "]", request.toString());
        request.close();
        assertContains(lines + ", released]", request.toString());
    }

    @Test
    void keysAreShownAsTheyWereGiven() {
        assertEquals("DOOR", LineKey.of("DOOR").toString());
        assertEquals("7", LineKey.of(7).toString());
    }

    @Test
    void edgesShowEveryField() throws Exception {
        LineRequest request = held(chip.request(lines(edges(Edge.BOTH), 2).build()));
        EdgeEventBuffer buffer = request.newEventBuffer(4);
        plugged.pullUp(2);
        request.readEdgeEvents(buffer, Await.PATIENCE);

        String text = buffer.event(0).toString();

        assertEquals(
                "EdgeEvent[type=RISING, timestampNanos=" + buffer.timestampNanos(0)
                        + ", offset=2, globalSeqno=1, lineSeqno=1]",
                text);
        assertEquals("EdgeEventBuffer[1 of 4 events, 0 lost]", buffer.toString());
    }

    @Test
    void infoEventsShowEveryField() throws Exception {
        chip.watchLineInfo(2);
        held(chip.request(lines(input(), 2).build()));
        InfoEvent event = chip.readInfoEvent(Await.PATIENCE).orElseThrow();

        assertEquals(
                "InfoEvent[type=REQUESTED, timestampNanos=" + event.timestampNanos() + ", line="
                        + event.line() + "]",
                event.toString());
    }
}
