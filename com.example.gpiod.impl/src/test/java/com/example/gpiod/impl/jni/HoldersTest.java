package com.example.gpiod.impl.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class HoldersTest {
    /** As the kernel writes it for a request of lines 2 and 12 of gpiochip1. */
    private static final List<String> REQUEST = List.of(
            "pos:\t0",
            "flags:\t02004000",
            "mnt_id:\t19",
            "gpio-chip:\tgpiochip1",
            "gpio-line:\t2",
            "gpio-line:\t12");

    @Test
    void linesOfARequestAreNamed() {
        assertTrue(Holders.names(REQUEST, "gpiochip1", 2));
        assertTrue(Holders.names(REQUEST, "gpiochip1", 12));
    }

    @Test
    void otherLinesAndChipsAreNot() {
        assertFalse(Holders.names(REQUEST, "gpiochip1", 1));
        assertFalse(Holders.names(REQUEST, "gpiochip10", 2));
        assertFalse(Holders.names(REQUEST, "gpiochip", 2));
        assertFalse(Holders.names(List.of("pos:\t0"), "gpiochip1", 2));
    }

    @Test
    void nobodyHoldsALineOfNoChip() {
        assertEquals("", Holders.find("no-such-chip", 0));
    }
}
