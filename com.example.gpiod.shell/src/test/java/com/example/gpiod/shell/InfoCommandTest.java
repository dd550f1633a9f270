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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Chips and lines as they are. */
class InfoCommandTest {
    private final FakeGpiod gpiod = new FakeGpiod();
    private final InfoCommand command = new InfoCommand(gpiod);
    private final DetectCommand detect = new DetectCommand(gpiod);

    @Test
    void detectListsAllChips() throws Exception {
        gpiod.chips.add(chip(0, "first", 2));
        gpiod.chips.add(chip(1, "second", 1));
        assertEquals("gpiochip0 [first] (2 lines)\ngpiochip1 [second] (1 line)", detect.detect());
    }

    @Test
    void withoutAnyChipBothSaySo() throws Exception {
        assertEquals("no GPIO chip", detect.detect());
        assertEquals("no GPIO chip", command.info());
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
                    line   0:  "L0"     input""", command.info());
        assertEquals(0, gpiod.open, "chips left open");
    }

    @Test
    void infoTakesNameLabelPathOrNumber() throws Exception {
        gpiod.chips.add(chip(0, "first", 1));
        gpiod.chips.add(chip(1, "second", 1));
        for (String key : List.of("gpiochip1", "second", "/dev/gpiochip1", "1")) {
            assertTrue(command.info("-c", key).startsWith("gpiochip1 [second]"), key);
        }
        assertEquals(
                "gpiochip1 [second] (1 line)\ngpiochip0 [first] (1 line)",
                detect.detect("1", "first"));
    }

    @Test
    void infoDescribesChosenLines() throws Exception {
        gpiod.chips.add(chip(0, "first", 20));
        assertEquals("""
                gpiochip0 12  "L12"  input
                gpiochip0 3   "L3"   input""", command.info("--chip=0", "12", "L3"));
        assertEquals(0, gpiod.open, "chips left open");
    }

    @Test
    void helpShowsHowToUseThem() throws Exception {
        assertTrue(command.info("--help").startsWith("usage: gpio:info [OPTION...] [LINE...]\n"));
        assertTrue(detect.detect("-h").startsWith("usage: gpio:detect [OPTION...] [CHIP...]\n"));
    }

    @Test
    void numberThatIsNoChipsMayBeALabel() throws Exception {
        gpiod.chips.add(chip(0, "16", 1));
        assertTrue(command.info("-c", "16").startsWith("gpiochip0 [16]"));
    }

    @Test
    void unknownChipIsNamed() {
        gpiod.chips.add(chip(0, "first", 1));
        GpiodException e = assertThrows(GpiodException.class, () -> command.info("-c", "nosuch"));
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
                    line   0:  "L0"     input""", command.info());
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
                        case "lineInfos" ->
                            IntStream.range(0, info.numLines())
                                    .mapToObj(offset -> TextTest.free(offset, "L" + offset))
                                    .toList();
                        case "close" -> {
                            open--;
                            yield null;
                        }
                        default -> throw new UnsupportedOperationException(method.toString());
                    });
        }
    }
}
