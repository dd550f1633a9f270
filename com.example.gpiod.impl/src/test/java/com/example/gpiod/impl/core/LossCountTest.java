package com.example.gpiod.impl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LossCountTest {
    private static final boolean FULL = true;

    private final LossCount count = new LossCount();

    private long read(boolean full, long... seqnos) {
        for (long seqno : seqnos) {
            count.read(seqno);
        }
        return count.lost(full);
    }

    @Test
    void withoutGap_nothingIsLost() {
        assertEquals(0, read(FULL, 1, 2, 3));
        assertEquals(0, read(FULL, 4));
    }

    @Test
    void gapAfterAnOverflow_isLostOnce() {
        assertEquals(7, read(FULL, 8, 9));
        assertEquals(0, read(FULL, 10));
        assertEquals(2, read(FULL, 13));
    }

    @Test
    void gapWithoutOverflow_isEdgesThatBecameOne() {
        assertEquals(0, read(!FULL, 1, 4));
        assertEquals(0, read(FULL, 5));
    }

    @Test
    void edgesThatOvertakeEachOther_areNotLost() {
        assertEquals(0, read(!FULL, 2));
        assertEquals(0, read(!FULL, 1, 4, 3));
        assertEquals(0, read(FULL, 5));
    }

    @Test
    void numbersWrapAt32Bits() {
        assertEquals(0x7FFF_FFFEL, read(FULL, 0x7FFF_FFFFL));
        assertEquals(0x7FFF_FFFEL, read(FULL, 0xFFFF_FFFEL));
        assertEquals(0, read(FULL, 0xFFFF_FFFFL, 0, 1));
        assertEquals(3, read(FULL, 5));
    }
}
