package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Lines;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;

import java.util.List;

/** Chips and configured lines come and go with the hardware, in whatever order. */
public class PresenceTest extends OsgiTest {
    private static final String DOOR = "(gpiod.name=door)";
    private static final String HOUSE_CHIP = "(gpiod.chip.label=house)";
    private static final ChipPlan HOUSE = ChipPlan.of("house", 4).line(2, "DOOR");

    private void configureDoor(String chip) throws Exception {
        configurations().create("name=door", chip, "lines=DOOR", "direction=input", "edge=both");
    }

    @Test
    public void replugUnderAnotherNumber_hasTheSameConfiguration() throws Exception {
        BoardChip first = board().plug(HOUSE);
        configureDoor("chip=house");
        service(Lines.class, DOOR);
        first.unplug();
        Await.until("the lines go", () -> !isPresent(Lines.class, DOOR));
        // Takes the number that has become free.
        board().plug(ChipPlan.of("shed", 2));

        BoardChip second = board().plug(HOUSE);

        assertNotEquals(first.name(), second.name());
        ServiceReference<Lines> reference = reference(Lines.class, DOOR);
        assertEquals(second.name(), reference.getProperty(Lines.CHIP_NAME));
        Recorder recorder = new Recorder();
        service(Lines.class, DOOR).subscribe(recorder);
        second.pullUp(2);
        assertEquals(List.of("RISING 2"), recorder.await(1));
    }

    /** The simulator's devices have a number of their own each time. */
    @Test
    @Tag("vm")
    public void replugOfTheDevice_hasTheSameConfiguration() throws Exception {
        BoardChip chip = board().plug(HOUSE);
        String device = (String) reference(Chip.class, HOUSE_CHIP).getProperty(Chip.CHIP_DEVICE);
        configureDoor("chip=" + device);
        ServiceReference<Lines> before = reference(Lines.class, DOOR);

        chip.unplug();
        board().plug(HOUSE);

        Await.until(log()::toString, () -> !before.equals(reference(Lines.class, DOOR)));
        assertEquals(device, reference(Chip.class, HOUSE_CHIP).getProperty(Chip.CHIP_DEVICE));
    }

    @Test
    public void everyListenerIsToldOnceOfAnUnplug() throws Exception {
        BoardChip chip = board().plug(HOUSE);
        configureDoor("chip=house");
        Recorder mine = new Recorder();
        Recorder another = new Recorder();
        service(Lines.class, DOOR).subscribe(mine);
        service(Lines.class, DOOR).subscribe(another);
        chip.pullUp(2);
        mine.await(1);
        another.await(1);

        chip.unplug();

        mine.await(2);
        another.await(2);
        Await.until("the lines go", () -> !isPresent(Lines.class, DOOR));
        Await.until("the chip goes", () -> !isPresent(Chip.class, HOUSE_CHIP));
        BoardChip again = board().plug(HOUSE);
        Recorder fresh = new Recorder();
        service(Lines.class, DOOR).subscribe(fresh);
        again.pullUp(2);
        fresh.await(1);

        assertEquals(List.of("RISING 2", "GONE"), mine.told());
        assertEquals(List.of("RISING 2", "GONE"), another.told());
    }

    @Test
    public void startOrderDoesNotMatter() throws Exception {
        ImplBundle impl = new ImplBundle(context());
        impl.stop();
        // The last before the others, as well as the other way round in other tests.
        configureDoor("chip=house");
        BoardChip chip = board().plug(HOUSE);
        assertFalse(isPresent(Chip.class, HOUSE_CHIP));

        impl.start();

        service(Chip.class, HOUSE_CHIP);
        Recorder recorder = new Recorder();
        service(Lines.class, DOOR).subscribe(recorder);
        chip.pullUp(2);
        assertEquals(List.of("RISING 2"), recorder.await(1));
    }

    @Test
    public void implThatWasStoppedDuringAReplug_findsWhatIsThere() throws Exception {
        BoardChip chip = board().plug(HOUSE);
        configureDoor("chip=house");
        service(Lines.class, DOOR);
        ImplBundle impl = new ImplBundle(context());
        impl.stop();
        assertFalse(isPresent(Lines.class, DOOR));
        chip.unplug();
        board().plug(ChipPlan.of("shed", 2));
        BoardChip second = board().plug(HOUSE);

        impl.start();

        assertEquals(second.name(), reference(Lines.class, DOOR).getProperty(Lines.CHIP_NAME));
        assertTrue(isPresent(Chip.class, "(gpiod.chip.label=shed)"));
    }
}
