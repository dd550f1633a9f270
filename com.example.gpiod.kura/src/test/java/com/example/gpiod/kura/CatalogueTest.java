package com.example.gpiod.kura;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineLocation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

class CatalogueTest {
    private static final ChipInfo SOC = chip(0, "soc", 1002);
    private static final ChipInfo LEFT = chip(3, "expander:left", 4);
    private static final ChipInfo SIMULATED = new ChipInfo("sim", "simchip7", "sim", "", 2);
    private static final ChipInfo ODD = new ChipInfo("odd", "odd", "odd", "", 1);
    private static final ChipInfo TWIN_A = chip(4, "twin", 2);
    private static final ChipInfo TWIN_B = chip(5, "twin", 2);

    private static ChipInfo chip(int number, String label, int lines) {
        return new ChipInfo(
                "/dev/gpiochip" + number,
                "gpiochip" + number,
                label,
                "/sys/devices/" + number,
                lines);
    }

    private static Catalogue catalogue(String... pins) {
        List<LineLocation> lines = new ArrayList<>();
        for (ChipInfo chip : List.of(SOC, LEFT, TWIN_A, TWIN_B, SIMULATED, ODD)) {
            for (int offset = 0; offset < chip.numLines(); offset++) {
                lines.add(new LineLocation(chip, info(offset, name(chip, offset))));
            }
        }
        return new Catalogue(
                lines, AdapterConfig.parse(Map.of("pins", String.join("\n", pins))), true);
    }

    private static String name(ChipInfo chip, int offset) {
        return switch (chip.label() + offset) {
            case "soc1" -> "DOOR";
            case "soc2" -> "BELL";
            case "soc3", "expander:left3" -> "TWICE";
            case "expander:left1" -> "a:b:1";
            default -> "";
        };
    }

    private static LineInfo info(int offset, String name) {
        return new LineInfo(
                offset,
                name,
                false,
                "",
                Direction.INPUT,
                Edge.NONE,
                Bias.AS_IS,
                Drive.PUSH_PULL,
                false,
                Duration.ZERO,
                EventClock.MONOTONIC);
    }

    private static String place(Optional<NamedLine> line) {
        return line.map(each -> each.chip().name() + ":" + each.offset()).orElse("none");
    }

    @ParameterizedTest
    @CsvSource({
        "DOOR, gpiochip0:1",
        "a:b:1, gpiochip3:1",
        "gpiochip0:1, gpiochip0:1",
        "soc:1001, gpiochip0:1001",
        "/dev/gpiochip3:2, gpiochip3:2",
        "/sys/devices/3:2, gpiochip3:2",
        "expander:left:2, gpiochip3:2",
        "DOOR:gpiochip0:1, gpiochip0:1",
        "unknown:gpiochip3:2, gpiochip3:2",
        "TWICE:gpiochip3:3, gpiochip3:3",
        "TWICE, none",
        "twin:0, none",
        "BELL:gpiochip0:1, none",
        "soc:1002, none",
        "soc:, none",
        ":1, none",
        "1, none",
        "nobody, none",
        "'', none"
    })
    void byName_findsOneOrNone(String name, String place) {
        assertEquals(place, place(catalogue().byName(name)));
    }

    @ParameterizedTest
    @CsvSource({
        "1, gpiochip0:1",
        "999, gpiochip0:999",
        // Past the thousandth of chip 0 the numbers are those of chip 1, which is not there.
        "1000, none",
        "3002, gpiochip3:2",
        "3004, none",
        "7001, simchip7:1",
        "-1, none",
        "2147483647, none"
    })
    void byTerminal_isChipAndOffset(int terminal, String place) {
        assertEquals(place, place(catalogue().byTerminal(terminal)));
    }

    @Test
    void lineWithoutANumber_isFoundByNone() {
        Catalogue odd = new Catalogue(
                List.of(new LineLocation(ODD, info(0, ""))), AdapterConfig.parse(Map.of()), true);

        assertEquals(-1, odd.all().get(0).terminal());
        assertEquals("none", place(odd.byTerminal(-1)));
        assertEquals("none", place(odd.byName("")));
        assertEquals("none", place(odd.byName(null)));
    }

    @Test
    void numberOfTwoLines_isNeithers() {
        Catalogue two = new Catalogue(
                List.of(
                        new LineLocation(chip(7, "real", 1), info(1, "A")),
                        new LineLocation(SIMULATED, info(1, "B"))),
                AdapterConfig.parse(Map.of()),
                true);

        assertEquals(
                List.of(-1, -1), two.all().stream().map(NamedLine::terminal).toList());
        assertEquals("none", place(two.byTerminal(7001)));
    }

    @Test
    void ruledPin_isKnownByBoth() {
        Catalogue catalogue = catalogue("13 = BELL; active-low=true", "RELAY = soc:2", "BELL = 0");

        assertEquals("gpiochip0:2", place(catalogue.byTerminal(13)));
        assertEquals("gpiochip0:2", place(catalogue.byName("RELAY")));
        // The operator's names go first.
        assertEquals("gpiochip0:0", place(catalogue.byName("BELL")));
        NamedLine relay = catalogue.byName("RELAY").orElseThrow();
        assertEquals(13, relay.terminal());
        assertEquals(Optional.of(true), relay.rule().activeLow());
        // Its number is taken for another line.
        assertEquals("gpiochip0:13", place(catalogue().byTerminal(13)));
        assertEquals(-1, catalogue.byName("soc:13").orElseThrow().terminal());
    }

    @Test
    void ruleThatMeansNothing_isNoPin() {
        Catalogue catalogue = catalogue("13 = TWICE", "LAMP = nobody");

        assertEquals("none", place(catalogue.byTerminal(13)));
        assertEquals("none", place(catalogue.byName("LAMP")));
    }

    @Test
    void namesAndNumbersAreThoseOfOneLine() {
        List<NamedLine> all =
                catalogue("13 = BELL", "RELAY = 3002", "DOOR = 3000").all();

        assertEquals(all.size(), new HashSet<>(all.stream().map(NamedLine::name).toList()).size());
        List<Integer> numbers = all.stream()
                .map(NamedLine::terminal)
                .filter(number -> number >= 0)
                .toList();
        assertEquals(numbers.size(), new HashSet<>(numbers).size());
        Map<Integer, String> names = all.stream()
                .filter(line -> line.terminal() >= 0)
                .collect(Collectors.toMap(NamedLine::terminal, NamedLine::name));
        assertEquals("BELL", names.get(13));
        assertEquals("RELAY", names.get(3002));
        assertEquals("DOOR", names.get(3000));
        assertEquals("DOOR:gpiochip0:1", names.get(1));
        assertEquals("TWICE:gpiochip0:3", names.get(3));
        assertEquals("unknown:gpiochip0:5", names.get(5));
    }

    @Test
    void description_matchesWhatItSays() {
        NamedLine door = catalogue().byName("DOOR").orElseThrow();

        assertEquals(
                Map.of(
                        "name", "DOOR",
                        "controller", "gpiochip0",
                        "line", "1",
                        "display.name", "DOOR:gpiochip0:1"),
                door.description());
        assertEquals(true, door.matches(door.description()));
        assertEquals(true, door.matches(Map.of("name", "DOOR")));
        assertEquals(true, door.matches(Map.of("controller", "soc", "line", "1")));
        assertEquals(false, door.matches(Map.of("controller", "soc", "line", "2")));
        assertEquals(false, door.matches(Map.of("name", "DOOR", "voltage", "5")));
        assertEquals(false, door.matches(Map.of()));
    }
}
