package com.example.gpiod.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Has contestants do the same work in turn: {@code Race FOLDER ROUNDS NAME=COMMAND...}. The first
 * is what the others are compared with. The folder gets {@code rounds.csv} with each round, and {@code
 * table.md}: fastest, median and slowest round, the ratio of the fastest ones, and the median of the
 * ratios of rounds side by side.
 */
final class Race {
    private static final long LEAST_NANOS = 200_000_000;
    private static final int WARM_UP_ROUNDS = 25;
    private static final int MOST = 1 << 24;

    private Race() {}

    /** See the class. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        int rounds = Integer.parseInt(args[1]);
        List<Contestant> contestants = new ArrayList<>();
        try {
            for (String contestant : Arrays.asList(args).subList(2, args.length)) {
                int equals = contestant.indexOf('=');
                contestants.add(new Contestant(
                        contestant.substring(0, equals),
                        List.of(contestant.substring(equals + 1).split(" ", -1))));
            }
            run(contestants, rounds, folder);
        } finally {
            contestants.forEach(Contestant::close);
        }
    }

    private static void run(List<Contestant> contestants, int rounds, Path folder)
            throws IOException {
        List<String> csv = new ArrayList<>();
        csv.add("work,round,contestant,nanos,bytes,done");
        List<String> table = new ArrayList<>();
        table.add("| work | contestant | fastest ns | median ns | slowest ns | fastest to fastest"
                + " | median of ratios | bytes |");
        table.add("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (Work work : Work.values()) {
            Measured[][] all = race(work, contestants, rounds, csv);
            for (int c = 0; c < contestants.size(); c++) {
                table.add(row(work, contestants.get(c).name(), all[0], all[c]));
                System.out.println(table.get(table.size() - 1));
            }
        }
        Files.write(folder.resolve("rounds.csv"), csv);
        Files.write(folder.resolve("table.md"), table);
    }

    private static Measured[][] race(
            Work work, List<Contestant> contestants, int rounds, List<String> csv)
            throws IOException {
        int count = count(work, contestants.get(0));
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            for (Contestant contestant : contestants) {
                contestant.round(work, count);
            }
        }
        Measured[][] all = new Measured[contestants.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int c = 0; c < contestants.size(); c++) {
                Measured measured = contestants.get(c).round(work, count);
                all[c][round] = measured;
                csv.add(String.join(
                        ",",
                        work.key(),
                        Integer.toString(round),
                        contestants.get(c).name(),
                        measured.toString().replace(' ', ',')));
            }
        }
        return all;
    }

    /** So often that a round of the first contestant takes long enough. */
    private static int count(Work work, Contestant first) throws IOException {
        int count = work == Work.DRAIN ? Work.QUEUED : 1;
        int most = work == Work.DRAIN ? 8 * Work.QUEUED : MOST;
        while (count < most && first.round(work, count).nanos() < LEAST_NANOS) {
            count *= 2;
        }
        return count;
    }

    private static String row(Work work, String name, Measured[] first, Measured[] own) {
        double[] nanos = sorted(own);
        double[] ratios = new double[own.length];
        for (int i = 0; i < own.length; i++) {
            ratios[i] = own[i].nanosEach() / first[i].nanosEach();
        }
        Arrays.sort(ratios);
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,.1f | %,.1f | %,.1f | %.2f | %.2f | %.1f |",
                work.title(),
                name,
                nanos[0],
                nanos[nanos.length / 2],
                nanos[nanos.length - 1],
                nanos[0] / sorted(first)[0],
                ratios[ratios.length / 2],
                own[own.length - 1].bytesEach());
    }

    private static double[] sorted(Measured[] rounds) {
        return Arrays.stream(rounds).mapToDouble(Measured::nanosEach).sorted().toArray();
    }
}
