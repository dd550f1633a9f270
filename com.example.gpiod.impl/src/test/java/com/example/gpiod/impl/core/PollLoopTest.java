package com.example.gpiod.impl.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class PollLoopTest {
    private static final int IDLE_MILLIS = 300;
    private static final ThreadLocal<Object> LEFT = new ThreadLocal<>();

    private final Semaphore calledSoon = new Semaphore(0);
    private final Scarce factory = new Scarce();
    private EventThreads threads;
    private Scripted poller;
    private PollLoop loop;

    @BeforeEach
    void open() {
        open(IDLE_MILLIS);
    }

    private void open(int idleMillis) {
        threads = new EventThreads(idleMillis, factory);
        poller = new Scripted();
        loop = new PollLoop(threads, poller, calledSoon::release);
    }

    /** One where no thread is long enough without work to end. */
    private void openWithoutRest() {
        close();
        open(3_600_000);
    }

    /** Says that something is ready when the test says so. */
    private static final class Scripted extends QuietPoller {
        private static final List<Long> NOTHING = List.of();

        private final BlockingQueue<List<Long>> ready = new LinkedBlockingQueue<>();

        private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();

        /** How often each thread has waited. */
        private final ConcurrentMap<Thread, Integer> waits = new ConcurrentHashMap<>();

        /** Who alone is told of anything; null if whoever waits. */
        private volatile @Nullable Thread chosen;

        private volatile @Nullable Exception failure;
        private volatile boolean ended;

        /** Waits until so many threads wait. */
        void awaitWaiting(int threads) throws InterruptedException {
            while (waiting.size() != threads) {
                Thread.sleep(1);
            }
        }

        /** Has all waits fail. */
        void fail(Exception failure) {
            this.failure = failure;
            end();
        }

        @Override
        public int await(long[] tokens, int timeoutMillis) throws ErrnoException {
            // As in the kernel, an interrupt of the thread's does not matter.
            boolean interrupted = Thread.interrupted();
            waits.merge(Thread.currentThread(), 1, Integer::sum);
            waiting.add(Thread.currentThread());
            try {
                long until = timeoutMillis == NO_TIMEOUT
                        ? Long.MAX_VALUE
                        : System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
                List<Long> now = next(until);
                while (now != null && isForAnother()) {
                    ready.add(now);
                    Thread.yield();
                    now = next(until);
                }
                int count = 0;
                for (long token : now == null ? NOTHING : now) {
                    tokens[count++] = token;
                }
                if (ended) {
                    wakeup();
                }
                if (failure instanceof ErrnoException refused) {
                    throw refused;
                }
                if (failure instanceof RuntimeException defect) {
                    throw defect;
                }
                return count;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                waiting.remove(Thread.currentThread());
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private boolean isForAnother() {
            Thread only = chosen;
            return only != null && only != Thread.currentThread() && only.isAlive();
        }

        private @Nullable List<Long> next(long until) throws InterruptedException {
            return ready.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void wakeup() {
            ready.add(NOTHING);
        }

        @Override
        public void end() {
            ended = true;
            wakeup();
        }
    }

    /** Makes threads, of which as many may start as the test says. */
    private static final class Scarce implements ThreadFactory {
        private final Semaphore left = new Semaphore(1000);
        private final Semaphore refused = new Semaphore(0);
        private final List<Thread> started = new CopyOnWriteArrayList<>();

        List<Thread> alive() {
            return started.stream().filter(Thread::isAlive).toList();
        }

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new Thread(task) {
                @Override
                public void start() {
                    if (!left.tryAcquire()) {
                        refused.release();
                        throw new OutOfMemoryError(
                                "unable to create a thread: it is said to be so");
                    }
                    super.start();
                    started.add(this);
                }
            };
            thread.setDaemon(true);
            return thread;
        }
    }

    @AfterEach
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void close() {
        loop.close();
        threads.close();
    }

    /** Adds a source that has a listener called whenever it is ready. */
    private long add(Runnable listener) throws ErrnoException {
        long token = loop.newToken();
        loop.add(() -> true, token, scratch -> loop.call(listener));
        return token;
    }

    private void makeReady(Long... tokens) {
        poller.ready.add(List.of(tokens));
    }

    @Test
    void whatIsToBeCalledSoonIsCalledLater_andAgainWhenAskedAgain() throws InterruptedException {
        for (int i = 1; i <= 3; i++) {
            long before = System.nanoTime();
            loop.callSoon();
            calledSoon.acquire();
            assertTrue(System.nanoTime() - before >= TimeUnit.MILLISECONDS.toNanos(90));
        }
    }

    @Test
    void nothingIsCalledAfterTheEnd() {
        loop.callSoon();
        loop.close();
        loop.callSoon();
        assertEquals(0, calledSoon.availablePermits());
    }

    @Test
    void noOtherThreadWakesUpBeforeAListenerIsCalled() throws Exception {
        List<Thread> served = new ArrayList<>();
        BlockingQueue<Thread> called = new LinkedBlockingQueue<>();
        long token = loop.newToken();
        loop.add(() -> true, token, scratch -> {
            served.add(Thread.currentThread());
            loop.call(() -> called.add(Thread.currentThread()));
        });

        for (int i = 0; i < 1000; i++) {
            makeReady(token);
            assertSame(called.take(), served.get(i));
        }
    }

    @Test
    void onceTwoThreadsAreInTheLoopListenersNeedNoOther() throws Exception {
        openWithoutRest();
        Semaphore called = new Semaphore(0);
        long token = add(called::release);
        makeReady(token);
        called.acquire();

        poller.awaitWaiting(2);
        factory.left.drainPermits();
        for (int i = 0; i < 1000; i++) {
            poller.awaitWaiting(2);
            makeReady(token);
            called.acquire();
        }
        assertEquals(0, factory.refused.availablePermits());
        factory.left.release(1000);
    }

    @Test
    void atRestOneThreadIsLeft_thatNeverCalledAListener() throws Exception {
        BlockingQueue<Thread> called = new LinkedBlockingQueue<>();
        long token = add(() -> called.add(Thread.currentThread()));
        Set<Thread> used = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 10; j++) {
                makeReady(token);
                used.add(called.take());
            }
            List<Thread> left;
            while ((left = factory.alive()).size() != 1 || used.containsAll(left)) {
                Thread.sleep(10);
            }
        }
    }

    @Test
    void whileEdgesComeAFreshThreadStaysInTheLoop() throws Exception {
        BlockingQueue<Thread> called = new LinkedBlockingQueue<>();
        long token = add(() -> called.add(Thread.currentThread()));
        makeReady(token);
        poller.chosen = called.take();

        // At first there is one of the pool, which gives way to a fresh one; and again after a
        // pause of
        // this machine's that is as long as a rest.
        boolean stayed = false;
        while (!stayed) {
            poller.awaitWaiting(2);
            Set<Thread> both = Set.copyOf(poller.waiting);
            Map<Thread, Integer> before = Map.copyOf(poller.waits);
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(3 * IDLE_MILLIS);
            while (System.nanoTime() < until) {
                makeReady(token);
                poller.chosen = called.take();
                Thread.sleep(10);
            }
            stayed = both.stream()
                    .anyMatch(thread -> poller.waiting.contains(thread)
                            && before.get(thread).equals(poller.waits.get(thread)));
        }
    }

    @Test
    void whatIsCalledSoonIsCalledAlsoWhenTheThreadLeavesThatWaitsForIt() throws Exception {
        openWithoutRest();
        CountDownLatch hold = new CountDownLatch(1);
        Semaphore called = new Semaphore(0);
        long runs = add(called::release);
        long blocks = loop.newToken();
        loop.add(() -> true, blocks, scratch -> {
            poller.chosen = null;
            loop.call(() -> awaitQuietly(hold));
        });
        makeReady(runs);
        called.acquire();
        poller.awaitWaiting(2);

        Thread waits = poller.waiting.iterator().next();
        poller.chosen = waits;
        int before = poller.waits.get(waits);
        loop.callSoon();
        while (poller.waits.get(waits) == before) {
            Thread.sleep(1);
        }
        makeReady(blocks);

        calledSoon.acquire();
        hold.countDown();
    }

    @Test
    void aListenerThatBlocksHoldsUpNothing() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        Semaphore held = new Semaphore(0);
        Semaphore free = new Semaphore(0);
        long blocks = add(() -> {
            held.release();
            awaitQuietly(hold);
        });
        long runs = add(free::release);

        for (int i = 0; i < 10; i++) {
            makeReady(blocks);
            held.acquire();
            makeReady(runs);
            free.acquire();
        }
        loop.close();
        hold.countDown();
    }

    @Test
    void listenersThatAreReadyTogetherAreCalledTogether() throws Exception {
        CyclicBarrier all = new CyclicBarrier(4);
        Runnable meet = () -> {
            try {
                all.await();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new AssertionError(e);
            }
        };
        Long[] tokens = {add(meet), add(meet), add(meet)};

        for (int i = 0; i < 100; i++) {
            makeReady(tokens);
            all.await();
        }
    }

    @Test
    void aListenerMayAskForAnother() throws Exception {
        Semaphore called = new Semaphore(0);
        long token = add(() -> loop.call(called::release));

        makeReady(token);

        called.acquire();
    }

    @Test
    void whatListenersLeftOnTheirThreadsIsForgottenSoon() throws Exception {
        BlockingQueue<WeakReference<Object>> left = new LinkedBlockingQueue<>();
        List<WeakReference<Object>> values = new ArrayList<>();
        long token = add(() -> {
            Object value = new Object();
            LEFT.set(value);
            left.add(new WeakReference<>(value));
        });
        for (int i = 0; i < 5; i++) {
            makeReady(token);
            values.add(left.take());
        }

        // The one of the thread in the loop among them, where nothing happens meanwhile.
        while (values.stream().anyMatch(value -> value.get() != null)) {
            System.gc();
            Thread.sleep(50);
        }
        makeReady(token);
        left.take();
    }

    @Test
    void anInterruptThatCameLateIsNotForTheNextListener() throws Exception {
        BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
        long token = loop.newToken();
        loop.add(() -> true, token, scratch -> {
            Thread.currentThread().interrupt();
            loop.call(() -> interrupted.add(Thread.currentThread().isInterrupted()));
        });

        makeReady(token);

        assertFalse(interrupted.take());
    }

    @Test
    void listenersForWhichThereIsNoThreadAreCalledOnceThereIsOne() throws Exception {
        Semaphore called = new Semaphore(0);
        long first = add(called::release);
        long second = add(called::release);
        factory.left.drainPermits();

        makeReady(first, second);
        // One for each listener, two for the loop.
        factory.refused.acquire(4);
        assertEquals(0, called.availablePermits());

        factory.left.release(1000);
        called.acquire();
        makeReady(second);
        called.acquire();
    }

    @Test
    void withoutAFreshThreadTheLoopGoesOnWhereItIs() throws Exception {
        Semaphore called = new Semaphore(0);
        long token = add(called::release);
        factory.left.drainPermits();
        factory.left.release();
        makeReady(token);
        called.acquire();

        // The thread that is in the loop now wants to leave it, but cannot.
        factory.refused.acquire(2);
        factory.left.release(1000);
        makeReady(token);
        called.acquire();
    }

    @Test
    void whenNothingCanBeWaitedForEachSourceIsToldAndListenersAreCalled() throws Exception {
        Semaphore told = new Semaphore(0);
        loop.add(() -> true, loop.newToken(), new PollLoop.Source() {
            @Override
            public void ready(ByteBuffer scratch) {}

            @Override
            public void unreadable(ErrnoException e) {
                loop.call(told::release);
                loop.call(told::release);
            }
        });

        poller.fail(new ErrnoException(Errno.EMFILE));

        told.acquire(2);
    }

    @Test
    void closeReturnsAlsoWhenTheLoopFailed() {
        poller.fail(new IllegalStateException("on purpose: a backend with a defect"));
    }

    @Test
    void aListenerIsCalledAlsoWhenItsThreadsWereEnded() throws Exception {
        Semaphore called = new Semaphore(0);
        long token = add(called::release);
        threads.close();

        for (int i = 0; i < 3; i++) {
            makeReady(token);
            called.acquire();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
