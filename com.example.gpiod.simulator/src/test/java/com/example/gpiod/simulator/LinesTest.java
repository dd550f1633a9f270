package com.example.gpiod.simulator;

import static com.example.gpiod.simulator.Spi.assertErrno;
import static com.example.gpiod.simulator.Spi.lineInfo;
import static com.example.gpiod.simulator.Spi.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Requests, values and line infos. */
class LinesTest {
    private final Simulator simulator = new Simulator();
    private final SimulatedChip chip =
            simulator.addChip("demo", 80, Map.of(3, "LED", 5, "BUTTON", 6, "BUTTON"));

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void aFreeLineIsAnUnusedInput() throws Exception {
        assertEquals(freeInput(3, "LED"), lineInfo(simulator, chip, 3));
        assertEquals(freeInput(4, ""), lineInfo(simulator, chip, 4));
    }

    @Test
    void aLineOutOfRangeIsInvalid() {
        assertErrno(Errno.EINVAL, () -> lineInfo(simulator, chip, 80));
        assertErrno(Errno.EINVAL, () -> lineInfo(simulator, chip, -1));
        assertErrno(Errno.EINVAL, () -> request(simulator, chip, LineSettings.input(), 0, 80));
        assertErrno(Errno.EINVAL, () -> request(simulator, chip, LineSettings.input(), -1));
        assertThrows(IllegalArgumentException.class, () -> chip.pullUp(80));
        assertThrows(IllegalArgumentException.class, () -> chip.isHigh(-1));
    }

    @Test
    void namesAreFoundOnTheOutsideTheFirstOfTwinsWins() {
        assertEquals(5, chip.offset("BUTTON"));
        assertThrows(IllegalArgumentException.class, () -> chip.offset("NONE"));
        assertThrows(IllegalArgumentException.class, () -> chip.offset(""));
    }

    @Test
    void theInfoOfARequestedInputTellsItsSettings() throws Exception {
        request(
                simulator,
                chip,
                LineSettings.input()
                        .edge(Edge.FALLING)
                        .bias(Bias.PULL_UP)
                        .activeLow(true)
                        .debounce(Duration.ofMillis(5))
                        .eventClock(EventClock.REALTIME),
                5);
        assertEquals(
                new LineInfo(
                        5,
                        "BUTTON",
                        true,
                        "test",
                        Direction.INPUT,
                        Edge.FALLING,
                        Bias.PULL_UP,
                        Drive.PUSH_PULL,
                        true,
                        Duration.ofMillis(5),
                        EventClock.REALTIME),
                lineInfo(simulator, chip, 5));
    }

    @Test
    void theInfoOfARequestedOutputTellsItsSettings() throws Exception {
        request(simulator, chip, LineSettings.output(true).drive(Drive.OPEN_DRAIN), 3);
        assertEquals(
                new LineInfo(
                        3,
                        "LED",
                        true,
                        "test",
                        Direction.OUTPUT,
                        Edge.NONE,
                        Bias.UNKNOWN,
                        Drive.OPEN_DRAIN,
                        false,
                        Duration.ZERO,
                        EventClock.MONOTONIC),
                lineInfo(simulator, chip, 3));
    }

    @Test
    void anEmptyConsumerShowsAsQuestionMark() throws Exception {
        Spi.open(simulator, chip)
                .request("", 2, new int[] {0}, List.of(LineSettings.input().build()));
        assertEquals("?", lineInfo(simulator, chip, 0).consumer());
    }

    @Test
    void releaseFreesTheLinesAndLeavesAnInputAnInput() throws Exception {
        BackendRequest request =
                request(simulator, chip, LineSettings.input().edge(Edge.BOTH).activeLow(true), 5);
        request.close();
        assertEquals(freeInput(5, "BUTTON"), lineInfo(simulator, chip, 5));
        request(simulator, chip, LineSettings.input(), 5);
    }

    @Test
    void aReleasedOutputStaysAnOutputAndHasTheLevelOfItsPull() throws Exception {
        request(simulator, chip, LineSettings.output(true), 3).close();
        LineInfo info = lineInfo(simulator, chip, 3);
        assertFalse(info.used());
        assertEquals("", info.consumer());
        assertEquals(Direction.OUTPUT, info.direction());
        assertFalse(chip.isHigh(3));
        BackendRequest asItIs = request(simulator, chip, LineSettings.builder(), 3);
        assertEquals(0, asItIs.get(1));
        asItIs.set(1, 1);
        assertTrue(chip.isHigh(3));
    }

    @Test
    void aHeldLineIsBusyAndThenNoneOfTheOthersIsHeld() throws Exception {
        BackendRequest first = request(simulator, chip, LineSettings.input(), 5);
        assertErrno(
                Errno.EBUSY, () -> request(simulator, chip, LineSettings.output(true), 3, 5, 7));
        assertEquals(freeInput(3, "LED"), lineInfo(simulator, chip, 3));
        assertFalse(lineInfo(simulator, chip, 7).used());
        first.close();
        request(simulator, chip, LineSettings.output(true), 3, 5, 7);
    }

    @Test
    void aHoggedLineIsBusyUntilTheChipGoes() throws Exception {
        chip.hogInput(0, "");
        chip.hogOutput(1, "reset", true);
        chip.hogOutput(2, "enable", false);
        assertTrue(chip.isHigh(1));
        assertFalse(chip.isHigh(2));
        LineInfo info = lineInfo(simulator, chip, 1);
        assertTrue(info.used());
        assertEquals("reset", info.consumer());
        assertEquals(Direction.OUTPUT, info.direction());
        assertEquals("?", lineInfo(simulator, chip, 0).consumer());
        assertErrno(Errno.EBUSY, () -> request(simulator, chip, LineSettings.input(), 1));
        chip.pullUp(0);
        assertTrue(chip.isHigh(0));
    }

    @Test
    void aHeldLineCannotBeHogged() throws Exception {
        request(simulator, chip, LineSettings.input(), 5);
        assertThrows(IllegalStateException.class, () -> chip.hogInput(5, "kernel"));
        assertEquals("test", lineInfo(simulator, chip, 5).consumer());
        assertThrows(IllegalArgumentException.class, () -> chip.hogInput(4, "x".repeat(32)));
    }

    @Test
    void inputsFollowThePull() throws Exception {
        chip.pullUp(7);
        BackendRequest request = request(simulator, chip, LineSettings.input(), 5, 7);
        assertEquals(0b10, request.get(0b11));
        chip.pullUp(5);
        chip.pullDown(7);
        assertEquals(0b01, request.get(0b11));
    }

    @Test
    void getIsZeroOutsideOfTheMaskAndKeepsTheOrderOfTheRequest() throws Exception {
        chip.pullUp(0);
        chip.pullUp(3);
        BackendRequest request = request(simulator, chip, LineSettings.input(), 3, 1, 0);
        assertEquals(0b101, request.get(0b111));
        assertEquals(0b100, request.get(0b110));
    }

    @Test
    void aRequestOf64LinesUsesAllBits() throws Exception {
        int[] offsets = IntStream.range(8, 72).toArray();
        BackendRequest request = request(simulator, chip, LineSettings.output(false), offsets);
        request.set(-1L, 0x8000_0000_0000_0001L);
        assertEquals(0x8000_0000_0000_0001L, request.get(-1L));
        assertTrue(chip.isHigh(8));
        assertTrue(chip.isHigh(71));
        assertFalse(chip.isHigh(70));
    }

    @Test
    void anOutputGetsItsValueWithTheRequestAndIsReadable() throws Exception {
        BackendRequest request = request(simulator, chip, LineSettings.output(true), 3);
        assertTrue(chip.isHigh(3));
        assertEquals(1, request.get(1));
        request.set(1, 0);
        assertFalse(chip.isHigh(3));
        assertEquals(0, request.get(1));
    }

    @Test
    void setTouchesOnlyTheLinesOfTheMask() throws Exception {
        BackendRequest request = request(simulator, chip, LineSettings.output(true), 0, 1, 2);
        request.set(0b010, 0b000);
        assertEquals(0b101, request.get(0b111));
    }

    @Test
    void anActiveLowOutputDrivesTheOtherLevel() throws Exception {
        BackendRequest request =
                request(simulator, chip, LineSettings.output(true).activeLow(true), 3);
        assertFalse(chip.isHigh(3));
        assertEquals(1, request.get(1));
        request.set(1, 0);
        assertTrue(chip.isHigh(3));
    }

    @Test
    void anActiveLowInputIsActiveWhenLow() throws Exception {
        BackendRequest request = request(simulator, chip, LineSettings.input().activeLow(true), 5);
        assertEquals(1, request.get(1));
        chip.pullUp(5);
        assertEquals(0, request.get(1));
    }

    @Test
    void settingAnInputIsNotPermittedAndNothingIsSet() throws Exception {
        BackendRequest request = Spi.open(simulator, chip)
                .request(
                        "",
                        2,
                        new int[] {0, 1},
                        List.of(
                                LineSettings.output(false).build(),
                                LineSettings.input().build()));
        assertErrno(Errno.EPERM, () -> request.set(0b11, 0b11));
        assertFalse(chip.isHigh(0));
        request.set(0b01, 0b11);
        assertTrue(chip.isHigh(0));
    }

    @Test
    void pullingADrivenLineShowsOnlyAfterItsRelease() throws Exception {
        BackendRequest request = request(simulator, chip, LineSettings.output(false), 3);
        chip.pullUp(3);
        assertFalse(chip.isHigh(3));
        request.close();
        assertTrue(chip.isHigh(3));
    }

    @Test
    void aBiasPullsTheLine() throws Exception {
        BackendRequest request =
                request(simulator, chip, LineSettings.input().bias(Bias.PULL_UP), 5);
        assertEquals(1, request.get(1));
        chip.pullDown(5);
        assertEquals(0, request.get(1));
        request.reconfigure(List.of(LineSettings.input().bias(Bias.PULL_UP).build()));
        assertEquals(1, request.get(1));
        request.reconfigure(List.of(LineSettings.input().bias(Bias.DISABLED).build()));
        assertEquals(1, request.get(1));
        request.reconfigure(List.of(LineSettings.input().bias(Bias.PULL_DOWN).build()));
        assertEquals(0, request.get(1));
    }

    @Test
    void anOpenDrainOutputDrivesOnlyLow() throws Exception {
        BackendRequest request =
                request(simulator, chip, LineSettings.output(true).drive(Drive.OPEN_DRAIN), 3);
        assertEquals(0, request.get(1), "nobody pulls it up");
        chip.pullUp(3);
        assertEquals(1, request.get(1));
        request.set(1, 0);
        assertFalse(chip.isHigh(3));
        request.set(1, 1);
        assertTrue(chip.isHigh(3));
        chip.pullDown(3);
        assertEquals(0, request.get(1), "somebody else holds it low");
    }

    @Test
    void anOpenDrainOutputWithPullUpIsHighWhenActive() throws Exception {
        request(
                simulator,
                chip,
                LineSettings.output(true).drive(Drive.OPEN_DRAIN).bias(Bias.PULL_UP),
                3);
        assertTrue(chip.isHigh(3));
    }

    @Test
    void anOpenSourceOutputDrivesOnlyHigh() throws Exception {
        chip.pullUp(3);
        BackendRequest request =
                request(simulator, chip, LineSettings.output(false).drive(Drive.OPEN_SOURCE), 3);
        assertEquals(1, request.get(1), "nobody pulls it down");
        chip.pullDown(3);
        assertEquals(0, request.get(1));
        request.set(1, 1);
        assertTrue(chip.isHigh(3));
    }

    @Test
    void reconfigureDrivesTheOutputValueAgain() throws Exception {
        BackendRequest request = request(simulator, chip, LineSettings.output(true), 3, 4);
        request.set(0b11, 0b00);
        request.reconfigure(List.of(
                LineSettings.output(true).build(), LineSettings.output(false).build()));
        assertEquals(0b01, request.get(0b11));
    }

    @Test
    void reconfigureChangesTheDirection() throws Exception {
        chip.pullUp(3);
        BackendRequest request = request(simulator, chip, LineSettings.output(false), 3);
        request.reconfigure(List.of(LineSettings.input().activeLow(true).build()));
        LineInfo info = lineInfo(simulator, chip, 3);
        assertEquals(Direction.INPUT, info.direction());
        assertTrue(info.activeLow());
        assertEquals(0, request.get(1));
        assertErrno(Errno.EPERM, () -> request.set(1, 1));
    }

    @Test
    void reconfigureWithoutDirectionLeavesTheLineAlone() throws Exception {
        BackendRequest request =
                request(simulator, chip, LineSettings.output(true).activeLow(true), 3);
        LineInfo before = lineInfo(simulator, chip, 3);
        request.reconfigure(List.of(LineSettings.builder().build()));
        assertEquals(before, lineInfo(simulator, chip, 3));
        assertFalse(chip.isHigh(3));
    }

    @Test
    void edgesWithoutDirectionMeanInput() throws Exception {
        request(simulator, chip, LineSettings.output(true), 5).close();
        request(simulator, chip, LineSettings.builder().edge(Edge.BOTH), 5);
        assertEquals(Direction.INPUT, lineInfo(simulator, chip, 5).direction());
    }

    @Test
    void thereIsNoHardwareTimestampEngine() throws Exception {
        LineSettings.Builder hte = LineSettings.input().eventClock(EventClock.HTE);
        assertErrno(Errno.EOPNOTSUPP, () -> request(simulator, chip, hte, 5));
        assertFalse(lineInfo(simulator, chip, 5).used());
        BackendRequest request = request(simulator, chip, LineSettings.input(), 5);
        assertErrno(Errno.EOPNOTSUPP, () -> request.reconfigure(List.of(hte.build())));
    }

    @Test
    void tenDebouncePeriodsAreTheMost() throws Exception {
        List<LineSettings> settings = new ArrayList<>(debounced(10));
        requestAll(settings).close();
        settings.add(LineSettings.input().debounce(Duration.ofMillis(10)).build());
        requestAll(settings).close();
        assertErrno(Errno.E2BIG, () -> requestAll(debounced(11)));
    }

    @Test
    void outputsAndEachSetOfFlagsBeyondTheFirstCountAsAttributes() throws Exception {
        List<LineSettings> settings = new ArrayList<>(debounced(8));
        settings.add(LineSettings.output(true).build());
        requestAll(settings).close();
        settings.add(LineSettings.output(false).build());
        requestAll(settings).close();
        settings.add(LineSettings.output(true).activeLow(true).build());
        assertErrno(Errno.E2BIG, () -> requestAll(settings));
        assertFalse(lineInfo(simulator, chip, 0).used());
    }

    @Test
    void reconfigureHasTheSameLimit() throws Exception {
        BackendRequest request = requestAll(IntStream.range(0, 11)
                .mapToObj(i -> LineSettings.input().build())
                .toList());
        assertErrno(Errno.E2BIG, () -> request.reconfigure(debounced(11)));
        assertEquals(Duration.ZERO, lineInfo(simulator, chip, 0).debounce());
    }

    @Test
    void anEventBufferOfOneIsRefusedWithEdges() throws Exception {
        LineSettings edges = LineSettings.input().edge(Edge.BOTH).build();
        LineSettings noEdges = LineSettings.input().build();
        assertErrno(
                Errno.EINVAL,
                () -> Spi.open(simulator, chip).request("", 1, new int[] {5}, List.of(edges)));
        BackendRequest request =
                Spi.open(simulator, chip).request("", 1, new int[] {5}, List.of(noEdges));
        assertErrno(Errno.EINVAL, () -> request.reconfigure(List.of(edges)));
    }

    private BackendRequest requestAll(List<LineSettings> settings) throws ErrnoException {
        return Spi.open(simulator, chip)
                .request("", 16, IntStream.range(0, settings.size()).toArray(), settings);
    }

    private static List<LineSettings> debounced(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(
                        i -> LineSettings.input().debounce(Duration.ofMillis(i)).build())
                .toList();
    }

    private static LineInfo freeInput(int offset, String name) {
        return new LineInfo(
                offset,
                name,
                false,
                "",
                Direction.INPUT,
                Edge.NONE,
                Bias.UNKNOWN,
                Drive.PUSH_PULL,
                false,
                Duration.ZERO,
                EventClock.MONOTONIC);
    }
}
