package com.example.gpiod.kura;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineInfo;

import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What is looked up at Kura's pace; the pins themselves are tested on chips. */
class PinsTest {
    private static final ChipInfo HOUSE =
            new ChipInfo("/dev/gpiochip0", "gpiochip0", "house", "/sys/devices/0", 1);
    private static final LineInfo DOOR = new LineInfo(
            0,
            "DOOR",
            false,
            "",
            Direction.INPUT,
            Edge.NONE,
            Bias.AS_IS,
            Drive.PUSH_PULL,
            false,
            Duration.ZERO,
            EventClock.MONOTONIC);

    private int refusals;
    private int opened;

    private final Chip chip = of(Chip.class, (proxy, method, args) -> switch (method.getName()) {
        case "info" -> HOUSE;
        case "lineInfos" -> List.of(DOOR);
        default -> null;
    });
    private final Gpiod gpiod = of(Gpiod.class, (proxy, method, args) -> switch (method.getName()) {
        case "chips" -> List.of(HOUSE);
        case "openChip" -> open();
        default -> throw new UnsupportedOperationException(method.getName());
    });

    private Chip open() throws GpiodException {
        opened++;
        if (opened <= refusals) {
            throw new GpiodException(
                    GpiodException.Reason.LIMIT, "open", 24, "gpiochip0", List.of(), "EMFILE");
        }
        return chip;
    }

    private static <T> T of(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Test
    void lookUps_readTheChipsOnce() {
        Pins pins = new Pins(gpiod, AdapterConfig.parse(Map.of()));
        assertNotNull(pins.getPinByName("DOOR"));
        assertNotNull(pins.getPinByTerminal(0));
        assertEquals(1, opened);

        pins.lookAgain();
        assertNotNull(pins.getPinByName("DOOR"));
        assertEquals(2, opened);
    }

    @Test
    void chipThatCouldNotBeRead_isReadTheNextTime() {
        refusals = 1;
        Pins pins = new Pins(gpiod, AdapterConfig.parse(Map.of()));

        assertNull(pins.getPinByName("DOOR"));
        assertNotNull(pins.getPinByName("DOOR"));
    }
}
