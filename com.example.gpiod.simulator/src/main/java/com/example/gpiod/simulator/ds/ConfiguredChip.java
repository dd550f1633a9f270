package com.example.gpiod.simulator.ds;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Lines;
import com.example.gpiod.simulator.SimulatedChip;
import com.example.gpiod.simulator.Simulator;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;

/**
 * One configuration of the factory PID {@value #PID}: one chip, which is plugged in while the
 * configuration is there. A wrong configuration is logged, and there is no chip then.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = ConfiguredChip.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ConfiguredChip.Config.class, factory = true)
public final class ConfiguredChip {
    static final String PID = "com.example.gpiod.simulator";

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredChip.class);

    /** What a configuration may hold; read by {@link ChipConfig}, which is stricter than DS. */
    @ObjectClassDefinition(
            id = PID,
            name = "GPIO: simulated chip",
            description =
                    "A GPIO chip in memory, for laptops, tests and demos. It comes and goes with"
                            + " the configuration.")
    @interface Config {
        @AttributeDefinition(
                name = "Label",
                description =
                        "Label of the chip, 1 to 31 bytes; requests name the chip by it. Need not"
                                + " be unique.")
        String label();

        @AttributeDefinition(
                name = "Lines",
                type = AttributeType.INTEGER,
                min = "1",
                max = "1024",
                description = "Number of lines, 1 to 1024.")
        int lines();

        @AttributeDefinition(
                name = "Names of lines",
                required = false,
                description =
                        "Names of lines as offset=name, such as 3=LED, 5=BUTTON; offsets count from"
                                + " 0, a name has 1 to 31 bytes. Lines that are not listed have no"
                                + " name.")
        String[] names();
    }

    private final @Nullable SimulatedChip chip;
    private final @Nullable ServiceRegistration<SimulatedChip> registration;

    /**
     * Plugs the chip in.
     *
     * @param context context of this bundle
     * @param simulator where the chip is added
     * @param properties the configuration
     */
    @Activate
    public ConfiguredChip(
            BundleContext context, @Reference Simulator simulator, Map<String, Object> properties) {
        SimulatedChip added;
        try {
            ChipConfig config = ChipConfig.of(properties);
            added = simulator.addChip(config.label(), config.lines(), config.names());
        } catch (IllegalArgumentException e) {
            LOG.error(
                    "No simulated chip for configuration {}: {}",
                    properties.get("service.pid"),
                    e.getMessage());
            chip = null;
            registration = null;
            return;
        }
        ChipInfo info = added.info();
        chip = added;
        registration = context.registerService(SimulatedChip.class, added, properties(info));
        LOG.info("{} [{}] ({} lines) plugged in", info.name(), info.label(), info.numLines());
    }

    @SuppressWarnings("JdkObsolete") // the framework wants a Dictionary
    private static Dictionary<String, Object> properties(ChipInfo info) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Lines.CHIP_NAME, info.name());
        properties.put(Lines.CHIP_LABEL, info.label());
        properties.put(Chip.CHIP_PATH, info.path());
        properties.put(Chip.CHIP_NUM_LINES, info.numLines());
        return properties;
    }

    /** Unplugs the chip. */
    @Deactivate
    public void deactivate() {
        if (registration != null) {
            registration.unregister();
        }
        if (chip != null) {
            chip.unplug();
            LOG.info("{} [{}] unplugged", chip.info().name(), chip.info().label());
        }
    }
}
