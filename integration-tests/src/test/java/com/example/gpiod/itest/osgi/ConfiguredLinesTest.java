package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeEvent.Type;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;
import com.example.gpiod.itest.osgi.app.DoorAlarm;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The main job, end to end: configured lines work in a component, and go with their configuration. */
@Tag("smoke")
public class ConfiguredLinesTest extends OsgiTest {
    private static final int DOOR = 2;
    private static final int WINDOW = 3;
    private static final int SIREN = 5;

    private static final String ALARM = "(component.name=door-alarm)";
    private static final String[] INPUTS = {
        "name=door", "lines=DOOR, WINDOW", "direction=input", "edge=both"
    };
    private static final String[] OUTPUT = {"name=siren", "lines=SIREN", "direction=output"};

    private BoardChip chip;

    @BeforeEach
    public void plug() {
        chip = board().plug(ChipPlan.of("house", 8)
                .line(DOOR, "DOOR")
                .line(WINDOW, "WINDOW")
                .line(SIREN, "SIREN"));
    }

    @Test
    public void componentHearsEdgesAndSetsAnOutputUntilTheConfigurationIsDeleted()
            throws Exception {
        try (UserBundle app =
                UserBundle.withComponent(context(), "OSGI-INF/door-alarm.xml", DoorAlarm.class)) {
            Configuration door = configurations().create(INPUTS);
            Configuration siren = configurations().create(OUTPUT);
            Supplier<?> alarm = service(Supplier.class, ALARM);
            assertEquals("door", consumer(DOOR));
            assertEquals("siren", consumer(SIREN));
            assertFalse(chip.isHigh(SIREN));

            long start = System.nanoTime();
            chip.pullUp(DOOR);
            Await.until("the siren sounds", () -> chip.isHigh(SIREN));
            chip.pullUp(WINDOW);
            chip.pullDown(DOOR);
            Await.until("the siren is silent", () -> !chip.isHigh(SIREN));
            long end = System.nanoTime();

            List<EdgeEvent> events = events(alarm);
            assertEquals(3, events.size(), events::toString);
            assertEvent(events.get(0), Type.RISING, DOOR, 1, 1);
            assertEvent(events.get(1), Type.RISING, WINDOW, 2, 1);
            assertEvent(events.get(2), Type.FALLING, DOOR, 3, 2);
            // The kernel's clock is that of nanoTime: CLOCK_MONOTONIC.
            assertAscending(
                    start,
                    events.get(0).timestampNanos(),
                    events.get(1).timestampNanos(),
                    events.get(2).timestampNanos(),
                    end);

            configurations().delete(door);
            Await.until("the component goes", () -> !isPresent(Supplier.class, ALARM));
            Await.until("DOOR is released", () -> consumer(DOOR).isEmpty());
            assertEquals("", consumer(WINDOW));
            assertEquals("siren", consumer(SIREN));
            configurations().delete(siren);
            Await.until("SIREN is released", () -> consumer(SIREN).isEmpty());
        }
    }

    @Test
    public void componentComesBackWithTheConfiguration() throws Exception {
        try (UserBundle app =
                UserBundle.withComponent(context(), "OSGI-INF/door-alarm.xml", DoorAlarm.class)) {
            configurations().create(OUTPUT);
            Configuration door = configurations().create(INPUTS);
            service(Supplier.class, ALARM);
            configurations().delete(door);
            Await.until("the component goes", () -> !isPresent(Supplier.class, ALARM));
            configurations().create(INPUTS);
            service(Supplier.class, ALARM);
            chip.pullUp(DOOR);
            Await.until("the siren sounds", () -> chip.isHigh(SIREN));
        }
    }

    @Test
    public void bundleThatGivesLinesBackHearsNoMore() throws Exception {
        configurations().create(INPUTS);
        List<EdgeEvent> others = new CopyOnWriteArrayList<>();
        service(Lines.class, "(gpiod.name=door)").subscribe(others::add);
        List<EdgeEvent> heard = new CopyOnWriteArrayList<>();
        try (UserBundle user = UserBundle.empty(context(), "user")) {
            ServiceReference<Lines> door = reference(user);
            Lines lines = user.context().getService(door);
            assertFalse(lines instanceof LineRequest, "it could release what isn't its own");
            lines.subscribe(heard::add);
            chip.pullUp(DOOR);
            Await.until("both hear the edge", () -> heard.size() == 1 && others.size() == 1);

            user.stop();
            chip.pullDown(DOOR);
            Await.until("the other one hears on", () -> others.size() == 2);
            assertThrows(RequestReleasedException.class, () -> lines.subscribe(heard::add));
        }
        assertEquals(1, heard.size(), heard::toString);
        assertEquals("door", consumer(DOOR));
    }

    private static ServiceReference<Lines> reference(UserBundle user) throws Exception {
        return user.context().getServiceReferences(Lines.class, "(gpiod.name=door)").stream()
                .findFirst()
                .orElseThrow();
    }

    /** Who holds a line: libgpiod's own tool says so where it can. */
    private String consumer(int offset) throws Exception {
        if (!ON_SIMULATOR) {
            return GpioInfo.consumer(chip, offset);
        }
        try (Chip opened = service(Gpiod.class).openChip(chip.path())) {
            LineInfo line = opened.lineInfo(offset);
            assertEquals(line.used(), !line.consumer().isEmpty(), line::toString);
            return line.consumer();
        }
    }

    @SuppressWarnings("unchecked") // what DoorAlarm supplies
    private static List<EdgeEvent> events(Supplier<?> alarm) {
        return (List<EdgeEvent>) alarm.get();
    }

    private static void assertEvent(
            EdgeEvent event, Type type, int offset, long globalSeqno, long lineSeqno) {
        assertEquals(
                new EdgeEvent(type, event.timestampNanos(), offset, globalSeqno, lineSeqno), event);
    }

    private static void assertAscending(long... nanos) {
        for (int i = 1; i < nanos.length; i++) {
            assertTrue(nanos[i - 1] <= nanos[i], () -> Arrays.toString(nanos));
        }
    }
}
