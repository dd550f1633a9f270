package com.example.gpiod.itest.kura;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Drive;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;

import org.eclipse.kura.gpio.GPIOService;
import org.eclipse.kura.gpio.KuraGPIODirection;
import org.eclipse.kura.gpio.KuraGPIOMode;
import org.eclipse.kura.gpio.KuraGPIOPin;
import org.eclipse.kura.gpio.KuraGPIOTrigger;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** What the operator configures has its effect on the pins. */
public class AdapterConfigurationTest extends KuraTest {
    private void awaitLog(String text) {
        Await.until(() -> text + "; " + log(), () -> !log().linesWith(text).isEmpty());
    }

    private KuraGPIOPin openDrain(String name) {
        return gpio().getPinByName(
                        name,
                        KuraGPIODirection.OUTPUT,
                        KuraGPIOMode.OUTPUT_OPEN_DRAIN,
                        KuraGPIOTrigger.NONE);
    }

    @Test
    public void numbersAndNamesOfAnotherTimeAreKnown() throws Exception {
        BoardChip house = plugHouse();
        configure(
                () -> gpio().getPinByTerminal(13) != null
                        && gpio().getPinByTerminal(13).getName().equals("LAMP"),
                "pins=13 = house:5\nLAMP = house:5\n14 = RELAY; active-low=true; initial-value=active");

        assertEquals("LAMP", gpio().getAvailablePins().get(13));
        KuraGPIOPin lamp = gpio().getPinByTerminal(
                        13,
                        KuraGPIODirection.OUTPUT,
                        KuraGPIOMode.OUTPUT_PUSH_PULL,
                        KuraGPIOTrigger.NONE);
        assertEquals(lamp, output("LAMP"));
        lamp.setValue(true);
        assertTrue(house.isHigh(5));
        KuraGPIOPin relay = output("RELAY");
        assertEquals(14, relay.getIndex());
        relay.open();
        assertTrue(relay.getValue());
        assertFalse(house.isHigh(2));
        relay.setValue(false);
        assertTrue(house.isHigh(2));
    }

    @Test
    public void activeLowTurnsEdgesToo() throws Exception {
        BoardChip house = plugHouse();
        configure(
                () -> {
                    input("DOOR", KuraGPIOTrigger.NONE).open();
                    return info(house, 1).activeLow();
                },
                "pins=DOOR; active-low=true");
        KuraGPIOPin door = input("DOOR", KuraGPIOTrigger.RAISING_EDGE);
        PinRecorder recorder = new PinRecorder();
        door.addPinStatusListener(recorder);
        house.pullUp(1);
        assertFalse(door.getValue());
        house.pullDown(1);

        assertEquals(List.of(true), recorder.await(1));
        assertTrue(door.getValue());
    }

    @Test
    public void inputsAndConsumerAreAsConfigured() throws Exception {
        BoardChip house = plugHouse();
        KuraGPIOPin before = gpio().getPinByName("DOOR");
        before.open();
        configure(
                () -> {
                    gpio().getPinByName("RELAY").close();
                    gpio().getPinByName("RELAY").open();
                    return info(house, 2).consumer().equals("gateway");
                },
                "default-bias=disabled",
                "debounce=7ms",
                "consumer=gateway");
        // Nobody pulls an open pin away from its user.
        assertTrue(before.isOpen());
        assertSame(before, gpio().getPinByName("DOOR"));
        assertEquals("kura", info(house, 1).consumer());
        assertEquals(Bias.PULL_UP, info(house, 1).bias());

        before.close();
        gpio().getPinByName("DOOR").open();

        assertEquals("gateway", info(house, 1).consumer());
        assertEquals(Bias.DISABLED, info(house, 1).bias());
        assertEquals(Duration.ofMillis(7), info(house, 1).debounce());
    }

    /** Who listens would not learn that another took the line. */
    @Test
    public void pinsThatAChangeIsNotAboutStayTheSame() throws Exception {
        plugHouse();
        KuraGPIOPin door = input("DOOR", KuraGPIOTrigger.BOTH_EDGES);

        configure(() -> gpio().getPinByTerminal(13) != null, "pins=13 = RELAY");

        assertSame(door, input("DOOR", KuraGPIOTrigger.BOTH_EDGES));
    }

    @Test
    public void openDrainIsPushPullOnDemand() throws Exception {
        BoardChip house = plugHouse();
        openDrain("RELAY").open();
        assertEquals(Drive.OPEN_DRAIN, info(house, 2).drive());
        configure(
                () -> {
                    openDrain("RELAY").open();
                    return info(house, 2).drive() == Drive.PUSH_PULL;
                },
                "open-drain-as-push-pull=true");

        KuraGPIOPin relay = openDrain("RELAY");
        relay.setValue(true);

        assertTrue(house.isHigh(2));
        assertEquals(KuraGPIOMode.OUTPUT_OPEN_DRAIN, relay.getMode());
    }

    @Test
    public void wrongConfigurationIsRefusedAndTheEarlierOneStays() throws Exception {
        plugHouse();
        configure(() -> gpio().getPinByTerminal(13) != null, "pins=13 = DOOR");
        configure(
                () -> !log().linesWith("attribute default-bias is 'up'").isEmpty(),
                "pins=14 = DOOR",
                "default-bias=up");

        assertEquals("DOOR", gpio().getPinByTerminal(13).getName());
        awaitLog(
                "Configuration com.example.gpiod.kura is refused, the earlier one stays in effect:"
                        + " attribute default-bias is 'up'; give one of as-is, disabled, pull-up, pull-down");
    }

    @Test
    public void wrongFirstConfigurationMeansNoService() throws Exception {
        plugHouse();
        adapter().stop();
        configure(() -> true, "debounce=5");
        adapter().start();
        awaitLog("Configuration com.example.gpiod.kura is refused, and there is no GPIOService");
        assertFalse(isPresent(GPIOService.class, null));

        configure(() -> isPresent(GPIOService.class, null), "debounce=5ms");
    }
}
