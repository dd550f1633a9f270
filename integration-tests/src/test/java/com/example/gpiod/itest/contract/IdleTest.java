package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/** What open requests cost while nothing happens. */
@Tag("races")
class IdleTest extends Contract {
    private static final int REQUESTS = 500;
    private static final int OBSERVED_MILLIS = 10_000;
    private static final Path TASKS = Path.of("/proc/self/task");

    @Test
    void fiveHundredRequestsCostOneThreadThatNeverWakes() throws Exception {
        BoardChip plugged = plug(REQUESTS);
        Chip chip = open(plugged);
        EdgeRecorder recorder = new EdgeRecorder();
        List<Future<Boolean>> waits = new ArrayList<>();
        for (int offset = 0; offset < REQUESTS; offset++) {
            LineRequest request =
                    held(chip.request(lines(edges(Edge.BOTH), offset).build()));
            // Some are listened to, some read, most only held.
            if (offset % 10 == 0) {
                request.subscribe(recorder);
            } else if (offset % 100 == 1) {
                waits.add(waiting(request));
            }
        }
        Await.until("threads that have nothing to do to end", () -> switches().size() == 1);

        Map<String, Long> before = switches();
        // The time that is looked at, not a wait for something.
        Thread.sleep(OBSERVED_MILLIS);
        Map<String, Long> after = switches();

        assertEquals(1, before.size(), before.toString());
        assertEquals(before, after, "voluntary context switches by thread");
        // And it is not asleep for good.
        plugged.pullUp(0);
        recorder.awaitEvents(1);
        for (Future<Boolean> wait : waits) {
            assertFalse(wait.isDone());
        }
    }

    private static Future<Boolean> waiting(LineRequest request) {
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<Boolean> wait = new FutureTask<>(() -> {
            begun.countDown();
            return request.waitEdgeEvents(Duration.ofHours(1));
        });
        Thread thread = new Thread(wait, "waits");
        thread.setDaemon(true);
        thread.start();
        Await.until("a thread that waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
        return wait;
    }

    /** How often each of the library's threads left the processor of its own accord. */
    private static Map<String, Long> switches() throws IOException {
        Map<String, Long> switches = new TreeMap<>();
        try (Stream<Path> tasks = Files.list(TASKS)) {
            for (Path task : (Iterable<Path>) tasks::iterator) {
                count(task, switches);
            }
        }
        return switches;
    }

    private static void count(Path task, Map<String, Long> switches) throws IOException {
        try {
            String name = Files.readString(task.resolve("comm")).strip();
            if (name.startsWith("gpiod-")) {
                switches.put(
                        name + " " + task.getFileName(),
                        voluntary(Files.readString(task.resolve("status"))));
            }
        } catch (NoSuchFileException e) {
            // Ended meanwhile.
            return;
        }
    }

    private static long voluntary(String status) {
        return status.lines()
                .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
