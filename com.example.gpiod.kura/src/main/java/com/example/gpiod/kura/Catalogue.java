package com.example.gpiod.kura;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineLocation;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All lines of this machine at one moment, and what Kura's applications call them.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
final class Catalogue {
    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

    /** Kura's libgpiod bundle numbers lines so: chip times this and offset. */
    private static final int LINES_OF_A_CHIP = 1000;

    private static final Pattern NUMBERED = Pattern.compile("\\D+(\\d{1,6})");

    private final List<LineLocation> lines;
    private final List<PinRule> rules;

    /** For each rule the lines that it may mean; only where it is one, the rule counts. */
    private final List<List<LineLocation>> ruled;

    private final AdapterConfig config;

    /** What was warned of. */
    private final Set<String> ambiguous = ConcurrentHashMap.newKeySet();

    private final boolean whole;

    /**
     * @param whole whether these are the lines of all chips
     */
    Catalogue(List<LineLocation> lines, AdapterConfig config, boolean whole) {
        this.lines = lines;
        this.config = config;
        this.whole = whole;
        rules = config.rules();
        ruled = rules.stream().map(rule -> locate(rule.line())).toList();
    }

    static Catalogue of(Gpiod gpiod, AdapterConfig config) {
        List<LineLocation> lines = new ArrayList<>();
        boolean whole = true;
        try {
            for (ChipInfo info : gpiod.chips()) {
                whole &= read(gpiod, info, lines);
            }
        } catch (IllegalStateException e) {
            LOG.debug("There are no pins any more: {}", e.getMessage());
            whole = false;
        }
        return new Catalogue(lines, config, whole);
    }

    /** Adds what could be read; false if the chip is gone right now, or cannot be read. */
    private static boolean read(Gpiod gpiod, ChipInfo info, List<LineLocation> lines) {
        try (Chip chip = gpiod.openChip(info.path())) {
            // Another one may be there by now.
            ChipInfo now = chip.info();
            chip.lineInfos().forEach(line -> lines.add(new LineLocation(now, line)));
            return true;
        } catch (GpiodException | IllegalStateException e) {
            LOG.debug("Chip {} is left out: {}", info.name(), e.getMessage());
            return false;
        }
    }

    /** Says whether it may be used until chips come or go: else what is missing may be there soon. */
    boolean isWhole() {
        return whole;
    }

    /** By what it was made. */
    AdapterConfig config() {
        return config;
    }

    /** Says whether that is name, path, label or device of the chip. */
    static boolean isCalled(ChipInfo chip, String text) {
        // Without a device that is empty.
        return !text.isEmpty()
                && List.of(chip.name(), chip.path(), chip.label(), chip.device())
                        .contains(text);
    }

    List<NamedLine> all() {
        return lines.stream().map(this::named).toList();
    }

    /** By a name that a rule gives, by the line's own, or by Kura's form of name, chip and offset. */
    Optional<NamedLine> byName(@Nullable String name) {
        // Unnamed lines are called so, too.
        if (name == null || name.isEmpty()) {
            return Optional.empty();
        }
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).name().filter(name::equals).isPresent()) {
                return one(rules.get(i).line(), ruled.get(i));
            }
        }
        return one(name, lineOrPlace(name));
    }

    /** By a number that a rule gives, or else by the numbers of chip and line. */
    Optional<NamedLine> byTerminal(int terminal) {
        if (terminal < 0) {
            return Optional.empty();
        }
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).terminal().equals(OptionalInt.of(terminal))) {
                return one(rules.get(i).line(), ruled.get(i));
            }
        }
        return one(Integer.toString(terminal), byNumbers(terminal));
    }

    private Optional<NamedLine> one(String text, List<LineLocation> places) {
        if (places.size() > 1) {
            if (ambiguous.add(text)) {
                LOG.warn(
                        "{} may be several lines; name one of them: {}",
                        text,
                        places.stream().map(Catalogue::displayName).toList());
            }
            return Optional.empty();
        }
        return places.stream().findFirst().map(this::named);
    }

    /** The lines that a rule may mean: by name, by place, or by the numbers of chip and line. */
    private List<LineLocation> locate(String line) {
        List<LineLocation> places = lineOrPlace(line);
        OptionalInt terminal = PinRule.terminal(line);
        return places.isEmpty() && terminal.isPresent() ? byNumbers(terminal.getAsInt()) : places;
    }

    private List<LineLocation> lineOrPlace(String text) {
        List<LineLocation> named = those(line -> line.line().name().equals(text));
        return named.isEmpty() ? places(text) : named;
    }

    /** By {@code CHIP:OFFSET} or {@code NAME:CHIP:OFFSET}; names and labels may have colons, too. */
    private List<LineLocation> places(String text) {
        int colon = text.lastIndexOf(':');
        OptionalInt offset = PinRule.terminal(text.substring(colon + 1));
        if (colon < 0 || offset.isEmpty()) {
            return List.of();
        }
        String chip = text.substring(0, colon);
        return those(line -> line.line().offset() == offset.getAsInt()
                && (isCalled(line.chip(), chip) || displayName(line).equals(text)));
    }

    private List<LineLocation> byNumbers(int terminal) {
        return those(line -> numbers(line) == terminal);
    }

    private List<LineLocation> those(Predicate<LineLocation> condition) {
        return lines.stream().filter(condition).toList();
    }

    private static String displayName(LineLocation line) {
        return NamedLine.displayName(
                line.chip(), line.line().offset(), line.line().name());
    }

    /** Kura's number of a line; -1 if it has none: past 1000 they would be those of the next chip. */
    private static int numbers(LineLocation line) {
        Matcher chip = NUMBERED.matcher(line.chip().name());
        int offset = line.line().offset();
        return chip.matches() && offset < LINES_OF_A_CHIP
                ? Integer.parseInt(chip.group(1)) * LINES_OF_A_CHIP + offset
                : -1;
    }

    private NamedLine named(LineLocation line) {
        PinRule rule = PinRule.none(displayName(line));
        for (int i = 0; i < rules.size(); i++) {
            if (ruled.get(i).equals(List.of(line))) {
                rule = rule.or(rules.get(i));
            }
        }
        return new NamedLine(
                line.chip(),
                line.line().offset(),
                line.line().name(),
                rule.name().orElseGet(() -> ownName(line)),
                rule.terminal().orElseGet(() -> ownNumber(line)),
                rule);
    }

    /** Its own name if nothing else is called so. */
    private String ownName(LineLocation line) {
        String name = line.line().name();
        boolean own = !name.isEmpty()
                && those(each -> each.line().name().equals(name)).size() == 1
                && rules.stream()
                        .noneMatch(rule -> rule.name().filter(name::equals).isPresent());
        return own ? name : displayName(line);
    }

    private int ownNumber(LineLocation line) {
        int number = numbers(line);
        boolean own = byNumbers(number).size() == 1
                && rules.stream().noneMatch(rule -> rule.terminal().equals(OptionalInt.of(number)));
        return own ? number : -1;
    }
}
