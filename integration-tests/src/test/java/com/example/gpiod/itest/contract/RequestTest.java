package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;
import com.example.gpiod.itest.board.ChipPlan.HogDirection;
import com.example.gpiod.spi.Errno;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Requests: which lines they hold, for whom, and until when. */
class RequestTest extends Contract {
    private static final int LINES = 70;

    private BoardChip plugged;
    private Chip chip;

    @BeforeEach
    void openChip() throws Exception {
        plugged = plug(ChipPlan.of("contract", LINES)
                .line(1, "DOOR")
                .line(2, "TWIN")
                .line(3, "TWIN")
                .line(5, "LAMP")
                .line(7, "BOOT")
                .hog(7, "hog", HogDirection.INPUT));
        chip = open(plugged);
    }

    private LineRequest request(RequestConfig.Builder config) throws Exception {
        return held(chip.request(config.build()));
    }

    private boolean isUsed(int offset) throws Exception {
        return chip.lineInfo(offset).used();
    }

    @Test
    void linesKeepTheirOrder() throws Exception {
        LineRequest request = request(lines(input(), 0, 5, 3, 1));

        assertEquals(List.of(0, 5, 3, 1), request.offsets());
        assertEquals(List.of("", "LAMP", "TWIN", "DOOR"), request.names());
    }

    @Test
    void namesAndOffsetsMix() throws Exception {
        LineSettings in = input().build();

        LineRequest request = request(RequestConfig.builder()
                .line("LAMP", in)
                .line(0, in)
                .line("DOOR", in)
                .line("6", in));

        assertEquals(List.of(5, 0, 1, 6), request.offsets());
    }

    @Test
    void requestSaysWhichChipItIsOf() throws Exception {
        assertEquals(chip.info(), request(lines(input(), 0)).chip());
    }

    @Test
    void nameOfTwinsMeansTheFirst() throws Exception {
        LineRequest request = request(RequestConfig.builder().line("TWIN", input().build()));

        assertEquals(List.of(2), request.offsets());
        assertFalse(isUsed(3));
    }

    @Test
    void bothTwinsAreThereByOffset() throws Exception {
        LineRequest request = request(lines(input(), 3, 2));
        plugged.pullUp(3);

        assertTrue(request.get(3));
        assertFalse(request.get(2));
        assertTrue(
                request.get("TWIN"), "the first one of the request, as none was asked for by name");
    }

    @Test
    void offsetTwiceIsRefused() {
        assertIllegal(() -> lines(input(), 1, 1));
    }

    @Test
    void nameAndOffsetOfOneLineAreRefused() throws Exception {
        RequestConfig.Builder config =
                RequestConfig.builder().line("DOOR", input().build()).line(1, input().build());

        assertContains("twice", assertIllegal(() -> request(config)).getMessage());
        assertFalse(isUsed(1));
    }

    @Test
    void unknownLineIsRefused() throws Exception {
        RequestConfig.Builder config =
                RequestConfig.builder().line(0, input().build()).line("WINDOW", input().build());

        GpiodException refusal = assertRefused(Reason.NOT_FOUND, () -> request(config));

        assertEquals(List.of("WINDOW"), refusal.lines());
        assertContains("WINDOW", refusal.getMessage());
        assertFalse(isUsed(0));
    }

    @Test
    void offsetOutOfRangeIsRefused() {
        assertIllegal(() -> request(lines(input(), LINES)));
        assertIllegal(() -> lines(input(), -1));
    }

    @Test
    void requestWithoutLinesIsRefused() {
        assertIllegal(() -> RequestConfig.builder().build());
    }

    @Test
    void requestTakesSixtyFourLinesAndNoMore() throws Exception {
        int[] offsets = IntStream.range(0, LINES).filter(i -> i != 7).toArray();

        LineRequest request =
                request(lines(input(), IntStream.of(offsets).limit(64).toArray()));

        assertEquals(64, request.offsets().size());
        assertIllegal(() -> lines(input(), IntStream.of(offsets).limit(65).toArray()));
    }

    @Test
    void heldLineIsBusyAndTheHolderIsNamed() throws Exception {
        request(lines(input(), 1).consumer("somebody"));

        GpiodException refusal = assertRefused(Reason.BUSY, () -> request(lines(input(), 0, 1)));

        assertEquals(Errno.EBUSY, refusal.errno());
        assertEquals(List.of("DOOR"), refusal.lines());
        assertEquals(plugged.path(), refusal.chip());
        assertContains("DOOR", refusal.getMessage());
        assertContains("somebody", refusal.getMessage());
    }

    @Test
    void lineThatTheKernelHoldsIsBusy() {
        GpiodException refusal = assertRefused(Reason.BUSY, () -> request(lines(input(), 7)));

        assertContains("hog", refusal.getMessage());
    }

    @Test
    void noLineIsHeldWhenOneIsBusy() throws Exception {
        assertRefused(Reason.BUSY, () -> request(lines(input(), 0, 7, 1)));

        assertFalse(isUsed(0));
        assertFalse(isUsed(1));
    }

    @Test
    void consumerIsShown() throws Exception {
        request(lines(input(), 0).consumer("somebody"));

        assertEquals("somebody", chip.lineInfo(0).consumer());
    }

    @Test
    void longestConsumerIsShownInFull() throws Exception {
        String longest = "x".repeat(30) + "y";
        request(lines(input(), 0).consumer(longest));

        assertEquals(longest, chip.lineInfo(0).consumer());
        assertIllegal(() -> lines(input(), 0).consumer(longest + "z"));
    }

    @Test
    void emptyConsumerIsShownAsAQuestionMark() throws Exception {
        request(lines(input(), 0).consumer(""));

        assertEquals("?", chip.lineInfo(0).consumer());
    }

    @Test
    void consumerIsTheUserUnlessNamed() throws Exception {
        request(lines(input(), 0));

        assertEquals(Rig.CONSUMER, chip.lineInfo(0).consumer());
    }

    @Test
    void requestSurvivesItsChip() throws Exception {
        LineRequest request = request(lines(output(false), 0));
        chip.close();

        request.set(0, true);

        assertTrue(plugged.isHigh(0));
        assertTrue(request.isHeld());
    }

    @Test
    void releasedLinesAreFree() throws Exception {
        LineRequest request = request(lines(input(), 0, 1));
        assertTrue(request.isHeld());
        assertTrue(isUsed(0));

        request.close();

        assertFalse(request.isHeld());
        LineInfo free = chip.lineInfo(1);
        assertFalse(free.used());
        assertEquals("", free.consumer());
        request(lines(input(), 0, 1));
    }

    @Test
    void releasedRequestRefusesEverything() throws Exception {
        LineRequest request = request(lines(output(false), 1));
        request.close();

        assertThrows(RequestReleasedException.class, () -> request.get(1));
        assertThrows(RequestReleasedException.class, () -> request.get("DOOR"));
        assertThrows(RequestReleasedException.class, () -> request.getMask(1));
        assertThrows(RequestReleasedException.class, () -> request.set(1, true));
        assertThrows(RequestReleasedException.class, () -> request.set("DOOR", true));
        assertThrows(RequestReleasedException.class, () -> request.setMask(1, 1));
        assertThrows(RequestReleasedException.class, () -> request.get(request.keys()));
        assertThrows(
                RequestReleasedException.class, () -> request.set(Map.of(LineKey.of(1), true)));
        assertThrows(
                RequestReleasedException.class,
                () -> request.reconfigure(Map.of(LineKey.of(1), input().build())));
        assertThrows(RequestReleasedException.class, () -> request.waitEdgeEvents(Duration.ZERO));
        assertThrows(
                RequestReleasedException.class,
                () -> request.readEdgeEvents(request.newEventBuffer(1), Duration.ZERO));
        assertThrows(RequestReleasedException.class, () -> request.subscribe(new EdgeRecorder()));
        assertThrows(
                RequestReleasedException.class, () -> request.subscribeFromNow(new EdgeRecorder()));
    }

    @Test
    void releasedRequestStillSaysWhichLinesItHad() throws Exception {
        LineRequest request = request(lines(input(), 1));
        assertFalse(request.toString().contains("released"), request.toString());
        request.close();

        assertEquals(List.of(1), request.offsets());
        assertEquals(List.of("DOOR"), request.names());
        assertEquals(input().build(), request.settings(1));
        assertContains("DOOR", request.toString());
        assertContains("released", request.toString());
    }

    @Test
    void releasingAgainIsHarmless() throws Exception {
        LineRequest first = request(lines(input(), 0));
        first.close();
        LineRequest second = request(lines(input(), 0));

        first.close();

        assertTrue(second.isHeld());
        assertTrue(isUsed(0));
    }

    @Test
    void keysAreAsTheyWereGiven() throws Exception {
        LineSettings in = input().build();
        LineRequest request = request(RequestConfig.builder()
                .line("LAMP", in)
                .line(0, in)
                .line("6", in)
                .line(2, in));

        assertEquals(
                List.of(LineKey.of("LAMP"), LineKey.of(0), LineKey.of("6"), LineKey.of(2)),
                request.keys());
        assertThrows(UnsupportedOperationException.class, () -> request.keys().clear());
        assertThrows(
                UnsupportedOperationException.class, () -> request.offsets().clear());
    }

    @Test
    void twinByNameIsFoundByNameBesideTheOther() throws Exception {
        LineRequest request = request(RequestConfig.builder()
                .line(3, output(false).build())
                .line("TWIN", input().build()));

        assertEquals(List.of(3, 2), request.offsets());
        plugged.pullUp(2);
        assertTrue(request.get("TWIN"), "the line that was requested by the name");
        assertEquals(0b10, request.mask(List.of(LineKey.of("TWIN"))));
        assertRefused(Reason.PERMISSION, () -> request.set("TWIN", true));
    }

    @Test
    void outputValuesOverrideThoseOfTheSettings() throws Exception {
        request(lines(output(false), 0, 1, 2, 3)
                .outputValues(Map.of(
                        LineKey.of(0), true,
                        LineKey.of(1), false,
                        LineKey.of(2), true,
                        LineKey.of(3), false)));

        assertEquals(List.of(true, false, true, false), levels());
    }

    private List<Boolean> levels() {
        return IntStream.range(0, 4).mapToObj(plugged::isHigh).toList();
    }

    @Test
    void outputsWithoutAnOutputValueKeepThatOfTheirSettings() throws Exception {
        RequestConfig.Builder config = RequestConfig.builder()
                .line(0, output(true).build())
                .line("DOOR", output(false).build())
                .line(2, output(false).build())
                .line(3, output(true).build());

        LineRequest request = request(
                config.outputValues(Map.of(LineKey.of("DOOR"), true, LineKey.of(3), false)));

        assertEquals(List.of(true, true, false, false), levels());
        assertTrue(request.settings(1).outputValue());
    }

    @Test
    void outputValuesOfOthersAreRefusedAndNoneIsSet() {
        RequestConfig.Builder config =
                RequestConfig.builder().line(0, output(false).build()).line(1, input().build());
        Map<LineKey, Boolean> unknown = new LinkedHashMap<>();
        unknown.put(LineKey.of(0), true);
        unknown.put(LineKey.of("WINDOW"), true);

        assertContains(
                "WINDOW", assertIllegal(() -> config.outputValues(unknown)).getMessage());
        assertIllegal(() -> config.outputValues(Map.of(LineKey.of(5), true)));
        assertContains(
                "INPUT",
                assertIllegal(() -> config.outputValues(Map.of(LineKey.of(1), true)))
                        .getMessage());
        assertFalse(config.build().lines().get(LineKey.of(0)).outputValue());
    }

    @Test
    void inputsOutputsAndClocksMix() throws Exception {
        LineSettings out = output(true).build();
        LineSettings in = edges(Edge.BOTH).eventClock(EventClock.REALTIME).build();

        request(RequestConfig.builder()
                .line(0, out)
                .line(2, out)
                .line(4, out)
                .line(1, in)
                .line(3, in)
                .line(5, in));

        assertEquals(Direction.OUTPUT, chip.lineInfo(2).direction());
        assertTrue(plugged.isHigh(4));
        assertEquals(Edge.BOTH, chip.lineInfo(3).edge());
        assertEquals(EventClock.REALTIME, chip.lineInfo(5).eventClock());
    }
}
