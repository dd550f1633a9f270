package com.example.gpiod.impl.ds;

import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.PulseCounter;
import com.example.gpiod.impl.core.LineCounter;
import com.example.gpiod.impl.core.OwnedRequest;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The {@link PulseCounter} services of one configuration's lines.
 *
 * <p><b>Synchronization:</b> external synchronization required. Users of the services are called,
 * and may call back on the same thread.
 */
final class CounterServices {
    private static final Logger LOG = LoggerFactory.getLogger(CounterServices.class);

    private record Counted(LineCounter counter, ServiceRegistration<PulseCounter> service) {}

    private final BundleContext context;

    /** By offset. */
    private final Map<Integer, Counted> present = new TreeMap<>();

    CounterServices(BundleContext context) {
        this.context = context;
    }

    /** Makes the counters those of the lines that are held now. Those that stay count on. */
    void follow(LinesConfig config, OwnedRequest held) {
        Set<LineKey> wanted = config.counted();
        long mask = wanted.isEmpty() ? 0 : held.mask(wanted);
        for (int i = 0; i < held.offsets().size() && held.isHeld(); i++) {
            int offset = held.offsets().get(i);
            Counted counted = present.get(offset);
            if ((mask & 1L << i) == 0) {
                end(offset, held);
            } else if (counted == null) {
                begin(i, config.name(), held);
            } else {
                counted.service().setProperties(properties(i, config.name(), held));
            }
        }
    }

    private void begin(int index, String name, OwnedRequest held) {
        int offset = held.offsets().get(index);
        try {
            LineCounter counter = held.count(offset);
            present.put(
                    offset,
                    new Counted(
                            counter,
                            context.registerService(
                                    PulseCounter.class, counter, properties(index, name, held))));
        } catch (GpiodException | IllegalStateException e) {
            // Ends right now; who holds it is told.
            LOG.debug("Edges of line {} are not counted: {}", offset, e.getMessage());
        }
    }

    private void end(int offset, OwnedRequest held) {
        Counted counted = present.remove(offset);
        if (counted != null) {
            counted.service().unregister();
            held.stopCounting(counted.counter());
        }
    }

    /** Ends all; the request ends, too. */
    void end() {
        List<Counted> all = List.copyOf(present.values());
        present.clear();
        all.forEach(counted -> counted.service().unregister());
    }

    @SuppressWarnings("JdkObsolete") // the service registry takes a Dictionary
    private static Dictionary<String, Object> properties(
            int index, String name, OwnedRequest held) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(Lines.NAME, name);
        properties.put(Lines.CHIP_NAME, held.chip().name());
        properties.put(Lines.CHIP_LABEL, held.chip().label());
        properties.put(PulseCounter.LINE, held.names().get(index));
        properties.put(PulseCounter.OFFSET, held.offsets().get(index));
        return properties;
    }
}
