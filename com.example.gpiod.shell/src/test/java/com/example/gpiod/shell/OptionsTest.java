package com.example.gpiod.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.shell.Options.Arguments;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class OptionsTest {
    private final Options options = new Options("gpio:try", "LINE...", "Tries.")
            .value("c", "chip", "CHIP", "the chip")
            .flag("l", "active-low", "turns it")
            .flag("", "by-name", "by name");

    @Test
    void optionsAreTakenInEachForm() {
        for (List<String> words : List.of(
                List.of("-c", "a b", "X"),
                List.of("-ca b", "X"),
                List.of("--chip", "a b", "X"),
                List.of("--chip=a b", "X"),
                List.of("X", "--chip=a b"))) {
            Arguments given = options.parse(words.toArray(String[]::new));
            assertEquals(Optional.of("a b"), given.value("chip"), words::toString);
            assertEquals(List.of("X"), given.operands(), words::toString);
            assertFalse(given.has("active-low"));
        }
        Arguments given = options.parse("-lc0", "--by-name");
        assertEquals(Optional.of("0"), given.value("chip"));
        assertTrue(given.has("active-low"));
        assertTrue(given.has("by-name"));
    }

    @Test
    void afterTwoHyphensComesNoOption() {
        Arguments given = options.parse("-l", "--", "-l", "--chip");
        assertEquals(List.of("-l", "--chip"), given.operands());
    }

    @Test
    void wrongOptionsAreRefusedWithWhatIsThere() {
        assertWrong(
                "there is no option --chop; there are --chip, --active-low, --by-name, --help"
                        + " (gpio:try --help tells more)",
                "--chop");
        assertWrong(
                "there is no option -x; there are --chip, --active-low, --by-name, --help"
                        + " (gpio:try --help tells more)",
                "-lx");
        assertWrong("option --chip needs an argument: CHIP (gpio:try --help tells more)", "--chip");
        assertWrong("option --chip needs an argument: CHIP (gpio:try --help tells more)", "-c");
        assertWrong(
                "option --active-low takes no argument (gpio:try --help tells more)",
                "--active-low=yes");
    }

    @Test
    void whatIsMissingOrTooMuchIsTold() {
        Arguments none = options.parse();
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, none::someOperands);
        assertEquals("LINE... is missing (gpio:try --help tells more)", e.getMessage());
        Options alone = new Options("gpio:try", "", "Tries.");
        e = assertThrows(IllegalArgumentException.class, () -> alone.parse("X"));
        assertEquals("'X' is one word too many (gpio:try --help tells more)", e.getMessage());
    }

    @Test
    void helpShowsAllOptions() {
        assertTrue(options.parse("X", "-h").wantsHelp());
        assertTrue(options.parse("--help").wantsHelp());
        assertEquals("""
                usage: gpio:try [OPTION...] LINE...
                Tries.

                  -c, --chip CHIP   the chip
                  -l, --active-low  turns it
                      --by-name     by name
                  -h, --help        shows this help""", options.help());
    }

    @Test
    void nullOfGogosIsAWord() {
        assertEquals(List.of("null"), options.parse((String) null).operands());
    }

    private void assertWrong(String message, String... words) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> options.parse(words));
        assertEquals(message, e.getMessage());
    }
}
