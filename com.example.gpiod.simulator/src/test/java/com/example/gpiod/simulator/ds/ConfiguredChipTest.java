package com.example.gpiod.simulator.ds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.simulator.SimulatedChip;
import com.example.gpiod.simulator.Simulator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

class ConfiguredChipTest {
    private final Simulator simulator = new Simulator();
    private final List<SimulatedChip> services = new ArrayList<>();
    private final List<Dictionary<?, ?>> properties = new ArrayList<>();

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void aConfigurationPlugsItsChipInAndRegistersIt() throws Exception {
        configure(Map.of("label", "demo", "lines", "8", "names", "3=LED"));
        assertEquals("LED", simulator.open("/sim/simchip0").lineInfo(3).name());
        assertEquals(3, services.get(0).offset("LED"));
        Dictionary<?, ?> service = properties.get(0);
        assertEquals("demo", service.get("gpiod.chip.label"));
        assertEquals("simchip0", service.get("gpiod.chip.name"));
        assertEquals("/sim/simchip0", service.get("gpiod.chip.path"));
        assertEquals(8, service.get("gpiod.chip.num_lines"));
    }

    @Test
    void theEndOfTheConfigurationUnplugsTheChip() {
        ConfiguredChip configured = configure(Map.of("label", "demo", "lines", "8"));
        configured.deactivate();
        assertEquals(List.of(), services);
        assertEquals(List.of(), simulator.chipPaths());
    }

    @Test
    void aWrongConfigurationIsOneLineInTheLogAndNoChip() {
        String log = logOf(() -> configure(Map.of(
                        "service.pid",
                        "com.example.gpiod.simulator~demo",
                        "label",
                        "demo",
                        "lines",
                        "2000"))
                .deactivate());
        assertEquals(1, log.lines().count(), log);
        assertTrue(
                log.contains(
                        "configuration com.example.gpiod.simulator~demo: lines must be 1 to 1024,"
                                + " not 2000"),
                log);
        assertEquals(List.of(), simulator.chipPaths());
        assertEquals(List.of(), services);
    }

    private ConfiguredChip configure(Map<String, Object> configuration) {
        return new ConfiguredChip(context(), simulator, configuration);
    }

    /** slf4j-simple writes to System.err. */
    private static String logOf(Runnable action) {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return log.toString(StandardCharsets.UTF_8);
    }

    private BundleContext context() {
        return proxy(BundleContext.class, arguments -> {
            SimulatedChip chip = (SimulatedChip) arguments[1];
            services.add(chip);
            properties.add((Dictionary<?, ?>) arguments[2]);
            return proxy(ServiceRegistration.class, none -> services.remove(chip) ? null : 0);
        });
    }

    private static <T> T proxy(Class<T> type, Function<Object[], Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.apply(arguments)));
    }
}
