package com.example.gpiod.itest.kura;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;
import com.example.gpiod.itest.osgi.OsgiTest;

import org.eclipse.kura.gpio.GPIOService;
import org.eclipse.kura.gpio.KuraGPIODirection;
import org.eclipse.kura.gpio.KuraGPIOMode;
import org.eclipse.kura.gpio.KuraGPIOPin;
import org.eclipse.kura.gpio.KuraGPIOTrigger;
import org.junit.jupiter.api.AfterEach;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

import java.util.Arrays;
import java.util.Hashtable;
import java.util.Objects;
import java.util.concurrent.Callable;

/** A test of Kura's GPIO service, as its applications and its console see it. */
public abstract class KuraTest extends OsgiTest {
    static final String ADAPTER = "com.example.gpiod.kura";

    static final ChipPlan HOUSE = ChipPlan.of("house", 8)
            .line(1, "DOOR")
            .line(2, "RELAY")
            .line(3, "TWIN")
            .line(4, "TWIN");

    private Configuration configuration;

    GPIOService gpio() {
        return service(GPIOService.class);
    }

    /** Plugs a chip in, and waits until its pins are known. */
    BoardChip plugHouse() {
        BoardChip house = board().plug(HOUSE);
        Await.until("pin DOOR", () -> gpio().getPinByName("DOOR") != null);
        return house;
    }

    KuraGPIOPin output(String name) {
        return gpio().getPinByName(
                        name,
                        KuraGPIODirection.OUTPUT,
                        KuraGPIOMode.OUTPUT_PUSH_PULL,
                        KuraGPIOTrigger.NONE);
    }

    KuraGPIOPin input(String name, KuraGPIOTrigger trigger) {
        return gpio().getPinByName(
                        name, KuraGPIODirection.INPUT, KuraGPIOMode.INPUT_PULL_DOWN, trigger);
    }

    /** Its number for Kura. */
    static int terminal(BoardChip chip, int offset) {
        return Integer.parseInt(chip.name().replaceAll("\\D", "")) * 1000 + offset;
    }

    /**
     * Configures the adapter with attributes such as {@code debounce=5ms}, as Kura's console does, and
     * waits until that shows.
     */
    void configure(Callable<Boolean> effect, String... attributes) throws Exception {
        ConfigurationAdmin admin = service(ConfigurationAdmin.class);
        configuration = admin.getConfiguration(ADAPTER, "?");
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put("kura.service.pid", ADAPTER);
        for (String attribute : attributes) {
            int equals = attribute.indexOf('=');
            properties.put(attribute.substring(0, equals), attribute.substring(equals + 1));
        }
        configuration.update(properties);
        Await.until(() -> "the configuration has an effect; " + log(), effect);
    }

    /** The adapter afresh: nobody's pins, no configuration, and none on its way. */
    @AfterEach
    public void restartAdapter() throws Exception {
        if (configuration != null) {
            ServiceReference<?> before = context().getServiceReference(GPIOService.class);
            int changes = changes();
            configuration.delete();
            // Either that, or it is another one.
            Await.until(
                    () -> "the deletion has its effect; " + log(),
                    () -> changes() > changes
                            || !Objects.equals(
                                    before, context().getServiceReference(GPIOService.class)));
        }
        adapter().stop();
        adapter().start();
    }

    private int changes() {
        return log().linesWith("The configuration is changed").size();
    }

    LineInfo info(BoardChip house, int offset) throws Exception {
        try (Chip chip = service(Gpiod.class).openChip(house.path())) {
            return chip.lineInfo(offset);
        }
    }

    Bundle adapter() {
        return Arrays.stream(context().getBundles())
                .filter(bundle -> ADAPTER.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }
}
