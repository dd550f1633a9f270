package com.example.gpiod.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Has contestants do the same work in turn: {@code Race FOLDER ROUNDS WORKS NAME=COMMAND...}, where WORKS
 * is what they do, separated by commas. The first contestant is what the others are compared with; one
 * that does not know a work is left out of it. The folder gets {@code rounds.csv} with each round,
 * {@code table.md} with a {@link Table} for each kind of work, and {@code ratios.txt} for the {@link Plot}.
 */
final class Race {
    private static final long LEAST_NANOS = 400_000_000;
    private static final long MOST_NANOS = 1_500_000_000;

    private final List<Contestant> contestants = new ArrayList<>();
    private final List<String> csv = new ArrayList<>();
    private final Map<String, List<String>> unable = new LinkedHashMap<>();
    private final Plot plot = new Plot();
    private final Map<Table, List<String>> tables = new EnumMap<>(Table.class);

    private Race() {
        csv.add("work,round,contestant," + numbers(Key::key));
    }

    /** See the class. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Race race = new Race();
        try {
            for (String contestant : Arrays.asList(args).subList(3, args.length)) {
                int equals = contestant.indexOf('=');
                race.contestants.add(new Contestant(
                        contestant.substring(0, equals),
                        List.of(contestant.substring(equals + 1).split(" ", -1))));
            }
            for (String work : args[2].split(",", -1)) {
                race.run(Work.of(work), Integer.parseInt(args[1]));
            }
        } finally {
            race.contestants.forEach(Contestant::close);
        }
        Files.write(folder.resolve("rounds.csv"), race.csv);
        Files.writeString(folder.resolve("ratios.txt"), race.plot.toString());
        List<String> blocks = new ArrayList<>();
        race.tables.forEach(
                (table, rows) -> blocks.add(table.head() + "\n" + String.join("\n", rows) + "\n"));
        race.unable.forEach((name, works) -> {
            String note = "Not measured: " + name + ": " + String.join("; ", works) + ".";
            System.out.println(note);
            blocks.add(note + "\n");
        });
        Files.writeString(folder.resolve("table.md"), String.join("\n", blocks));
    }

    private void run(Work work, int wanted) throws IOException {
        List<Contestant> able = new ArrayList<>();
        for (Contestant contestant : contestants) {
            if (contestant.round(work, Math.min(work.least(), Work.QUEUED)).isPresent()) {
                able.add(contestant);
            } else {
                unable.computeIfAbsent(contestant.name(), name -> new ArrayList<>())
                        .add(work.title());
            }
        }
        if (!able.contains(contestants.get(0))) {
            throw new IllegalStateException(
                    contestants.get(0).name() + " does not know " + work.key());
        }
        Map<Contestant, Integer> counts = new HashMap<>();
        int most = work.most();
        for (Contestant contestant : able) {
            int count = work.least();
            for (int i = 0; i < work.warmUpRounds(); i++) {
                // It becomes faster meanwhile. Contestants differ by three orders of magnitude.
                count = count(work, contestant, count, most);
            }
            counts.put(contestant, count);
            most = counts.getOrDefault(able.get(0), count);
        }
        List<Rounds> all = able.stream()
                .map(contestant -> new Rounds(contestant.name(), new ArrayList<>()))
                .toList();
        for (int round = 0; round < work.rounds(wanted); round++) {
            for (int i = 0; i < able.size(); i++) {
                Measured measured = round(able.get(i), work, counts.getOrDefault(able.get(i), 1));
                all.get(i).measured().add(measured);
                csv.add(work.key() + "," + round + ",\"" + able.get(i).name() + "\","
                        + numbers(key -> measured.get(key)));
            }
        }
        if (work != Work.FLOOD) {
            // What counts there is no ratio.
            plot.add(work, all);
        }
        show(work, all);
    }

    private static String numbers(Function<Key, Object> number) {
        return Arrays.stream(Key.values())
                .map(key -> number.apply(key).toString())
                .collect(Collectors.joining(","));
    }

    private void show(Work work, List<Rounds> all) {
        for (Rounds own : all) {
            String row = work.table().row(work, all.get(0), own);
            tables.computeIfAbsent(work.table(), table -> new ArrayList<>()).add(row);
            System.out.println(row);
        }
    }

    private static Measured round(Contestant contestant, Work work, int count) throws IOException {
        Optional<Measured> measured = contestant.round(work, count);
        return measured.orElseThrow(
                () -> new IllegalStateException(contestant.name() + " forgot " + work.key()));
    }

    /**
     * So often that a round takes long enough, or as often as there is time for with what is not
     * measured of it; does at least one.
     */
    private static int count(Work work, Contestant contestant, int from, int most)
            throws IOException {
        int count = from;
        long begun = System.nanoTime();
        while (round(contestant, work, count).get(Key.NANOS) < LEAST_NANOS
                && count < most
                && System.nanoTime() - begun < MOST_NANOS) {
            count *= 2;
            begun = System.nanoTime();
        }
        return count;
    }
}
