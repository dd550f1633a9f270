package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.itest.Await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.osgi.service.cm.Configuration;

import java.util.List;

/**
 * Outputs get their last value before they are released, on a controller whose driver leaves released
 * lines as they are: the PL061 of the Arm machines. gpio-sim and the simulator pull them.
 */
@Tag("power-button")
@Tag("smoke")
public class LastValueTest extends OsgiTest {
    private static final String PUMP = "(gpiod.name=pump)";
    private static final int PUMP_LINE = 5;
    private static final int VALVE_LINE = 6;

    private ChipInfo pl061;

    @BeforeEach
    public void find() {
        pl061 = service(Gpiod.class).chips().stream()
                .filter(chip -> chip.label().contains("pl061"))
                .findFirst()
                .orElseThrow();
    }

    private Configuration holdPump() throws Exception {
        Configuration configuration = configurations()
                .create(
                        "name=pump",
                        "chip=" + pl061.label(),
                        "lines=5, 6",
                        "direction=output",
                        "value-on-release=inactive",
                        "overrides=6: value-on-release=active");
        Lines lines = service(Lines.class, PUMP);
        lines.set(PUMP_LINE, true);
        lines.set(VALVE_LINE, false);
        return configuration;
    }

    @Test
    public void whenTheConfigurationIsDeleted() throws Exception {
        Configuration configuration = holdPump();

        configurations().delete(configuration);

        // The service goes first, while its users can still set the lines.
        Await.until("pump is released", () -> !isUsed(PUMP_LINE));
        assertSafe();
    }

    @Test
    public void whenTheConfigurationGetsOtherLines() throws Exception {
        Configuration configuration = holdPump();

        Configurations.update(
                configuration, "name=pump", "chip=" + pl061.label(), "lines=4", "direction=output");

        Await.until(log()::toString, () -> service(Lines.class, PUMP).offsets().equals(List.of(4)));
        assertSafe();
    }

    @Test
    public void whenTheBundleIsStopped() throws Exception {
        holdPump();
        ImplBundle impl = new ImplBundle(context());

        impl.stop();

        configurations().deleteAll();
        impl.start();
        assertSafe();
    }

    private boolean isUsed(int offset) throws Exception {
        try (Chip chip = service(Gpiod.class).openChip(pl061.path())) {
            return chip.lineInfo(offset).used();
        }
    }

    private void assertSafe() throws Exception {
        assertFalse(value(PUMP_LINE));
        assertTrue(value(VALVE_LINE));
    }

    /** As it was left: nothing is set up by looking. */
    private boolean value(int offset) throws Exception {
        try (Chip chip = service(Gpiod.class).openChip(pl061.path());
                LineRequest request = chip.request(RequestConfig.builder()
                        .line(offset, LineSettings.builder().build())
                        .build())) {
            return request.get(offset);
        }
    }
}
