package com.example.gpiod.itest.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Chips of the stand-in that is preloaded into this JVM. They are opened by path: no list of the
 * chips in {@code /dev} has them.
 *
 * <p><b>Synchronization:</b> a board is one thread's; its chips need none.
 */
public final class StandInBoard implements Board {
    private final List<Plugged> chips = new ArrayList<>();
    private final int strays = StandIn.strays();

    @Override
    public BoardChip plug(ChipPlan plan) {
        int number = StandIn.plug(bytes(plan.label()), plan.lines());
        if (number < 0) {
            throw new IllegalStateException("the stand-in has no room for " + plan);
        }
        Plugged chip = new Plugged(number);
        chips.add(chip);
        plan.names().forEach((offset, name) -> StandIn.name(number, offset, bytes(name)));
        plan.hogs().forEach((offset, hog) -> hog(number, offset, hog));
        return chip;
    }

    private static void hog(int chip, int offset, ChipPlan.Hog hog) {
        boolean output = hog.direction() != ChipPlan.HogDirection.INPUT;
        boolean high = hog.direction() == ChipPlan.HogDirection.OUTPUT_HIGH;
        StandIn.hog(chip, offset, bytes(hog.consumer()), output, high);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Fails if there were stray calls since the board was made. */
    @Override
    public void close() {
        chips.forEach(Plugged::unplug);
        chips.clear();
        assertEquals(strays, StandIn.strays(), "number of stray calls; the log tells them");
    }

    private record Plugged(int number) implements BoardChip {
        @Override
        public String path() {
            return "/dev/" + name();
        }

        @Override
        public String name() {
            return StandIn.CHIP_NAME + number;
        }

        @Override
        public void pullUp(int offset) {
            StandIn.pull(number, offset, true);
        }

        @Override
        public void pullDown(int offset) {
            StandIn.pull(number, offset, false);
        }

        @Override
        public boolean isHigh(int offset) {
            return StandIn.isHigh(number, offset);
        }

        @Override
        public void unplug() {
            StandIn.unplug(number);
        }
    }
}
