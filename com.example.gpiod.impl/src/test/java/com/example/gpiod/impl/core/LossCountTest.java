package com.example.gpiod.impl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LossCountTest {
    private static final boolean EMPTY = true;

    /** Of a kernel that keeps three events. */
    private final LossCount count = new LossCount(3, false);

    private long read(boolean empty, long... seqnos) {
        for (long seqno : seqnos) {
            count.seen((int) seqno);
        }
        count.read(seqnos.length);
        return count.lost(empty);
    }

    @Test
    void withoutGap_nothingIsLost() {
        assertEquals(0, read(!EMPTY, 1, 2, 3));
        assertEquals(0, read(EMPTY, 4));
    }

    @Test
    void gapAfterAnOverflow_isLostOnce() {
        assertEquals(7, read(EMPTY, 8, 9, 10));
        assertEquals(0, read(EMPTY, 11));
        assertEquals(2, read(EMPTY, 14, 15, 16));
    }

    @Test
    void gapThatIsReadInParts_isLostWhenTheWholeBufferIsRead() {
        assertEquals(0, read(!EMPTY, 8));
        assertEquals(0, read(!EMPTY, 9));
        assertEquals(7, read(!EMPTY, 10));
        assertEquals(0, read(EMPTY));
    }

    @Test
    void gapWithoutOverflow_isEdgesThatBecameOne() {
        assertEquals(0, read(EMPTY, 1, 4));
        assertEquals(0, read(EMPTY, 5, 6, 7));
    }

    @Test
    void edgesThatOvertakeEachOther_areNotLost() {
        assertEquals(0, read(!EMPTY, 2));
        assertEquals(0, read(!EMPTY, 1, 4, 3));
        assertEquals(0, read(EMPTY, 5));
    }

    /** Of one line: the newest number of a read is that of its last event. */
    @Test
    void whereEventsComeInOrder_theLastOneCounts() {
        LossCount one = new LossCount(3, true);
        assertTrue(one.inOrder());
        assertFalse(count.inOrder());
        one.seen(10);
        one.read(3);
        assertEquals(7, one.lost(EMPTY));
        assertEquals(3, one.read());
    }

    @Test
    void numbersWrapAt32Bits() {
        assertEquals(0x7FFF_FFFCL, read(EMPTY, 0x7FFF_FFFDL, 0x7FFF_FFFEL, 0x7FFF_FFFFL));
        assertEquals(0x7FFF_FFFCL, read(EMPTY, 0xFFFF_FFFCL, 0xFFFF_FFFDL, 0xFFFF_FFFEL));
        assertEquals(0, read(EMPTY, 0xFFFF_FFFFL, 0, 1));
        assertEquals(3, read(EMPTY, 5, 6, 7));
    }
}
