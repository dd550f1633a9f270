package com.example.gpiod.demo;

import com.example.gpiod.api.Lines;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is wired to chips of the kernel's gpio-sim: files in sysfs. There only with a configuration
 * {@value #PID}, because nothing else tells that a chip is such a one.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
@Component(configurationPid = GpioSimWiring.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class GpioSimWiring implements Wiring {
    static final String PID = "com.example.gpiod.demo.gpiosim";

    private final Path chips;

    /** What a configuration holds. */
    @interface Config {
        /** Folder with a folder for each chip. */
        String chips() default "/sys/bus/gpio/devices";
    }

    /**
     * Wires the chips.
     *
     * @param config where they are
     */
    @Activate
    public GpioSimWiring(Config config) {
        chips = Path.of(config.chips());
    }

    @Override
    public void pull(Lines line, boolean high) throws IOException {
        Files.writeString(file(line, "pull"), high ? "pull-up" : "pull-down");
    }

    @Override
    public boolean isHigh(Lines line) throws IOException {
        return Files.readString(file(line, "value")).startsWith("1");
    }

    private Path file(Lines line, String attribute) {
        return chips.resolve(line.chip().name())
                .resolve("sim_gpio" + line.offsets().get(0))
                .resolve(attribute);
    }
}
