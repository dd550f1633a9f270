package com.example.gpiod.impl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.PulseCount;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

class LineCounterTest {
    private static final long WRAP = 1L << 32;
    private static final int LINE = 3;
    private static final int OTHER_LINE = 4;
    private static final Duration LONG = Duration.ofHours(1);
    private static final double CLOSE = 1e-9;

    /** Our clock, which is that of the edges, too, unless a test says otherwise. */
    private final AtomicLong now = new AtomicLong(millis(5_000));

    private final LineCounter counter = new LineCounter(LINE, null, true, now::get);

    private static long millis(long millis) {
        return millis * 1_000_000;
    }

    private static EdgeEvent event(int line, long timestampNanos, long lineSeqno) {
        return new EdgeEvent(EdgeEvent.Type.RISING, timestampNanos, line, 0, lineSeqno);
    }

    private void read(long lost, EdgeEvent... events) {
        counter.take(new EventStream.Batch<>(List.of(events), lost, false, false));
    }

    /** An edge that is read at once. */
    private void edge(long atMillis, long lineSeqno) {
        now.set(millis(atMillis));
        read(0, event(LINE, now.get(), lineSeqno));
    }

    private double frequencyAt(long millis) {
        now.set(millis(millis));
        return counter.frequency(LONG);
    }

    @Test
    void withoutEdges_isZero() {
        assertEquals(new PulseCount(0, 0, true), counter.read());
    }

    @Test
    void countsTheEdgesOfItsLine() {
        read(0, event(LINE, 10, 1), event(OTHER_LINE, 11, 1), event(LINE, 12, 2));
        assertEquals(new PulseCount(2, 12, true), counter.read());
        read(0, event(OTHER_LINE, 13, 2));
        assertEquals(new PulseCount(2, 12, true), counter.read());
    }

    @Test
    void countsWhatTheKernelDropped() {
        read(997, event(LINE, 10, 998), event(LINE, 11, 999));
        read(1_000, event(LINE, 12, 2_000));
        assertEquals(new PulseCount(2_000, 12, true), counter.read());
    }

    @Test
    void goesOnWhereTheKernelsNumberWraps() {
        read(0, event(LINE, 10, WRAP - 1), event(LINE, 11, 0), event(LINE, 12, 1));
        assertEquals(WRAP + 1, counter.read().count());
    }

    @Test
    void goesOnWhereTheWrapWasDropped() {
        read(0, event(LINE, 10, WRAP - 5));
        read(15, event(LINE, 11, 10));
        assertEquals(WRAP + 10, counter.read().count());
    }

    @Test
    void goesOnThroughEveryWrap() {
        long step = WRAP / 4 + 1;
        long last = 100 * step;
        for (long count = step; count <= last; count += step) {
            read(step - 1, event(LINE, count, count % WRAP));
        }
        assertEquals(last, counter.read().count());
    }

    @Test
    void firstNumberMayBeAnyOf32Bits() {
        read(WRAP - 3, event(LINE, 10, WRAP - 2));
        assertEquals(WRAP - 2, counter.read().count());
    }

    @Test
    void beginsWithTheLastEventSoFar() {
        LineCounter late = new LineCounter(LINE, event(LINE, 7, 500), true, now::get);
        assertEquals(new PulseCount(500, 7, true), late.read());
        late.take(new EventStream.Batch<>(List.of(event(LINE, 9, 501)), 0, false, false));
        assertEquals(new PulseCount(501, 9, true), late.read());
    }

    @Test
    void losses_leaveOnlyTheLineOfTheLastEventExact() {
        read(5, event(LINE, 10, 1), event(OTHER_LINE, 11, 6));
        assertEquals(new PulseCount(1, 10, false), counter.read());
        read(5, event(OTHER_LINE, 12, 12), event(LINE, 13, 4));
        assertEquals(new PulseCount(4, 13, true), counter.read());
    }

    @Test
    void nextEdgeMakesTheCountExactAgain() {
        read(5, event(OTHER_LINE, 11, 6));
        assertEquals(new PulseCount(0, 0, false), counter.read());
        read(0, event(OTHER_LINE, 12, 7));
        assertFalse(counter.read().exact());
        read(0, event(LINE, 13, 2), event(OTHER_LINE, 14, 8));
        assertEquals(new PulseCount(2, 13, true), counter.read());
    }

    @Test
    void frequencyBetweenTwoCounts_isByTheirNewestEdges() {
        PulseCount earlier = new PulseCount(10, millis(1_000), true);
        PulseCount later = new PulseCount(40, millis(1_250), true);
        assertEquals(120, later.frequencySince(earlier), CLOSE);
    }

    @Test
    void frequencyBetweenTwoCounts_isZeroWhereThereIsNone() {
        PulseCount none = new PulseCount(0, 0, true);
        PulseCount one = new PulseCount(1, millis(1), true);
        PulseCount setBack = new PulseCount(2, 0, true);
        assertEquals(0, none.frequencySince(none));
        assertEquals(0, one.frequencySince(none), "no time to begin with");
        assertEquals(0, one.frequencySince(one), "no edge");
        assertEquals(0, setBack.frequencySince(one), "the clock was set back");
        assertEquals(0, one.frequencySince(new PulseCount(2, millis(2), true)), "not earlier");
    }

    @Test
    void frequencyOfOneEdge_isZero() {
        assertEquals(0, counter.frequency(LONG));
        edge(5_000, 1);
        assertEquals(0, counter.frequency(LONG));
    }

    @Test
    void frequencyOfTwoEdges_isByTheirPeriod() {
        edge(5_000, 1);
        edge(7_500, 2);
        assertEquals(0.4, counter.frequency(LONG), CLOSE);
    }

    @Test
    void twoEdgesThatBounce_areNoFrequency() {
        edge(5_000, 1);
        edge(5_001, 2);
        assertEquals(0, counter.frequency(LONG));
    }

    @Test
    void frequencyOfFastEdges_isTheMeanOfOneToTwoSeconds() {
        // 10 Hz, then 100 Hz.
        LongStream.rangeClosed(0, 10).forEach(n -> edge(5_000 + 100 * n, 1 + n));
        assertEquals(10, counter.frequency(LONG), CLOSE);
        LongStream.rangeClosed(1, 300).forEach(n -> edge(6_000 + 10 * n, 11 + n));
        assertEquals(100, counter.frequency(LONG), CLOSE);
    }

    @Test
    void frequency_isThatOfTheEdgesNotOfTheReads() {
        // A minute late, and all at once.
        now.set(millis(65_000));
        read(
                0,
                LongStream.rangeClosed(1, 30)
                        .mapToObj(n -> event(LINE, millis(100 * n), n))
                        .toArray(EdgeEvent[]::new));
        assertEquals(10, counter.frequency(LONG), CLOSE);
    }

    @Test
    void frequency_countsWhatTheKernelDropped() {
        edge(5_000, 1);
        now.set(millis(6_500));
        read(14_000, event(LINE, millis(6_500), 15_001));
        assertEquals(10_000, counter.frequency(LONG), CLOSE);
    }

    @Test
    void frequency_fallsWhenEdgesFailToCome() {
        LongStream.rangeClosed(0, 20).forEach(n -> edge(5_000 + 100 * n, 1 + n));
        assertEquals(10, frequencyAt(8_000), CLOSE);
        assertEquals(0.5, frequencyAt(9_000), CLOSE);
        assertEquals(0.1, frequencyAt(17_000), CLOSE);
    }

    @Test
    void slowFrequency_doesNotFallBeforeTheNextEdgeIsLate() {
        edge(5_000, 1);
        edge(15_000, 2);
        assertEquals(0.1, frequencyAt(24_999), CLOSE);
        assertTrue(frequencyAt(25_001) < 0.1);
    }

    @Test
    void frequency_isZeroAfterTheStandstill() {
        edge(5_000, 1);
        edge(6_000, 2);
        now.set(millis(9_000));
        assertEquals(0, counter.frequency(Duration.ofMillis(2_999)));
        assertTrue(counter.frequency(Duration.ofMillis(3_000)) > 0);
        assertTrue(counter.frequency(Duration.ofSeconds(Long.MAX_VALUE)) > 0);
    }

    @Test
    void frequencyAfterAStandstill_isRightAfterASecond() {
        edge(5_000, 1);
        LongStream.rangeClosed(0, 10).forEach(n -> edge(100_000 + 100 * n, 2 + n));
        assertEquals(10, counter.frequency(LONG), CLOSE);
    }

    @Test
    void clockThatIsSetBack_startsTheFrequencyAnew() {
        edge(5_000, 1);
        edge(6_000, 2);
        read(0, event(LINE, millis(100), 3));
        assertEquals(0, counter.frequency(LONG));
        read(0, event(LINE, millis(1_100), 4));
        assertEquals(1, counter.frequency(LONG), CLOSE);
        assertEquals(4, counter.read().count());
    }

    @Test
    void standstillMustBePositive() {
        assertThrows(IllegalArgumentException.class, () -> counter.frequency(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> counter.frequency(Duration.ofNanos(-1)));
        assertThrows(NullPointerException.class, () -> counter.frequency(null));
    }
}
