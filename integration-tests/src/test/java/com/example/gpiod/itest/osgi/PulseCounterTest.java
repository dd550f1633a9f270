package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.PulseCount;
import com.example.gpiod.api.PulseCounter;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Configured lines have counters, as long as they are held. */
public class PulseCounterTest extends OsgiTest {
    private static final int WATER = 1;
    private static final int GAS = 2;
    private static final String WATER_COUNTER = "(gpiod.line=WATER)";
    private static final String GAS_COUNTER = "(gpiod.line=GAS)";
    private static final ChipPlan CELLAR =
            ChipPlan.of("cellar", 4).line(WATER, "WATER").line(GAS, "GAS");

    private BoardChip chip;

    @BeforeEach
    public void plug() {
        chip = board().plug(CELLAR);
    }

    /** The configuration of the meters, with attributes that are added or replaced. */
    private static String[] meters(String... changes) {
        List<String> attributes = new ArrayList<>(
                List.of("name=meters", "lines=WATER, GAS", "direction=input", "edge=rising"));
        for (String change : changes) {
            String attribute = change.substring(0, change.indexOf('=') + 1);
            attributes.removeIf(each -> each.startsWith(attribute));
            attributes.add(change);
        }
        return attributes.toArray(String[]::new);
    }

    private void pulse(int line, int times) {
        for (int i = 0; i < times; i++) {
            chip.pullUp(line);
            chip.pullDown(line);
        }
    }

    private static void assertCounts(long count, PulseCounter counter) {
        Await.until(() -> count + " pulses; " + counter, () -> counter.read().count() == count);
    }

    @Test
    public void eachLineHasACounterWithItsProperties() throws Exception {
        configurations().create(meters("counter=true"));

        ServiceReference<PulseCounter> water = reference(PulseCounter.class, WATER_COUNTER);
        assertEquals("meters", water.getProperty(Lines.NAME));
        assertEquals("cellar", water.getProperty(Lines.CHIP_LABEL));
        assertEquals(chip.name(), water.getProperty(Lines.CHIP_NAME));
        assertEquals(WATER, water.getProperty(PulseCounter.OFFSET));
        PulseCounter gas = service(PulseCounter.class, "(&(gpiod.name=meters)(gpiod.offset=2))");
        assertEquals(new PulseCount(0, 0, true), gas.read());

        pulse(WATER, 3);
        pulse(GAS, 5);

        assertCounts(3, service(PulseCounter.class, WATER_COUNTER));
        assertCounts(5, gas);
        assertTrue(gas.read().exact());
    }

    @Test
    public void noLineHasACounterUnlessItIsConfigured() throws Exception {
        configurations().create(meters());

        service(Lines.class, "(gpiod.name=meters)");
        assertFalse(isPresent(PulseCounter.class, null));
    }

    @Test
    public void overridesSayWhichLineHasACounter() throws Exception {
        configurations().create(meters("edge=none", "overrides=GAS: edge=falling; counter=true"));

        PulseCounter gas = service(PulseCounter.class, GAS_COUNTER);
        assertFalse(isPresent(PulseCounter.class, WATER_COUNTER));
        pulse(GAS, 2);
        assertCounts(2, gas);
    }

    @Test
    public void listenersHearTheEdgesThatAreCounted() throws Exception {
        configurations().create(meters("counter=true"));
        PulseCounter water = service(PulseCounter.class, WATER_COUNTER);
        List<EdgeEvent> heard = new CopyOnWriteArrayList<>();
        service(Lines.class, "(gpiod.name=meters)").subscribe(heard::add);

        pulse(WATER, 4);

        assertCounts(4, water);
        Await.until("all edges are heard", () -> heard.size() == 4);
        assertEquals(water.read().timestampNanos(), heard.get(3).timestampNanos());
    }

    @Test
    public void counterComesAndGoesWithAChangeInPlace() throws Exception {
        Configuration configuration = configurations().create(meters());
        ServiceReference<Lines> lines = reference(Lines.class, "(gpiod.name=meters)");
        pulse(WATER, 3);

        Configurations.update(configuration, meters("counter=true"));
        PulseCounter water = service(PulseCounter.class, WATER_COUNTER);
        // Also those of before are counted, for the lines are still the same.
        assertCounts(3, water);
        pulse(WATER, 2);
        assertCounts(5, water);

        Configurations.update(
                configuration, meters("counter=true", "overrides=WATER: counter=false"));
        Await.until("the counter goes", () -> !isPresent(PulseCounter.class, WATER_COUNTER));
        assertTrue(isPresent(PulseCounter.class, GAS_COUNTER));
        assertEquals(5, water.read().count());
        assertEquals(lines, reference(Lines.class, "(gpiod.name=meters)"));
    }

    @Test
    public void counterGoesOnThroughAChangeInPlace() throws Exception {
        Configuration configuration =
                configurations().create(meters("counter=true", "consumer=cellar"));
        ServiceReference<PulseCounter> before = reference(PulseCounter.class, WATER_COUNTER);
        PulseCounter water = service(PulseCounter.class, WATER_COUNTER);
        pulse(WATER, 3);
        assertCounts(3, water);

        Configurations.update(
                configuration,
                meters("counter=true", "consumer=cellar", "name=pulses", "edge=both"));

        assertEquals(
                before,
                reference(PulseCounter.class, "(&(gpiod.name=pulses)" + WATER_COUNTER + ")"));
        pulse(WATER, 2);
        assertCounts(7, water);
    }

    @Test
    public void otherLinesHaveOtherCounters() throws Exception {
        Configuration configuration =
                configurations().create(meters("counter=true", "lines=WATER"));
        service(PulseCounter.class, WATER_COUNTER);

        Configurations.update(configuration, meters("counter=true", "lines=GAS"));

        service(PulseCounter.class, GAS_COUNTER);
        assertFalse(isPresent(PulseCounter.class, WATER_COUNTER));
    }

    @Test
    public void counterGoesWithTheChipAndBeginsAnewWhenItIsBack() throws Exception {
        configurations().create(meters("counter=true", "chip=cellar"));
        PulseCounter before = service(PulseCounter.class, WATER_COUNTER);
        pulse(WATER, 3);
        assertCounts(3, before);

        chip.unplug();
        Await.until("the counters go", () -> !isPresent(PulseCounter.class, null));
        assertEquals(3, before.read().count(), "the last count can still be read");

        chip = board().plug(CELLAR);
        PulseCounter after = service(PulseCounter.class, WATER_COUNTER);
        assertNotEquals(before, after);
        assertEquals(new PulseCount(0, 0, true), after.read());
        pulse(WATER, 1);
        assertCounts(1, after);
        assertEquals(3, before.read().count());
    }

    @Test
    public void counterGoesWithTheConfiguration() throws Exception {
        Configuration configuration = configurations().create(meters("counter=true"));
        service(PulseCounter.class, WATER_COUNTER);

        configurations().delete(configuration);

        Await.until("the counters go", () -> !isPresent(PulseCounter.class, null));
    }

    @Test
    public void counterWithoutEdgesIsRefused() throws Exception {
        configurations().create(meters("counter=true", "edge=none"));

        Await.until(
                log()::toString,
                () -> !log().linesWith("attribute counter needs edge rising, falling or both")
                        .isEmpty());
        assertFalse(isPresent(Lines.class, "(gpiod.name=meters)"));
    }

    @Test
    public void frequencyIsThatOfTheEdges() throws Exception {
        configurations().create(meters("counter=true"));
        PulseCounter water = service(PulseCounter.class, WATER_COUNTER);

        Await.until(() -> "a frequency; " + water, () -> {
            pulse(WATER, 1);
            return water.frequency(Duration.ofMinutes(1)) > 0;
        });
        Await.until(
                () -> "a standstill; " + water, () -> water.frequency(Duration.ofSeconds(1)) == 0);
    }
}
