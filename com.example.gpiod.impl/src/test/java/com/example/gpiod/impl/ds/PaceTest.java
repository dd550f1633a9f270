package com.example.gpiod.impl.ds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class PaceTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1000 * MILLI;

    /** A clock may stand anywhere, also shortly before its wrap. */
    @ParameterizedTest
    @ValueSource(longs = {0, -5 * SECOND, Long.MAX_VALUE - SECOND / 2})
    void moreThanTheRate_waitsUntilTheOldestIsASecondAgo(long start) {
        Pace pace = new Pace(3);
        for (int i = 0; i < 3; i++) {
            assertEquals(0, pace.nanosToWait(start + i * MILLI));
            pace.pass(start + i * MILLI);
        }
        assertEquals(997 * MILLI, pace.nanosToWait(start + 3 * MILLI));
        assertEquals(0, pace.nanosToWait(start + SECOND));
        pace.pass(start + SECOND);
        assertEquals(MILLI, pace.nanosToWait(start + SECOND));
    }

    @Test
    void flood_passesNoMoreThanTheRateInAnySecond() {
        int rate = 10;
        Pace pace = new Pace(rate);
        List<Long> passed = new ArrayList<>();
        for (long now = 0; now < 5 * SECOND; now += MILLI) {
            if (pace.nanosToWait(now) == 0) {
                pace.pass(now);
                passed.add(now);
            }
        }
        assertEquals(5 * rate, passed.size());
        for (int i = rate; i < passed.size(); i++) {
            assertTrue(passed.get(i) - passed.get(i - rate) >= SECOND, passed::toString);
        }
    }
}
