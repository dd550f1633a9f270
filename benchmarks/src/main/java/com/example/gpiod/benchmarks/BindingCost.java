package com.example.gpiod.benchmarks;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What a call of ours costs above the same in C, by JMH: {@code BindingCost FOLDER ROUNDS LIBRARY CHIP
 * COMMAND...}, where the command starts the contestant in C. In turn one round of C, and one JVM that
 * warms up and measures one iteration of {@link Calls}; of either the fastest counts, and so do the fewest
 * bytes, because what comes on top is not ours. The JVMs inherit what is preloaded here. Leaves a {@link
 * Report}.
 */
final class BindingCost {
    /** What is measured, and the method of {@link Calls}. */
    private static final Map<Work, String> METHODS = Map.of(
            Work.SET_ONE, "setOne",
            Work.GET_ONE, "getOne",
            Work.SET_64, "set64",
            Work.GET_64, "get64",
            Work.REQUEST, "request",
            Work.DESCRIBE, "describe",
            Work.DRAIN, "drain");

    /** What JMH's gc profiler calls it. */
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private static final int WARM_UP_ITERATIONS = 5;
    private static final TimeValue WARM_UP = TimeValue.milliseconds(100);

    /** For what is much code, which takes long to be compiled. */
    private static final TimeValue LONG_WARM_UP = TimeValue.seconds(1);

    private static final Set<Work> LONG = EnumSet.of(Work.REQUEST, Work.DESCRIBE);
    private static final TimeValue MEASURED = TimeValue.milliseconds(200);

    private final Contestant c;
    private final int rounds;
    private final String library;
    private final String chip;
    private final Report report = new Report(
            List.of("work", "C ns", "ours ns", "ns above C", "ratio", "bytes"),
            List.of("work", "contestant", "round", "nanos", "bytes"));

    private BindingCost(Contestant c, int rounds, String library, String chip) {
        this.c = c;
        this.rounds = rounds;
        this.library = library;
        this.chip = chip;
    }

    /** See the class. */
    public static void main(String[] args) throws IOException, RunnerException {
        try (Contestant c = new Contestant("C", Arrays.asList(args).subList(4, args.length))) {
            BindingCost cost = new BindingCost(c, Integer.parseInt(args[1]), args[2], args[3]);
            for (Work work : Work.values()) {
                if (METHODS.containsKey(work)) {
                    cost.measure(work);
                }
            }
            cost.report.write(Path.of(args[0]));
        }
    }

    private void measure(Work work) throws IOException, RunnerException {
        Options options = options(work);
        int count = count(work);
        double fastestC = Double.MAX_VALUE;
        double fastest = Double.MAX_VALUE;
        double fewest = Double.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            double nanosC = nanosOfC(work, count);
            report.round(work.key() + ",C", round, nanosC, 0);
            fastestC = Math.min(fastestC, nanosC);

            RunResult run = new Runner(options).runSingle();
            double nanos = run.getPrimaryResult().getScore();
            double bytes = Objects.requireNonNull(run.getSecondaryResults().get(ALLOCATED))
                    .getScore();
            report.round(work.key() + ",ours", round, nanos, bytes);
            fastest = Math.min(fastest, nanos);
            fewest = Math.min(fewest, bytes);
        }
        report.tell(
                work.title(),
                Report.text("%,.1f", fastestC),
                Report.text("%,.1f", fastest),
                Report.text("%,.1f", fastest - fastestC),
                Report.text("%.2f", fastest / fastestC),
                Report.text("%,.1f", fewest));
    }

    private Options options(Work work) {
        return new OptionsBuilder()
                .include("^\\Q" + Calls.class.getName() + "." + METHODS.get(work) + "\\E$")
                .forks(1)
                .warmupIterations(WARM_UP_ITERATIONS)
                .warmupTime(LONG.contains(work) ? LONG_WARM_UP : WARM_UP)
                .measurementIterations(1)
                .measurementTime(MEASURED)
                .jvmArgs(
                        "-XX:+UseSerialGC",
                        "-D" + Calls.LIBRARY + "=" + library,
                        "-D" + Calls.CHIP + "=" + chip)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
    }

    /** So often that a round of C takes as long as one of ours. */
    private int count(Work work) throws IOException {
        nanosOfC(work, 1 << 10);
        double nanos = nanosOfC(work, 1 << 10);
        return (int) Math.max(1, MEASURED.convertTo(TimeUnit.NANOSECONDS) / nanos);
    }

    private double nanosOfC(Work work, int count) throws IOException {
        return c.round(work, count).orElseThrow().each(Key.NANOS);
    }
}
