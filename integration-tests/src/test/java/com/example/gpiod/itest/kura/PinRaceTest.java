package com.example.gpiod.itest.kura;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;

import org.eclipse.kura.gpio.KuraClosedDeviceException;
import org.eclipse.kura.gpio.KuraGPIOPin;
import org.eclipse.kura.gpio.KuraGPIOTrigger;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;

/** Several threads use one line's pins in all ways at once. */
public class PinRaceTest extends KuraTest {
    private static final int ROUNDS = 200;
    private static final int LINES = 200;

    private interface Step {
        void run() throws Exception;
    }

    @Test
    public void openCloseUseListenAndTakeOverRaceWithoutHarm() throws Exception {
        BoardChip house = plugHouse();
        KuraGPIOPin both = input("DOOR", KuraGPIOTrigger.BOTH_EDGES);
        KuraGPIOPin rising = input("DOOR", KuraGPIOTrigger.RAISING_EDGE);
        KuraGPIOPin out = output("DOOR");
        PinRecorder recorder = new PinRecorder();
        List<Throwable> wrong = new CopyOnWriteArrayList<>();
        List<Step> steps = List.of(
                both::open,
                both::close,
                both::getValue,
                rising::open,
                rising::close,
                () -> {
                    rising.addPinStatusListener(recorder);
                    rising.removePinStatusListener(recorder);
                },
                () -> both.addPinStatusListener(recorder),
                () -> {
                    out.open();
                    out.setValue(true);
                },
                () -> house.pulse(1, 1));
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (Step step : steps) {
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                    for (int i = 0; i < ROUNDS; i++) {
                        try {
                            step.run();
                        } catch (KuraClosedDeviceException e) {
                            // Another closed it, as it may.
                            continue;
                        }
                    }
                } catch (Throwable e) {
                    wrong.add(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), wrong);

        both.close();
        rising.close();
        out.close();

        try (Chip chip = service(Gpiod.class).openChip(house.path())) {
            assertFalse(chip.lineInfo(1).used());
        }
        // And all is as before: who listens now hears.
        PinRecorder last = new PinRecorder();
        both.open();
        both.addPinStatusListener(last);
        house.pullDown(1);
        house.pullUp(1);
        last.await(1);
    }

    /** A pin that is new each time: the first use may open it, but not after close has returned. */
    @Test
    public void closedPinIsNotOpenedByAUseThatCameBefore() throws Exception {
        List<Exception> wrong = new CopyOnWriteArrayList<>();
        BoardChip panel = board().plug(ChipPlan.of("panel", LINES));
        Await.until("the pins", () -> gpio().getPinByName("panel:0") != null);
        for (KuraGPIOTrigger trigger : List.of(KuraGPIOTrigger.NONE, KuraGPIOTrigger.BOTH_EDGES)) {
            for (int offset = 0; offset < LINES; offset++) {
                KuraGPIOPin pin = input("panel:" + offset, trigger);
                CyclicBarrier start = new CyclicBarrier(2);
                Thread user = new Thread(() -> {
                    try {
                        start.await();
                        pin.getValue();
                    } catch (KuraClosedDeviceException e) {
                        // Before or meanwhile, as it may.
                        return;
                    } catch (Exception e) {
                        wrong.add(e);
                    }
                });
                user.start();
                start.await();
                pin.close();
                user.join();

                assertEquals(List.of(), wrong);
                assertFalse(pin.isOpen(), "line " + offset + " " + trigger);
                assertFalse(info(panel, offset).used());
            }
        }
    }
}
