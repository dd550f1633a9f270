package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent.Type;
import com.example.gpiod.api.EdgeEventBuffer;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;
import com.example.gpiod.spi.Errno;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** New settings for lines that are held. */
class ReconfigureTest extends Contract {
    private static final LineSettings INPUT = input().build();
    private static final LineSettings UNCHANGED = LineSettings.builder().build();

    private BoardChip plugged;
    private Chip chip;

    @BeforeEach
    void openChip() throws Exception {
        plugged = plug(ChipPlan.of("contract", 20)
                .line(2, "BELL")
                .line(3, "TWIN")
                .line(6, "LAMP")
                .line(7, "TWIN"));
        chip = open(plugged);
    }

    /** Outputs of which each setting shows. */
    private LineRequest request(Object... keys) throws Exception {
        RequestConfig.Builder config = RequestConfig.builder();
        for (LineKey key : keys(keys)) {
            config.line(key, outputs().build());
        }
        return held(chip.request(config.build()));
    }

    private static LineSettings.Builder outputs() {
        return output(true).activeLow(true).drive(Drive.OPEN_DRAIN);
    }

    private static List<LineKey> keys(Object... keys) {
        return Arrays.stream(keys)
                .map(key -> key instanceof Integer offset
                        ? LineKey.of(offset)
                        : LineKey.of((String) key))
                .toList();
    }

    /** The same settings for several lines. */
    private static Map<LineKey, LineSettings> all(LineSettings settings, Object... keys) {
        Map<LineKey, LineSettings> all = new LinkedHashMap<>();
        keys(keys).forEach(key -> all.put(key, settings));
        return all;
    }

    private Direction direction(int offset) throws Exception {
        return chip.lineInfo(offset).direction();
    }

    private void assertInputs(int... offsets) throws Exception {
        for (int offset : offsets) {
            assertEquals(Direction.INPUT, direction(offset), "line " + offset);
        }
    }

    private void assertUnchanged(LineRequest request, int... offsets) throws Exception {
        for (int offset : offsets) {
            LineInfo line = chip.lineInfo(offset);
            assertEquals(Direction.OUTPUT, line.direction(), "line " + offset);
            assertEquals(Drive.OPEN_DRAIN, line.drive(), "line " + offset);
            assertTrue(line.activeLow(), "line " + offset);
            assertEquals(outputs().build(), request.settings(offset));
        }
    }

    @Test
    void linesAreReconfiguredByOffset() throws Exception {
        LineRequest request = request(0, 2, 3, 6);

        assertEquals(Set.of(), request.reconfigure(all(INPUT, 0, 2, 3, 6)));

        assertInputs(0, 2, 3, 6);
        assertFalse(chip.lineInfo(2).activeLow());
        assertEquals(Drive.PUSH_PULL, chip.lineInfo(2).drive());
    }

    @Test
    void linesAreReconfiguredByName() throws Exception {
        LineRequest request = request(0, 2, "TWIN", "LAMP");

        assertEquals(Set.of(), request.reconfigure(all(INPUT, 0, "BELL", "TWIN", "LAMP")));

        assertInputs(0, 2, 3, 6);
    }

    @Test
    void orderDoesNotMatter() throws Exception {
        LineRequest request = request(0, 2, "TWIN", "LAMP");
        Map<LineKey, LineSettings> changes = new LinkedHashMap<>();
        changes.put(LineKey.of("LAMP"), INPUT);
        changes.put(LineKey.of(0), edges(Edge.BOTH).build());
        changes.put(LineKey.of("TWIN"), input().bias(Bias.PULL_UP).build());
        changes.put(LineKey.of("2"), edges(Edge.RISING).build());

        request.reconfigure(changes);

        assertInputs(0, 2, 3, 6);
        assertEquals(Edge.BOTH, chip.lineInfo(0).edge());
        assertEquals(Edge.RISING, chip.lineInfo(2).edge());
        assertEquals(Bias.PULL_UP, chip.lineInfo(3).bias());
        assertEquals(Edge.NONE, chip.lineInfo(6).edge());
        assertEquals(List.of(0, 2, 3, 6), request.offsets());
    }

    @Test
    void defaultsLeaveALineAsItIs() throws Exception {
        LineRequest request = request(0, 2, "TWIN", "LAMP");
        Map<LineKey, LineSettings> changes = all(INPUT, 0, "LAMP", "TWIN");
        changes.put(LineKey.of(2), UNCHANGED);

        request.reconfigure(changes);

        assertInputs(0, 3, 6);
        assertUnchanged(request, 2);
        assertFalse(plugged.isHigh(2), "active-low and active");
    }

    @Test
    void linesThatAreNotNamedStayAsTheyAre() throws Exception {
        LineRequest request = request(0, 2, "TWIN", "LAMP");

        request.reconfigure(all(INPUT, "LAMP", 0));

        assertInputs(0, 6);
        assertUnchanged(request, 2, 3);
        assertEquals(INPUT, request.settings(6));
    }

    @Test
    void inputsThatAreNotNamedStayAsTheyAre() throws Exception {
        LineSettings full = edges(Edge.BOTH)
                .bias(Bias.PULL_UP)
                .activeLow(true)
                .debounce(Duration.ofMillis(5))
                .eventClock(EventClock.REALTIME)
                .build();
        LineRequest request = held(chip.request(
                RequestConfig.builder().line(0, full).line(1, INPUT).build()));
        LineInfo before = chip.lineInfo(0);

        request.reconfigure(all(output(true).build(), 1));

        assertEquals(before, chip.lineInfo(0));
        assertEquals(full, request.settings(0));
        assertTrue(plugged.isHigh(1));
    }

    @Test
    void nothingIsChangedByNothing() throws Exception {
        LineRequest request = request(0, 2);

        assertEquals(Set.of(), request.reconfigure(Map.of()));

        assertUnchanged(request, 0, 2);
    }

    @Test
    void unknownLinesAreReportedAndTheOthersChanged() throws Exception {
        LineRequest request = request(0, 2, "TWIN", "LAMP");

        Set<LineKey> unknown = request.reconfigure(all(INPUT, 5, 0, "WINDOW", 2, 99, "6"));

        assertEquals(new LinkedHashSet<>(keys(5, "WINDOW", 99)), unknown);
        assertThrows(UnsupportedOperationException.class, () -> unknown.clear());
        assertInputs(0, 2, 6);
        assertUnchanged(request, 3);
        assertFalse(chip.lineInfo(5).used());
    }

    @Test
    void nameOfTwinsMeansTheOneThatWasRequestedByIt() throws Exception {
        LineRequest request = request(7, 0, 2, "TWIN", "LAMP");
        assertEquals(List.of(7, 0, 2, 3, 6), request.offsets());

        request.reconfigure(all(INPUT, "TWIN"));
        assertInputs(3);
        assertUnchanged(request, 7);

        request.reconfigure(all(INPUT, "TWIN", 7));
        assertInputs(3, 7);
        assertUnchanged(request, 0, 2, 6);
    }

    @Test
    void twoKeysForOneLineAreRefused() throws Exception {
        LineRequest request = request(0, 2);

        assertContains(
                "twice",
                assertIllegal(() -> request.reconfigure(all(INPUT, 0, "BELL", 2)))
                        .getMessage());
        assertIllegal(() -> request.reconfigure(all(INPUT, "2", 2)));

        assertUnchanged(request, 0, 2);
    }

    @Test
    void settingsWithoutADirectionAreRefused() throws Exception {
        LineRequest request = request(0, 2);

        for (LineSettings.Builder settings : List.of(
                LineSettings.builder().activeLow(true),
                LineSettings.builder().eventClock(EventClock.REALTIME),
                LineSettings.builder().outputValue(true))) {
            Map<LineKey, LineSettings> changes = all(INPUT, 0);
            changes.put(LineKey.of(2), settings.build());
            assertContains(
                    "AS_IS", assertIllegal(() -> request.reconfigure(changes)).getMessage());
        }

        assertUnchanged(request, 0, 2);
    }

    @Test
    void edgesWithoutADirectionMakeAnInput() throws Exception {
        LineRequest request = request(0, 2);

        request.reconfigure(all(LineSettings.builder().edge(Edge.BOTH).build(), 0));

        assertInputs(0);
        assertEquals(Edge.BOTH, chip.lineInfo(0).edge());
    }

    @Test
    void nullIsRefused() throws Exception {
        LineRequest request = request(0, 2);
        Map<LineKey, LineSettings> noSettings = all(INPUT, 0);
        noSettings.put(LineKey.of(2), null);

        assertThrows(NullPointerException.class, () -> request.reconfigure(null));
        assertThrows(NullPointerException.class, () -> request.reconfigure(noSettings));
        assertUnchanged(request, 0, 2);
    }

    @Test
    void settingsTellThePresentOnes() throws Exception {
        LineRequest request = held(chip.request(lines(output(false), 0, 2).build()));
        request.set("BELL", true);
        assertEquals(output(true).build(), request.settings(2));
        assertEquals(output(false).build(), request.settings(0));

        LineSettings changed =
                request.settings(2).toBuilder().drive(Drive.OPEN_SOURCE).build();
        request.reconfigure(Map.of(LineKey.of(2), changed));

        assertTrue(plugged.isHigh(2), "only the drive was to change");
        assertEquals(changed, request.settings(2));
        request.set(2, false);
        assertEquals(output(false).drive(Drive.OPEN_SOURCE).build(), request.settings(2));
        request.reconfigure(all(INPUT, 2));
        assertEquals(INPUT, request.settings(2));
    }

    @Test
    void outputThatIsNamedGetsTheValueOfItsSettings() throws Exception {
        LineRequest request = held(chip.request(lines(output(false), 0, 1).build()));
        request.setMask(0b11, 0b11);

        request.reconfigure(all(output(false).build(), 0));

        assertFalse(plugged.isHigh(0));
        assertTrue(plugged.isHigh(1));
    }

    @Test
    void inputBecomesAnOutputWithAValue() throws Exception {
        LineRequest request = held(chip.request(lines(input(), 0, 1).build()));

        request.reconfigure(all(output(true).activeLow(true).build(), 1));

        assertFalse(plugged.isHigh(1));
        assertTrue(request.get(1));
        request.set(1, false);
        assertTrue(plugged.isHigh(1));
        assertRefused(Reason.PERMISSION, () -> request.set(0, true));
    }

    @Test
    void valueFromBeforeItWasAnInputIsForgotten() throws Exception {
        LineRequest request = held(chip.request(lines(output(true), 0, 1).build()));
        request.reconfigure(all(INPUT, 0));
        request.reconfigure(all(output(false).build(), 0));

        request.reconfigure(all(INPUT, 1));

        assertFalse(plugged.isHigh(0));
        assertFalse(request.settings(0).outputValue());
    }

    @Test
    void outputsKeepTheirLevelAllTheTime() throws Exception {
        LineRequest request = held(chip.request(RequestConfig.builder()
                .line(0, output(false).build())
                .line(1, output(false).activeLow(true).build())
                .line(2, INPUT)
                .build()));
        request.set(0, true);
        request.set(1, true);
        AtomicBoolean enough = new AtomicBoolean();
        var watch = InBackground.<String>running(() -> {
            while (!enough.get()) {
                if (!plugged.isHigh(0) || plugged.isHigh(1)) {
                    return "glitch";
                }
            }
            return "";
        });

        for (int i = 0; i < 100; i++) {
            request.reconfigure(all(i % 2 == 0 ? output(i % 4 == 0).build() : INPUT, 2));
        }
        enough.set(true);

        assertEquals("", watch.result());
        assertTrue(request.get(0));
        assertTrue(request.get(1));
    }

    @Test
    void refusedReconfigurationChangesNothing() throws Exception {
        LineSettings both = edges(Edge.BOTH).build();
        LineRequest request = held(chip.request(RequestConfig.builder()
                .line(0, output(false).build())
                .line(1, both)
                .build()));
        request.set(0, true);
        LineInfo before = chip.lineInfo(1);
        Map<LineKey, LineSettings> changes = all(output(false).activeLow(true).build(), 0);
        changes.put(LineKey.of(1), edges(Edge.RISING).eventClock(EventClock.HTE).build());

        GpiodException refusal =
                assertRefused(Reason.UNSUPPORTED, () -> request.reconfigure(changes));

        assertEquals(Errno.EOPNOTSUPP, refusal.errno());
        assertEquals(output(true).build(), request.settings(0));
        assertEquals(both, request.settings(1));
        assertEquals(before, chip.lineInfo(1));
        assertFalse(chip.lineInfo(0).activeLow());
        assertTrue(plugged.isHigh(0));
        plugged.pullUp(1);
        plugged.pullDown(1);
        EdgeEventBuffer buffer = request.newEventBuffer(1);
        assertEquals(1, request.readEdgeEvents(buffer, Await.PATIENCE));
        assertEquals(1, request.readEdgeEvents(buffer, Await.PATIENCE));
        assertEquals(Type.FALLING, buffer.type(0));
    }

    @Test
    void tooDifferentSettingsAreRefusedAndNothingIsChanged() throws Exception {
        int[] offsets = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
        LineRequest request = held(chip.request(lines(input(), offsets).build()));
        Map<LineKey, LineSettings> changes = new LinkedHashMap<>();
        for (int offset = 0; offset < 11; offset++) {
            changes.put(
                    LineKey.of(offset),
                    input().debounce(Duration.ofMillis(1 + offset)).build());
        }

        GpiodException refusal = assertRefused(Reason.LIMIT, () -> request.reconfigure(changes));

        assertContains("11 for different debounce periods", refusal.getMessage());
        assertEquals(INPUT, request.settings(0));
        assertEquals(Duration.ZERO, chip.lineInfo(0).debounce());
        changes.remove(LineKey.of(10));
        request.reconfigure(changes);
        assertEquals(Duration.ofMillis(10), chip.lineInfo(9).debounce());
    }

    @Test
    void queuedEdgesStay() throws Exception {
        LineRequest request = held(chip.request(lines(edges(Edge.BOTH), 0).build()));
        plugged.pullUp(0);
        assertTrue(request.waitEdgeEvents(Await.PATIENCE));

        request.reconfigure(all(INPUT, 0));
        plugged.pullDown(0);

        EdgeEventBuffer buffer = request.newEventBuffer(4);
        assertEquals(1, request.readEdgeEvents(buffer, Await.PATIENCE));
        assertEquals(Type.RISING, buffer.type(0));
        assertFalse(request.waitEdgeEvents(Duration.ofMillis(50)));
    }

    @Test
    void edgesGoOnWithTheNewSettings() throws Exception {
        EdgeRecorder recorder = new EdgeRecorder();
        LineRequest request = held(chip.request(lines(input(), 0).build()));
        request.subscribe(recorder);
        plugged.pullUp(0);

        request.reconfigure(all(edges(Edge.FALLING).build(), 0));
        plugged.pullDown(0);
        assertEquals(Type.FALLING, recorder.awaitEvents(1).get(0).type());
        request.reconfigure(all(edges(Edge.RISING).build(), 0));
        plugged.pullUp(0);

        assertEquals(Type.RISING, recorder.awaitEvents(2).get(1).type());
        assertEquals(2, recorder.calls().size(), () -> recorder.calls().toString());
    }

    @Test
    void waitGoesOnThroughAReconfiguration() throws Exception {
        LineRequest request = held(chip.request(lines(input(), 0).build()));
        var wait = InBackground.waiting(() -> request.waitEdgeEvents(Duration.ofHours(1)));

        request.reconfigure(all(edges(Edge.BOTH).build(), 0));
        plugged.pullUp(0);

        assertTrue(wait.result());
    }

    @Test
    void releasedOrGoneLinesAreRefused() throws Exception {
        LineRequest released = request(0);
        released.close();
        LineRequest gone = request(2);
        plugged.unplug();

        assertThrows(RequestReleasedException.class, () -> released.reconfigure(all(INPUT, 0)));
        assertRefused(Reason.GONE, () -> gone.reconfigure(all(INPUT, 2)));
    }
}
