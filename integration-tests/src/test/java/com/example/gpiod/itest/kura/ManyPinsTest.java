package com.example.gpiod.itest.kura;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.ThreadActivity;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;

import org.eclipse.kura.gpio.GPIOService;
import org.eclipse.kura.gpio.KuraGPIODirection;
import org.eclipse.kura.gpio.KuraGPIOMode;
import org.eclipse.kura.gpio.KuraGPIOPin;
import org.eclipse.kura.gpio.KuraGPIOTrigger;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Many pins cost no more threads than one, and close at once whatever is going on. */
public class ManyPinsTest extends KuraTest {
    private static final int PINS = 100;
    private static final long CLOSE_MILLIS = 50;

    @Test
    public void hundredPinsHaveOneThreadThatNeverWakesAndCloseAtOnce() throws Exception {
        BoardChip panel = board().plug(ChipPlan.of("panel", PINS));
        GPIOService gpio = gpio();
        Await.until("the pins", () -> gpio.getPinByName("panel:0") != null);
        AtomicLong heard = new AtomicLong();
        List<KuraGPIOPin> pins = new ArrayList<>();
        for (int offset = 0; offset < PINS; offset++) {
            KuraGPIOPin pin = gpio.getPinByTerminal(
                    terminal(panel, offset),
                    KuraGPIODirection.INPUT,
                    KuraGPIOMode.INPUT_PULL_DOWN,
                    KuraGPIOTrigger.BOTH_EDGES);
            pin.open();
            pin.addPinStatusListener(value -> heard.incrementAndGet());
            pins.add(pin);
        }

        ThreadActivity.assertOneThatRests();

        AtomicBoolean enough = new AtomicBoolean();
        Thread hand = new Thread(() -> {
            while (!enough.get()) {
                for (int offset = 0; offset < PINS; offset++) {
                    panel.pulse(offset, 1);
                }
            }
        });
        hand.start();
        try {
            Await.until("events of all pins", () -> heard.get() > 4 * PINS);
            long[] micros = new long[PINS];
            for (int i = 0; i < PINS; i++) {
                long before = heard.get();
                // Something must have come since the last one was closed.
                Await.until("events go on", () -> heard.get() > before);
                long start = System.nanoTime();
                pins.get(PINS - 1 - i).close();
                micros[i] = (System.nanoTime() - start) / 1000;
                assertFalse(pins.get(PINS - 1 - i).isOpen());
            }
            Arrays.sort(micros);
            System.out.printf(
                    "close of %d pins with events arriving: median %,d us, longest %,d us%n",
                    PINS, micros[PINS / 2], micros[PINS - 1]);
            assertTrue(micros[PINS / 2] < CLOSE_MILLIS * 1000, Arrays.toString(micros));
        } finally {
            enough.set(true);
            hand.join();
        }
    }
}
