package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.InfoListener;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.Lines;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;
import com.example.gpiod.itest.board.ChipPlan.HogDirection;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a changed configuration does to lines that are held. */
public class LiveConfigurationTest extends OsgiTest {
    private static final String LAMP = "(gpiod.name=lamp)";
    private static final int LAMP_LINE = 0;
    private static final int FAN_LINE = 1;
    private static final ChipPlan HOUSE = ChipPlan.of("house", 4)
            .line(LAMP_LINE, "LAMP")
            .line(FAN_LINE, "FAN")
            .line(2, "HEATER")
            .hog(2, "thermostat", HogDirection.INPUT)
            .line(3, "DOOR");
    private static final String[] LAMP_IS_OUTPUT = {
        "name=lamp", "chip=house", "lines=LAMP", "direction=output"
    };

    private BoardChip chip;

    @BeforeEach
    public void plug() {
        chip = board().plug(HOUSE);
    }

    @Test
    public void changeThatKeepsTheLines_isMadeInPlace() throws Exception {
        Configuration configuration = configurations().create(LAMP_IS_OUTPUT);
        Lines lamp = service(Lines.class, LAMP);
        lamp.set("LAMP", true);
        ServiceReference<?> before = reference();
        try (Chip watched = service(Gpiod.class).openChip("house")) {
            List<InfoEvent.Type> seen = new CopyOnWriteArrayList<>();
            watched.watchLineInfo(LAMP_LINE);
            watched.subscribe((InfoListener) event -> seen.add(event.type()));

            Configurations.update(
                    configuration,
                    "name=lamp",
                    "chip=house",
                    "lines=LAMP",
                    "direction=output",
                    "drive=open-source");
            Await.until(log()::toString, () -> lampInfo().drive() == Drive.OPEN_SOURCE);
            Await.until("the change is seen", () -> !seen.isEmpty());

            assertEquals(List.of(InfoEvent.Type.RECONFIGURED), seen);
        }
        assertEquals(before, reference(), "users keep the service");
        assertTrue(chip.isHigh(LAMP_LINE), "an output that stays one doesn't move");
        assertTrue(lamp.get("LAMP"));
    }

    @Test
    public void inputBecomesAnOutputWithItsInitialValue() throws Exception {
        Configuration configuration = configurations()
                .create("name=lamp", "chip=house", "lines=LAMP", "direction=input", "edge=both");
        Lines lamp = service(Lines.class, LAMP);
        List<EdgeEvent> heard = new CopyOnWriteArrayList<>();
        lamp.subscribe(heard::add);
        chip.pullUp(LAMP_LINE);
        Await.until("an edge", () -> heard.size() == 1);

        Configurations.update(
                configuration,
                "name=lamp",
                "chip=house",
                "lines=LAMP",
                "direction=output",
                "initial-value=active");
        Await.until(log()::toString, () -> lampInfo().direction() == Direction.OUTPUT);

        assertTrue(chip.isHigh(LAMP_LINE));
        lamp.set("LAMP", false);
        assertFalse(chip.isHigh(LAMP_LINE));
    }

    @Test
    public void otherName_isTheSameLinesUnderAnotherProperty() throws Exception {
        Configuration configuration = configurations()
                .create(
                        "name=lamp",
                        "chip=house",
                        "lines=LAMP",
                        "direction=output",
                        "consumer=house");
        service(Lines.class, LAMP).set("LAMP", true);

        Configurations.update(
                configuration,
                "name=torch",
                "chip=house",
                "lines=LAMP",
                "direction=output",
                "consumer=house");

        service(Lines.class, "(gpiod.name=torch)");
        assertFalse(isPresent(Lines.class, LAMP));
        assertTrue(chip.isHigh(LAMP_LINE));
    }

    @Test
    public void changeOfLines_releasesAndRequests() throws Exception {
        assertReplacedBy("FAN");
        assertFalse(lampInfo().used());
    }

    @Test
    public void linesThatAreInPartThePresentOnes_areReleasedFirst() throws Exception {
        assertReplacedBy("FAN, LAMP");
        service(Lines.class, LAMP).set("LAMP", true);
        assertTrue(chip.isHigh(LAMP_LINE));
    }

    private void assertReplacedBy(String lines) throws Exception {
        Configuration configuration = configurations().create(LAMP_IS_OUTPUT);
        ServiceReference<?> before = reference();

        Configurations.update(
                configuration, "name=lamp", "chip=house", "lines=" + lines, "direction=output");

        assertReplaced(before);
        service(Lines.class, LAMP).set("FAN", true);
        assertTrue(chip.isHigh(FAN_LINE));
    }

    @Test
    public void malformedChange_leavesTheLinesAsTheyAre() throws Exception {
        assertUntouched("attribute direction is 'outwards'", "lines=LAMP", "direction=outwards");
    }

    @Test
    public void linesThatAreNotThere_leaveTheEarlierOnes() throws Exception {
        assertUntouched("There is no line 'LMAP'", "lines=LMAP", "direction=output");
    }

    @Test
    public void linesThatSomebodyElseHolds_leaveTheEarlierOnes() throws Exception {
        assertUntouched("held by 'thermostat'", "lines=HEATER", "direction=output");
    }

    @Test
    public void linesThatSomebodyElseHoldsInPart_giveTheEarlierOnesBack() throws Exception {
        assertRefused("held by 'thermostat'", "lines=LAMP, HEATER", "direction=output");
    }

    /** Users keep their service: the lines were not even released for a moment. */
    private void assertUntouched(String why, String... change) throws Exception {
        assertEquals(assertRefused(why, change), reference());
    }

    /** Returns the service from before. */
    private ServiceReference<?> assertRefused(String why, String... change) throws Exception {
        Configuration configuration = configurations().create(LAMP_IS_OUTPUT);
        ServiceReference<?> before = reference();
        service(Lines.class, LAMP).set("LAMP", true);

        Configurations.update(configuration, "name=lamp", "chip=house", change[0], change[1]);
        Await.until(
                log()::toString,
                () -> !log().linesWith("is refused, the earlier one stays in effect")
                        .isEmpty());

        assertTrue(log().linesWith("is refused").get(0).contains(why), log()::toString);
        Lines lamp = service(Lines.class, LAMP);
        assertTrue(chip.isHigh(LAMP_LINE));
        lamp.set("LAMP", false);
        assertFalse(chip.isHigh(LAMP_LINE));
        return before;
    }

    @Test
    public void refusedChange_isInEffectWhenItsChipComes() throws Exception {
        Configuration configuration = configurations().create(LAMP_IS_OUTPUT);
        ServiceReference<?> before = reference();
        Configurations.update(
                configuration, "name=lamp", "chip=shed", "lines=0", "direction=output");
        Await.until(
                log()::toString,
                () -> !log().linesWith("is refused, the earlier one stays in effect")
                        .isEmpty());
        assertEquals(before, reference());

        BoardChip shed = board().plug(ChipPlan.of("shed", 2));

        assertReplaced(before);
        service(Lines.class, LAMP).set(0, true);
        assertTrue(shed.isHigh(0));
        assertFalse(lampInfo().used());
    }

    @Test
    public void singleLinesMayDiffer() throws Exception {
        configurations()
                .create(
                        "name=lamp",
                        "chip=house",
                        "lines=LAMP, FAN, DOOR",
                        "direction=output",
                        "overrides=FAN: initial-value=active, DOOR: direction=input; edge=rising");
        Lines lines = service(Lines.class, LAMP);
        List<EdgeEvent> heard = new CopyOnWriteArrayList<>();
        lines.subscribe(heard::add);

        assertFalse(chip.isHigh(LAMP_LINE));
        assertTrue(chip.isHigh(FAN_LINE));
        chip.pullUp(3);
        Await.until("an edge", () -> heard.size() == 1);
    }

    private void assertReplaced(ServiceReference<?> before) {
        Await.until(() -> "other lines; " + log(), () -> !before.equals(reference()));
    }

    private LineInfo lampInfo() throws Exception {
        try (Chip opened = service(Gpiod.class).openChip("house")) {
            return opened.lineInfo(LAMP_LINE);
        }
    }

    private ServiceReference<?> reference() {
        return reference(Lines.class, LAMP);
    }
}
