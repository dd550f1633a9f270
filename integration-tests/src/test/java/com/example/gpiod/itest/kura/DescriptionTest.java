package com.example.gpiod.itest.kura;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.itest.board.Board.BoardChip;

import org.eclipse.kura.gpio.KuraGPIODescription;
import org.eclipse.kura.gpio.KuraGPIODirection;
import org.eclipse.kura.gpio.KuraGPIOMode;
import org.eclipse.kura.gpio.KuraGPIOPin;
import org.eclipse.kura.gpio.KuraGPIOTrigger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** What only Kura 6 has: pins by description. */
@Tag("kura-6")
public class DescriptionTest extends KuraTest {
    @Test
    public void descriptionLeadsToItsPin() {
        BoardChip house = plugHouse();
        List<KuraGPIODescription> all = gpio().getAvailablePinDescriptions().stream()
                .filter(each -> house.name().equals(each.getProperties().get("controller")))
                .toList();

        assertEquals(8, all.size());
        assertEquals("DOOR:" + house.name() + ":1", all.get(1).getDisplayName());
        assertEquals("unknown:" + house.name() + ":0", all.get(0).getDisplayName());
        for (KuraGPIODescription each : all) {
            List<KuraGPIOPin> pins = gpio().getPins(each.getProperties());
            assertEquals(1, pins.size());
            assertEquals(each.getProperties(), pins.get(0).getDescription().getProperties());
        }
    }

    @Test
    public void whatIsAskedForFilters() throws Exception {
        BoardChip house = plugHouse();

        assertEquals(2, gpio().getPins(Map.of("name", "TWIN")).size());
        assertEquals(1, gpio().getPins(Map.of("name", "TWIN", "line", "4")).size());
        assertEquals(8, gpio().getPins(Map.of("controller", "house")).size());
        assertEquals(List.of(), gpio().getPins(Map.of()));
        assertEquals(List.of(), gpio().getPins(Map.of("name", "NOBODY")));
        assertEquals(List.of(), gpio().getPins(Map.of("name", "DOOR", "of", "another service")));
        KuraGPIOPin relay = gpio().getPins(
                        Map.of("controller", house.name(), "line", "2"),
                        KuraGPIODirection.OUTPUT,
                        KuraGPIOMode.OUTPUT_PUSH_PULL,
                        KuraGPIOTrigger.NONE)
                .get(0);
        relay.open();
        relay.setValue(true);
        assertTrue(house.isHigh(2));
    }
}
