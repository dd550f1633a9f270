package com.example.gpiod.itest.contract;

import com.example.gpiod.itest.Await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Threads that do things at once, again and again. What they did is written to the file that the
 * property {@code itest.races} names: a line with the name of the race, its repetitions and threads.
 *
 * <p>How often a race is run says the property {@code itest.repetitions}.
 *
 * <p><b>Synchronization:</b> external synchronization required.
 */
final class Crew implements AutoCloseable {
    private static final int REPETITIONS = Integer.getInteger("itest.repetitions", 300);
    private static final boolean PLUGGING_IS_CHEAP =
            !System.getProperty("itest.backend", "simulator").equals("gpio-sim");
    private static final int LONGEST_STAGGER = 2_000;

    /** What one of the threads does. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    /** Makes what is needed for one repetition, and says what the threads do with it. */
    @FunctionalInterface
    interface Round {
        List<Action> prepare() throws Exception;
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /**
     * Runs actions at once that repeat something themselves.
     *
     * @param repetitions how often they do
     */
    void atOnce(int repetitions, List<Action> actions) throws Exception {
        atOnce(actions);
        tell(caller(), repetitions, actions.size());
    }

    /** Runs actions at once; fails with what one of them threw, or when one does not end. */
    private void atOnce(List<Action> actions) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(actions.size());
        List<Future<?>> running = new ArrayList<>();
        for (Action action : actions) {
            running.add(threads.submit(() -> {
                barrier.await();
                stagger();
                action.run();
                return null;
            }));
        }
        for (Future<?> one : running) {
            // Somewhat longer than what the action itself waits.
            one.get(2 * Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** So that not always the same one is first. */
    private static void stagger() {
        for (int i = ThreadLocalRandom.current().nextInt(LONGEST_STAGGER); i > 0; i--) {
            Thread.onSpinWait();
        }
    }

    static Action[] times(int count, Action action) {
        Action[] actions = new Action[count];
        Arrays.fill(actions, action);
        return actions;
    }

    /** Runs a race as often as races are run. */
    void race(Round round) throws Exception {
        race(1, round, () -> {});
    }

    /**
     * Runs a race as often as races are run.
     *
     * @param after is run after each repetition
     */
    void race(Round round, Action after) throws Exception {
        race(1, round, after);
    }

    /**
     * Runs a race that plugs chips: less often than others where that means a kernel under emulation.
     *
     * @param costs how many times as long as others one repetition takes there
     */
    void race(int costs, Round round) throws Exception {
        race(PLUGGING_IS_CHEAP ? 1 : costs, round, () -> {});
    }

    private void race(int costs, Round round, Action after) throws Exception {
        int repetitions = Math.max(1, REPETITIONS / costs);
        int most = 0;
        for (int i = 0; i < repetitions; i++) {
            List<Action> actions = round.prepare();
            most = Math.max(most, actions.size());
            atOnce(actions);
            after.run();
        }
        tell(caller(), repetitions, most);
    }

    /** The test. */
    private static String caller() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames ->
                        frames.filter(Crew::isTest).findFirst().orElseThrow().getMethodName());
    }

    private static boolean isTest(StackWalker.StackFrame frame) {
        return frame.getMethodType().parameterCount() == 0
                && Stream.of(frame.getDeclaringClass().getDeclaredMethods())
                        .anyMatch(method -> method.getName().equals(frame.getMethodName())
                                && method.isAnnotationPresent(Test.class));
    }

    private static void tell(String name, int repetitions, int threads) {
        String file = System.getProperty("itest.races");
        if (file == null) {
            return;
        }
        try {
            Files.writeString(
                    Path.of(file),
                    name + "\t" + repetitions + "\t" + threads + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
