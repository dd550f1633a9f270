package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Lines;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;
import com.example.gpiod.itest.board.ChipPlan.HogDirection;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A wrong configuration says once what is wrong and what would be right; right, it is in effect. */
public class ConfigurationTest extends OsgiTest {
    private static final String LAMP = "(gpiod.name=lamp)";
    private static final ChipPlan HOUSE = ChipPlan.of("house", 4)
            .line(0, "LAMP")
            .line(1, "HEATER")
            .hog(1, "thermostat", HogDirection.INPUT);

    private BoardChip chip;

    @BeforeEach
    public void plug() {
        chip = board().plug(HOUSE);
    }

    @Test
    public void unknownValueOfAnAttribute() throws Exception {
        assertRefused(
                new String[] {"name=lamp", "chip=house", "lines=LAMP", "direction=outwards"},
                "attribute direction is 'outwards'; give one of as-is, input, output");
    }

    @Test
    public void unknownAttribute() throws Exception {
        assertRefused(
                new String[] {"name=lamp", "chip=house", "lines=LAMP", "directoin=output"},
                "attribute directoin is unknown; known are [active-low, bias, chip, ");
    }

    @Test
    public void missingAttribute() throws Exception {
        assertRefused(
                new String[] {"name=lamp", "chip=house"},
                "attribute lines is missing; give names of lines, or offsets");
    }

    @Test
    public void noSuchLine() throws Exception {
        assertRefused(
                new String[] {"name=lamp", "chip=house", "lines=LMAP"},
                "There is no line 'LMAP' on " + chip.name()
                        + " [house]; name one of its lines, or an offset from 0 to 3");
    }

    @Test
    public void noSuchChip() throws Exception {
        assertRefused(
                new String[] {"name=lamp", "chip=hosue", "lines=LAMP"},
                "There is no chip with name or label 'hosue'; present are ",
                chip.name() + " [house]");
    }

    @Test
    public void lineThatSomebodyElseHolds() throws Exception {
        assertRefused(
                new String[] {"name=lamp", "chip=house", "lines=HEATER"},
                "line HEATER is held by 'thermostat'; have it released there or use another line");
    }

    /** What is wrong is told in one line and has no effect; corrected, it has. */
    private void assertRefused(String[] wrong, String... told) throws Exception {
        Configuration configuration = configurations().create(wrong);
        Await.until(() -> "a refusal; " + log(), () -> !complaints().isEmpty());
        assertFalse(isPresent(Lines.class, LAMP));

        Configurations.update(
                configuration, "name=lamp", "chip=house", "lines=LAMP", "direction=output");
        Lines lamp = service(Lines.class, LAMP);
        lamp.set("LAMP", true);
        assertTrue(chip.isHigh(0));

        // Whatever was told of the wrong one is in the log by now.
        List<String> complaints = complaints();
        assertEquals(1, complaints.size(), complaints::toString);
        String complaint = complaints.get(0);
        assertTrue(complaint.contains(configuration.getPid()), complaint);
        for (String text : told) {
            assertTrue(complaint.contains(text), complaint);
        }
    }

    private List<String> complaints() {
        return log().linesWith("").stream()
                .filter(line -> line.startsWith("WARN") || line.startsWith("ERROR"))
                .toList();
    }

    @Test
    public void linesComeAndGoWithTheirChip() throws Exception {
        configurations()
                .create("name=lamp", "lines=LAMP", "direction=output", "initial-value=active");
        ServiceReference<?> before = reference();
        assertTrue(chip.isHigh(0));
        chip.unplug();
        Await.until("the lines go with their chip", () -> !isPresent(Lines.class, LAMP));

        chip = board().plug(HOUSE);
        ServiceReference<?> after = reference();
        assertFalse(before.equals(after));
        assertEquals(chip.name(), after.getProperty(Lines.CHIP_NAME));
        assertTrue(chip.isHigh(0), "the same configuration as before");
    }

    @Test
    public void chipThatIsBackAtOnce_hasItsLinesAgain() throws Exception {
        configurations().create("name=lamp", "chip=house", "lines=LAMP", "direction=output");
        ServiceReference<?> before = reference();
        chip.unplug();
        chip = board().plug(HOUSE);
        assertReplaced(before);
    }

    @Test
    @Tag("vm")
    public void chipNamedByALink_hasItsLinesAgain() throws Exception {
        Path link = Files.createSymbolicLink(Path.of("/dev/house"), Path.of(chip.path()));
        try {
            configurations().create("name=lamp", "chip=" + link, "lines=LAMP", "direction=output");
            ServiceReference<?> before = reference();
            chip.unplug();
            chip = board().plug(HOUSE);
            // As udev does, after the node: the chip may have another number now.
            Files.delete(link);
            Files.createSymbolicLink(link, Path.of(chip.path()));
            assertReplaced(before);
        } finally {
            Files.delete(link);
        }
    }

    private void assertReplaced(ServiceReference<?> before) throws Exception {
        Await.until(() -> "other lines; " + log(), () -> !before.equals(reference()));
        service(Lines.class, LAMP).set("LAMP", true);
        assertTrue(chip.isHigh(0));
    }

    @Test
    public void lineThatAnotherConfigurationReleases() throws Exception {
        Configuration other = configurations().create("name=other", "chip=house", "lines=LAMP");
        service(Lines.class, "(gpiod.name=other)");
        configurations().create("name=lamp", "chip=house", "lines=LAMP", "direction=output");
        Await.until(() -> "a refusal; " + log(), () -> !complaints().isEmpty());
        assertTrue(
                complaints().get(0).contains("held by 'other'"),
                () -> complaints().get(0));

        Configurations.update(other, "name=other", "chip=house", "lines=2");
        service(Lines.class, LAMP).set("LAMP", true);
        assertTrue(chip.isHigh(0));
    }

    private ServiceReference<?> reference() {
        return reference(Lines.class, LAMP);
    }
}
