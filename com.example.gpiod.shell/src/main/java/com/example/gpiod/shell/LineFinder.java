package com.example.gpiod.shell;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineLocation;
import com.example.gpiod.shell.Options.Arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Finds the lines that a user names, as libgpiod's tools do: by name, or on a chip by offset. */
final class LineFinder {
    static final String CHIP = "chip";
    private static final String BY_NAME = "by-name";
    private static final String STRICT = "strict";

    private final Gpiod gpiod;
    private final Arguments given;
    private final Console console;

    LineFinder(Gpiod gpiod, Arguments given, Console console) {
        this.gpiod = gpiod;
        this.given = given;
        this.console = console;
    }

    static Options addOptions(Options options) {
        return options.value(
                        "c",
                        CHIP,
                        "CHIP",
                        "lines of this chip, also by offset: number, name, label or path")
                .flag("", BY_NAME, "takes numbers for names, also with --chip")
                .flag("s", STRICT, "refuses names that several lines have");
    }

    List<Target> find(List<String> ids) throws GpiodException {
        List<Target> targets = new ArrayList<>();
        if (given.has(CHIP)) {
            String key = Chips.pathOrName(gpiod, given.value(CHIP).orElseThrow());
            try (Chip chip = gpiod.openChip(key)) {
                List<LineLocation> lines = lines(chip);
                for (String id : ids) {
                    targets.add(onChip(chip.info(), lines, id));
                }
            }
        } else {
            for (String id : ids) {
                targets.add(byName(id, gpiod.findLines(id), "on any chip"));
            }
        }
        refuseTwins(targets);
        return targets;
    }

    private static List<LineLocation> lines(Chip chip) throws GpiodException {
        return chip.lineInfos().stream()
                .map(line -> new LineLocation(chip.info(), line))
                .toList();
    }

    private Target onChip(ChipInfo chip, List<LineLocation> lines, String id)
            throws GpiodException {
        OptionalInt number = LineKey.of(id).number();
        if (number.isEmpty() || given.has(BY_NAME)) {
            return byName(
                    id,
                    lines.stream()
                            .filter(found -> found.line().name().equals(id))
                            .toList(),
                    "on chip " + Text.printable(chip.name()));
        }
        int offset = number.getAsInt();
        if (offset >= chip.numLines()) {
            throw given.wrong("chip " + chip.name() + " has no line " + offset
                    + ", its offsets are 0 to " + (chip.numLines() - 1));
        }
        return new Target(id, chip, lines.get(offset).line());
    }

    private Target byName(String id, List<LineLocation> found, String where) throws GpiodException {
        if (found.isEmpty()) {
            String advice = !given.has(CHIP) && LineKey.of(id).number().isPresent()
                    ? "; for an offset name the chip, too (--chip)"
                    : "";
            throw failure(
                    GpiodException.Reason.NOT_FOUND,
                    id,
                    "There is no line named " + Text.quoted(id) + " " + where + advice);
        }
        List<Target> candidates = found.stream()
                .map(place -> new Target(id, place.chip(), place.line()))
                .toList();
        Target first = candidates.get(0);
        if (candidates.size() > 1) {
            String places =
                    String.join(", ", candidates.stream().map(Target::place).toList());
            if (given.has(STRICT)) {
                throw failure(
                        GpiodException.Reason.AMBIGUOUS,
                        id,
                        "Several lines are named " + Text.quoted(id) + ": " + places
                                + "; name the chip and the offset");
            }
            console.remark("took " + first.place() + " of several lines of that name: " + places);
        }
        return first;
    }

    private void refuseTwins(List<Target> targets) {
        for (int i = 0; i < targets.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (targets.get(i).isSameLine(targets.get(j))) {
                    throw given.wrong(
                            targets.get(j).id() + " and " + targets.get(i).id() + " are one line, "
                                    + targets.get(i).place());
                }
            }
        }
    }

    private static GpiodException failure(GpiodException.Reason reason, String id, String message) {
        return new GpiodException(reason, "find", 0, "", List.of(id), message);
    }
}
