package com.example.gpiod.benchmarks;

import com.example.gpiod.api.Chip;
import com.example.gpiod.impl.core.GpiodCore;
import com.example.gpiod.impl.jni.JniBackend;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What an edge and a request cost as more requests are held: {@code Growth FOLDER ROUNDS LIBRARY CHIP
 * DEVICE}, where DEVICE is the folder of gpio-sim's that drives the lines. In each round 1, 10, 100 and
 * 1000 are held. Leaves a {@link Report}: times of an edge as the median of their ratios to one request
 * of the same round, because the machine is emulated; and memory of a request.
 */
final class Growth {
    private static final int[] REQUESTS = {1, 10, 100, 1000};
    /** Until nothing is left to be compiled, which takes memory. */
    private static final int FIRST_ROUNDS = 10;

    private static final int WARM_UP_ROUNDS = 2;
    private static final int EDGES = 1000;

    private final Held held;
    private final Report report = new Report(
            List.of(
                    "requests held",
                    "one edge, to its listener",
                    "of it our threads",
                    EDGES + " edges at once, to their listeners",
                    "of it our threads",
                    "heap, bytes a request",
                    "resident, bytes a request",
                    "of the machine, bytes a request"),
            List.of(
                    "requests",
                    "round",
                    "single_nanos",
                    "single_cpu_nanos",
                    "burst_nanos",
                    "burst_cpu_nanos"));

    private Growth(Held held) {
        this.held = held;
    }

    /** See the class. */
    public static void main(String[] args) throws Exception {
        int most = REQUESTS[REQUESTS.length - 1];
        GpiodCore core = new GpiodCore();
        core.add(JniBackend.load(args[2], Duration.ZERO), () -> {}, () -> {});
        try (Chip chip = core.door("bench").openChip(args[3]);
                Pulls pulls = new Pulls(Path.of(args[4]), most);
                Held held = new Held(chip, pulls)) {
            Growth growth = new Growth(held);
            growth.run(Integer.parseInt(args[1]));
            growth.report.write(Path.of(args[0]));
        }
        core.close();
    }

    private void run(int rounds) throws IOException, InterruptedException {
        // What is loaded and compiled for the first one is no matter of how many there are.
        for (int i = 0; i < FIRST_ROUNDS; i++) {
            edges(REQUESTS[0]);
        }
        held.close();
        Memory[] grown = grow();
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            round();
        }
        double[][][] all = new double[rounds][][];
        for (int round = 0; round < rounds; round++) {
            all[round] = round();
            for (int i = 0; i < REQUESTS.length; i++) {
                report.round(Integer.toString(REQUESTS[i]), round, all[round][i]);
            }
        }
        for (int i = 0; i < REQUESTS.length; i++) {
            report.tell(
                    Report.text("%,.0f", REQUESTS[i]),
                    ratio(all, i, 0),
                    ratio(all, i, 1),
                    ratio(all, i, 2),
                    ratio(all, i, 3),
                    Report.text("%,.0f", (double) grown[i].heap() / REQUESTS[i]),
                    Report.text("%,.0f", (double) grown[i].resident() / REQUESTS[i]),
                    Report.text("%,.0f", (double) grown[i].machine() / REQUESTS[i]));
        }
    }

    /** Returns by how much memory has grown. */
    private Memory[] grow() throws IOException, InterruptedException {
        Memory[] grown = new Memory[REQUESTS.length];
        Memory before = Memory.now();
        for (int i = 0; i < REQUESTS.length; i++) {
            held.growTo(REQUESTS[i]);
            grown[i] = Memory.now().minus(before);
        }
        held.close();
        return grown;
    }

    private double[][] round() throws IOException, InterruptedException {
        double[][] numbers = new double[REQUESTS.length][];
        for (int i = 0; i < REQUESTS.length; i++) {
            numbers[i] = edges(REQUESTS[i]);
        }
        held.close();
        return numbers;
    }

    private double[] edges(int requests) throws IOException, InterruptedException {
        held.growTo(requests);
        double[] single = held.edges(EDGES, 1);
        double[] burst = held.edges(EDGES, EDGES);
        return new double[] {single[0], single[1], burst[0], burst[1]};
    }

    private static String ratio(double[][][] all, int requests, int number) {
        double[] ratios = Arrays.stream(all)
                .mapToDouble(round -> round[requests][number] / round[0][number])
                .sorted()
                .toArray();
        return Report.text("%.2f", ratios[ratios.length / 2]);
    }
}
