package com.example.gpiod.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineLocation;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.RequestConfig;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

class GpioCommandsTest {
    private final FakeGpiod gpiod = new FakeGpiod();
    private final GpioCommands commands = new GpioCommands(gpiod);

    @Test
    void detectListsAllChips() {
        gpiod.chips.add(chip(0, "first", 2));
        gpiod.chips.add(chip(1, "second", 1));
        assertEquals("gpiochip0 [first] (2 lines)\ngpiochip1 [second] (1 line)", commands.detect());
    }

    @Test
    void withoutAnyChipBothSaySo() throws Exception {
        assertEquals("no GPIO chip", commands.detect());
        assertEquals("no GPIO chip", commands.info());
    }

    @Test
    void infoDescribesAllLinesOfAllChips() throws Exception {
        gpiod.chips.add(chip(0, "first", 2));
        gpiod.chips.add(chip(1, "second", 1));
        assertEquals("""
                gpiochip0 [first] - 2 lines:
                    line   0:  "L0"     input
                    line   1:  "L1"     input
                gpiochip1 [second] - 1 line:
                    line   0:  "L0"     input""", commands.info());
        assertEquals(0, gpiod.open, "chips left open");
    }

    @Test
    void infoTakesNameLabelPathOrNumber() throws Exception {
        gpiod.chips.add(chip(0, "first", 1));
        gpiod.chips.add(chip(1, "second", 1));
        for (String key : List.of("gpiochip1", "second", "/dev/gpiochip1", "1")) {
            assertTrue(commands.info(key).startsWith("gpiochip1 [second]"), key);
        }
        assertTrue(commands.info("1", "0").contains("gpiochip0 [first]"));
    }

    @Test
    void numberThatIsNoChipsMayBeALabel() throws Exception {
        gpiod.chips.add(chip(0, "16", 1));
        assertTrue(commands.info("16").startsWith("gpiochip0 [16]"));
    }

    @Test
    void unknownChipIsNamed() {
        gpiod.chips.add(chip(0, "first", 1));
        GpiodException e = assertThrows(GpiodException.class, () -> commands.info("nosuch"));
        assertTrue(e.getMessage().contains("nosuch"), e.getMessage());
    }

    @Test
    void chipThatGoesAwayHidesNoOther() throws Exception {
        gpiod.chips.add(chip(0, "gone", 1));
        gpiod.chips.add(chip(1, "second", 1));
        gpiod.gone = "/dev/gpiochip0";
        assertEquals("""
                gpiochip0 - no chip /dev/gpiochip0
                gpiochip1 [second] - 1 line:
                    line   0:  "L0"     input""", commands.info());
    }

    private static ChipInfo chip(int number, String label, int numLines) {
        return new ChipInfo("/dev/gpiochip" + number, "gpiochip" + number, label, "", numLines);
    }

    private static final class FakeGpiod implements Gpiod {
        final List<ChipInfo> chips = new ArrayList<>();
        String gone = "";
        int open;

        @Override
        public List<ChipInfo> chips() {
            return chips;
        }

        @Override
        public Chip openChip(String key) throws GpiodException {
            for (ChipInfo chip : chips) {
                if (Stream.of(chip.path(), chip.name(), chip.label()).anyMatch(key::equals)
                        && !chip.path().equals(gone)) {
                    return open(chip);
                }
            }
            throw new GpiodException(
                    GpiodException.Reason.NOT_FOUND, "open", 2, key, List.of(), "no chip " + key);
        }

        @Override
        public List<LineLocation> findLines(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public LineRequest request(RequestConfig config) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isChipDevice(String path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String apiVersion() {
            throw new UnsupportedOperationException();
        }

        /** Of an open chip the commands use no more than this. */
        private Chip open(ChipInfo info) {
            open++;
            return (Chip) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {Chip.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "info" -> info;
                        case "lineInfo" ->
                            TextTest.free((Integer) arguments[0], "L" + arguments[0]);
                        case "close" -> {
                            open--;
                            yield null;
                        }
                        default -> throw new UnsupportedOperationException(method.toString());
                    });
        }
    }
}
