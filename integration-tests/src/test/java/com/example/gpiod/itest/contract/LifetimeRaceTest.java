package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipClosedException;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeEventBuffer;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.api.RequestReleasedException;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.contract.Crew.Action;

import org.junit.jupiter.api.Test;

import java.io.FileInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The end of a request or chip against everything that other threads do with it, without any lock of
 * theirs. Each may end only as documented; nothing may hang, crash or reach what is not its own.
 */
class LifetimeRaceTest extends Races {
    /** Longer than any test: what ends such a wait is what the test is about. */
    private static final Duration FOREVER = Duration.ofHours(1);

    private static final RequestConfig INPUT_AND_OUTPUT = RequestConfig.builder()
            .line(0, edges(Edge.BOTH).build())
            .line(1, output(false).build())
            .build();

    /** Goes on until the request was released, the chip closed, or the chip went away. */
    private static Action untilTheEnd(Action action) {
        return () -> {
            try {
                while (true) {
                    action.run();
                }
            } catch (RequestReleasedException | ChipClosedException e) {
                // The end that is documented.
                return;
            } catch (GpiodException e) {
                if (e.reason() != Reason.GONE) {
                    throw e;
                }
            }
        };
    }

    private Action released(LineRequest request) {
        return () -> {
            request.close();
            assertFalse(chip.lineInfo(0).used(), "still held after the release");
        };
    }

    private static Action reading(LineRequest request) {
        EdgeEventBuffer buffer = request.newEventBuffer(4);
        return untilTheEnd(() -> request.readEdgeEvents(buffer, FOREVER));
    }

    private static Action waiting(LineRequest request) {
        return untilTheEnd(() -> {
            // True as long as nobody reads.
            request.waitEdgeEvents(FOREVER);
            Thread.onSpinWait();
        });
    }

    /** Toggles the input until an action of another thread has ended. */
    private static Action toggling(BoardChip pins, AtomicBoolean ended) {
        return () -> {
            while (!ended.get()) {
                pins.pullUp(0);
                pins.pullDown(0);
            }
        };
    }

    private static Action ending(Action action, AtomicBoolean ended) {
        return () -> {
            try {
                action.run();
            } finally {
                ended.set(true);
            }
        };
    }

    @Test
    void releaseAgainstWaitAndRead() throws Exception {
        crew.race(() -> {
            LineRequest request = chip.request(INPUT_AND_OUTPUT);
            return List.of(
                    waiting(request),
                    waiting(request),
                    reading(request),
                    reading(request),
                    released(request));
        });
    }

    @Test
    void releaseAgainstWaitAndReadWhileEdgesCome() throws Exception {
        crew.race(() -> {
            LineRequest request = chip.request(INPUT_AND_OUTPUT);
            AtomicBoolean ended = new AtomicBoolean();
            return List.of(
                    toggling(plugged, ended),
                    reading(request),
                    waiting(request),
                    ending(released(request), ended));
        });
    }

    @Test
    void releaseAgainstGetAndSet() throws Exception {
        crew.race(() -> {
            LineRequest request = chip.request(INPUT_AND_OUTPUT);
            return List.of(
                    untilTheEnd(() -> request.getMask(0b11)),
                    untilTheEnd(() -> request.get(1)),
                    untilTheEnd(() -> request.set(1, true)),
                    untilTheEnd(() -> request.setMask(0b10, 0)),
                    released(request));
        });
    }

    @Test
    void releaseAgainstReconfigure() throws Exception {
        Map<LineKey, LineSettings> on = Map.of(LineKey.of(1), output(true).build());
        Map<LineKey, LineSettings> rising =
                Map.of(LineKey.of(0), edges(Edge.RISING).build());
        crew.race(() -> {
            LineRequest request = chip.request(INPUT_AND_OUTPUT);
            return List.of(
                    untilTheEnd(() -> request.reconfigure(on)),
                    untilTheEnd(() -> request.reconfigure(rising)),
                    untilTheEnd(() -> request.set(1, false)),
                    untilTheEnd(() -> {
                        request.settings(1);
                        request.get(0);
                    }),
                    released(request));
        });
    }

    @Test
    void releaseAgainstSubscribe() throws Exception {
        crew.race(() -> {
            LineRequest request = chip.request(INPUT_AND_OUTPUT);
            AtomicBoolean ended = new AtomicBoolean();
            return List.of(
                    toggling(plugged, ended),
                    untilTheEnd(() -> request.subscribe(event -> {}).close()),
                    untilTheEnd(() -> request.subscribeFromNow(event -> {}).close()),
                    ending(released(request), ended));
        });
    }

    @Test
    void releaseByAll() throws Exception {
        crew.race(() -> {
            LineRequest request = chip.request(INPUT_AND_OUTPUT);
            Action all = () -> {
                released(request).run();
                assertThrows(RequestReleasedException.class, () -> request.get(0));
            };
            return List.of(all, all, all, all);
        });
    }

    @Test
    void closeOfTheChipAgainstItsUse() throws Exception {
        RequestConfig config = lines(input(), 3).build();
        crew.race(() -> {
            Chip shared = gpiod().openChip(plugged.path());
            return List.of(
                    untilTheEnd(() -> shared.lineInfo(0)),
                    untilTheEnd(() -> shared.lineInfo("7")),
                    untilTheEnd(() -> shared.request(config).close()),
                    shared::close);
        });
    }

    @Test
    void closeOfTheChipAgainstWatches() throws Exception {
        RequestConfig config = lines(input(), 3).build();
        crew.race(() -> {
            Chip shared = gpiod().openChip(plugged.path());
            return List.of(
                    untilTheEnd(() -> {
                        shared.watchLineInfo(3);
                        shared.unwatchLineInfo(3);
                    }),
                    untilTheEnd(() -> shared.readInfoEvent(FOREVER)),
                    untilTheEnd(() -> {
                        shared.waitInfoEvent(FOREVER);
                        Thread.onSpinWait();
                    }),
                    () -> chip.request(config).close(),
                    shared::close);
        });
    }

    @Test
    void closeOfTheChipAgainstInfoListeners() throws Exception {
        RequestConfig config = lines(input(), 3).build();
        crew.race(() -> {
            Chip shared = gpiod().openChip(plugged.path());
            shared.watchLineInfo(3);
            return List.of(
                    untilTheEnd(() -> shared.subscribe(event -> {}).close()),
                    untilTheEnd(() -> shared.subscribe(event -> shared.close()).close()),
                    () -> chip.request(config).close(),
                    shared::close);
        });
    }

    @Test
    void releaseInsideOnesOwnListener() throws Exception {
        crew.race(() -> {
            LineRequest request = chip.request(INPUT_AND_OUTPUT);
            request.subscribe(event -> request.close());
            AtomicBoolean ended = new AtomicBoolean();
            return List.of(
                    toggling(plugged, ended),
                    ending(untilTheEnd(() -> request.getMask(0b11)), ended),
                    () -> {
                        untilTheEnd(() -> request.subscribe(event -> request.close())
                                        .close())
                                .run();
                        // The listener may be at it still.
                        released(request).run();
                    });
        });
    }

    @Test
    void listenersThatThrowBlockOrReleaseAnotherRequest() throws Exception {
        RequestConfig other = lines(output(true), 2).build();
        crew.race(() -> {
            LineRequest request = chip.request(INPUT_AND_OUTPUT);
            LineRequest victim = chip.request(other);
            CountDownLatch blocked = new CountDownLatch(1);
            EdgeRecorder steady = new EdgeRecorder();
            request.subscribe(event -> {
                throw new IOException("a listener that throws");
            });
            request.subscribe(event -> {
                try {
                    blocked.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            request.subscribe(event -> victim.close());
            request.subscribe(steady);
            return List.of(
                    () -> {
                        plugged.pullUp(0);
                        plugged.pullDown(0);
                        // What the others do keeps no event from this one.
                        steady.awaitEvents(2);
                        // A listener that was not called before the release is not called at all.
                        Await.until("the end of the other", () -> !victim.isHeld());
                        request.close();
                        // The listener may be at it still.
                        victim.close();
                        blocked.countDown();
                    },
                    untilTheEnd(() -> victim.set(2, false)));
        });
    }

    @Test
    void requestsReleasedCrosswise() throws Exception {
        RequestConfig other = lines(edges(Edge.BOTH), 2).build();
        crew.race(() -> {
            LineRequest one = chip.request(INPUT_AND_OUTPUT);
            LineRequest two = chip.request(other);
            one.subscribe(event -> two.close());
            two.subscribe(event -> one.close());
            return List.of(
                    () -> plugged.pullUp(0),
                    () -> plugged.pullUp(2),
                    untilEnded(one),
                    untilEnded(two),
                    () -> {
                        Await.until("one end", () -> !one.isHeld() || !two.isHeld());
                        plugged.pullDown(0);
                        plugged.pullDown(2);
                        one.close();
                        two.close();
                    });
        });
    }

    private static Action untilEnded(LineRequest request) {
        return untilTheEnd(() -> request.get(request.offsets().get(0)));
    }

    @Test
    void unplugAgainstEverything() throws Exception {
        Map<LineKey, LineSettings> on = Map.of(LineKey.of(1), output(true).build());
        crew.race(10, () -> {
            BoardChip going = plug(4);
            Chip open = gpiod().openChip(going.path());
            LineRequest listened = open.request(INPUT_AND_OUTPUT);
            LineRequest read = open.request(lines(edges(Edge.BOTH), 2).build());
            EdgeRecorder recorder = new EdgeRecorder();
            listened.subscribe(recorder);
            open.watchLineInfo(3);
            return List.of(
                    untilTheEnd(() -> listened.getMask(0b11)),
                    untilTheEnd(() -> listened.set(1, true)),
                    untilTheEnd(() -> listened.reconfigure(on)),
                    untilTheEnd(() -> listened.subscribeFromNow(event -> {}).close()),
                    waiting(read),
                    reading(read),
                    untilTheEnd(() -> open.lineInfo(0)),
                    untilTheEnd(() -> open.readInfoEvent(FOREVER)),
                    untilTheEnd(() -> {
                        open.watchLineInfo(2);
                        open.unwatchLineInfo(2);
                    }),
                    () -> {
                        going.unplug();
                        recorder.awaitEnd();
                        assertEquals(1, recorder.ends().size());
                        Await.until("the end of the request", () -> !read.isHeld());
                        listened.close();
                        read.close();
                        open.close();
                    });
        });
    }

    @Test
    void unplugAgainstReleaseAndClose() throws Exception {
        crew.race(10, () -> {
            BoardChip going = plug(2);
            Chip open = gpiod().openChip(going.path());
            LineRequest request = open.request(INPUT_AND_OUTPUT);
            request.subscribe(new EdgeListener() {
                @Override
                public void onEdge(EdgeEvent event) {
                    request.close();
                }

                @Override
                public void onGone(GpiodException reason) {
                    request.close();
                    open.close();
                }
            });
            return List.of(going::unplug, request::close, open::close, () -> {
                // Released, or gone and then released: whichever was first.
                untilTheEnd(() -> request.get(0)).run();
                assertFalse(request.isHeld());
            });
        });
    }

    @Test
    void interruptOfAWaitAgainstTheEdgeLosesNothing() throws Exception {
        LineRequest request = held(chip.request(lines(edges(Edge.RISING), 0).build()));
        EdgeEventBuffer buffer = request.newEventBuffer(1);
        AtomicInteger got = new AtomicInteger();
        crew.race(
                () -> {
                    AtomicReference<Thread> reader = new AtomicReference<>();
                    CountDownLatch begun = new CountDownLatch(1);
                    got.set(0);
                    return List.of(
                            () -> {
                                reader.set(Thread.currentThread());
                                begun.countDown();
                                readUntilInterrupted(request, got);
                            },
                            () -> {
                                begun.await();
                                plugged.pullUp(0);
                            },
                            () -> {
                                begun.await();
                                reader.get().interrupt();
                            });
                },
                () -> {
                    if (got.get() == 0) {
                        got.set(request.readEdgeEvents(buffer, Await.PATIENCE));
                    }
                    assertEquals(1, got.get());
                    assertEquals(0, request.readEdgeEvents(buffer, Duration.ZERO));
                    plugged.pullDown(0);
                });
    }

    private static void readUntilInterrupted(LineRequest request, AtomicInteger got)
            throws Exception {
        EdgeEventBuffer buffer = request.newEventBuffer(1);
        try {
            while (true) {
                got.addAndGet(request.readEdgeEvents(buffer, FOREVER));
            }
        } catch (InterruptedException e) {
            // What this thread shall do.
            assertEquals(0, buffer.size());
        }
    }

    @Test
    void descriptorNumbersAreReusedAtOnce() throws Exception {
        plugged.pullUp(0);
        plugged.pullDown(2);
        RequestConfig high = lines(input(), 0).build();
        RequestConfig low = lines(input(), 2).build();
        crew.race(() -> {
            LineRequest stale = chip.request(high);
            AtomicBoolean ended = new AtomicBoolean();
            Action use = untilTheEnd(() -> assertTrue(stale.get(0), "the value of another line"));
            return List.of(
                    use,
                    use,
                    () -> {
                        stale.close();
                        // Gets the lowest number that is free: the one just closed.
                        try (LineRequest next = chip.request(low);
                                FileInputStream file = new FileInputStream("/dev/null")) {
                            assertFalse(next.get(2));
                            assertEquals(-1, file.read());
                        }
                        ended.set(true);
                    },
                    () -> {
                        while (!ended.get()) {
                            new FileInputStream("/dev/null").close();
                        }
                    });
        });
    }

    @Test
    void reconfigureOfOneLineLeavesTheOthersAlone() throws Exception {
        LineRequest request = held(chip.request(RequestConfig.builder()
                .line(0, input().build())
                .line(1, output(false).build())
                .line(2, output(false).build())
                .build()));
        Map<LineKey, LineSettings> both = Map.of(LineKey.of(0), edges(Edge.BOTH).build());
        Map<LineKey, LineSettings> none = Map.of(LineKey.of(0), input().build());
        crew.race(() -> {
            Action onTheFirst = () -> request.reconfigure(both);
            return List.of(
                    onTheFirst,
                    () -> request.reconfigure(none),
                    () -> driven(request, 1),
                    () -> driven(request, 2));
        });
    }

    /** The only one who sets this line sees at the pin what he set, whatever others do. */
    private void driven(LineRequest request, int offset) throws GpiodException {
        for (int i = 0; i < 4; i++) {
            boolean active = i % 2 == 0;
            request.set(offset, active);
            assertEquals(active, plugged.isHigh(offset));
            assertEquals(active, request.settings(offset).outputValue());
        }
    }

    @Test
    void listenersComeAndGoAgainstThreadsThatRead() throws Exception {
        LineRequest request = held(chip.request(lines(edges(Edge.BOTH), 0).build()));
        EdgeEventBuffer buffer = request.newEventBuffer(64);
        crew.race(() -> {
            AtomicBoolean ended = new AtomicBoolean();
            return List.of(
                    toggling(plugged, ended),
                    ending(() -> request.subscribe(event -> {}).close(), ended),
                    () -> {
                        try {
                            request.readEdgeEvents(buffer, Duration.ofMillis(1));
                        } catch (IllegalStateException e) {
                            assertFalse(e instanceof RequestReleasedException, e.getMessage());
                        }
                    });
        });
    }

    @Test
    void endOfTheLibraryAgainstEverything() throws Exception {
        RequestConfig config = lines(input(), 5).build();
        crew.race(10, () -> {
            Chip open = gpiod().openChip(plugged.path());
            LineRequest request = open.request(INPUT_AND_OUTPUT);
            return List.of(
                    untilTheEnd(() -> request.get(0)),
                    reading(request),
                    untilTheEnd(() -> request.reconfigure(
                            Map.of(LineKey.of(1), output(true).build()))),
                    untilTheEnd(() -> open.request(config).close()),
                    untilTheEnd(() -> open.readInfoEvent(FOREVER)),
                    () -> {
                        core().close();
                        core().add(backend(), () -> {}, () -> {});
                    });
        });
        try (Chip again = gpiod().openChip(plugged.path())) {
            assertFalse(again.lineInfo(0).used());
        }
    }
}
