package com.example.gpiod.impl.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLLL_Result;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * The promises of {@link Lifetime}, tried in the orders that compilers and processors make of it.
 * An outcome that is not listed is forbidden.
 *
 * <p>Each has two threads, because jcstress leaves out what has more of them than the machine has
 * processors. Where three parties meet, one of them has come before, or one thread is two.
 */
public final class LifetimeStress {
    private LifetimeStress() {}

    /** Who is let in finds the resource whole, and is out when it is freed. */
    @JCStressTest
    @Outcome(id = "WHOLE, 1, 1", expect = ACCEPTABLE, desc = "entered; freed after its work")
    @Outcome(id = "REFUSED, 0, 1", expect = ACCEPTABLE, desc = "came too late")
    @State
    public static class EnterVsClose extends GuardedResource {
        @Actor
        public void user(LLL_Result r) {
            r.r1 = firstUse();
        }

        @Actor
        public void closer() {
            lifetime.close(() -> {});
        }

        @Arbiter
        public void end(LLL_Result r) {
            r.r2 = worksSeen;
            r.r3 = frees;
        }
    }

    /** Whoever of the last user and the closer is last frees it, and only that one. */
    @JCStressTest
    @Outcome(id = "true, false, WHOLE, 1", expect = ACCEPTABLE, desc = "the user left last")
    @Outcome(id = "false, true, WHOLE, 1", expect = ACCEPTABLE, desc = "the closer left last")
    @State
    public static class LastExitVsClose extends GuardedResource {
        public LastExitVsClose() {
            lifetime.enter();
        }

        @Actor
        public void user(LLLL_Result r) {
            firstWorkAndExit();
            r.r1 = freedByMe();
        }

        @Actor
        public void closer(LLLL_Result r) {
            lifetime.close(() -> r.r3 = state);
            r.r2 = freedByMe();
        }

        @Arbiter
        public void end(LLLL_Result r) {
            r.r4 = frees;
        }
    }

    /** Of two that leave after a close, the last one frees it, and sees the work of both. */
    @JCStressTest
    @Outcome(id = "true, false, 2, 1", expect = ACCEPTABLE, desc = "the first left last")
    @Outcome(id = "false, true, 2, 1", expect = ACCEPTABLE, desc = "the second left last")
    @State
    public static class TwoLastExits extends GuardedResource {
        public TwoLastExits() {
            lifetime.enter();
            lifetime.enter();
            lifetime.close(() -> {});
        }

        @Actor
        public void firstUser(LLLL_Result r) {
            firstWorkAndExit();
            r.r1 = freedByMe();
        }

        @Actor
        public void secondUser(LLLL_Result r) {
            secondWorkAndExit();
            r.r2 = freedByMe();
        }

        @Arbiter
        public void end(LLLL_Result r) {
            r.r3 = worksSeen;
            r.r4 = frees;
        }
    }

    /** A user beside another one that closes while it is inside, as a listener may. */
    @JCStressTest
    @Outcome(id = "WHOLE, WHOLE, 2, 1", expect = ACCEPTABLE, desc = "both entered")
    @Outcome(id = "REFUSED, WHOLE, 1, 1", expect = ACCEPTABLE, desc = "the other came too late")
    @State
    public static class UserVsCloseFromInside extends GuardedResource {
        @Actor
        public void user(LLLL_Result r) {
            r.r1 = firstUse();
        }

        @Actor
        public void userWhoCloses(LLLL_Result r) {
            lifetime.enter();
            lifetime.close(() -> {});
            r.r2 = secondWorkAndExit();
        }

        @Arbiter
        public void end(LLLL_Result r) {
            r.r3 = worksSeen;
            r.r4 = frees;
        }
    }

    /** Exactly one of two has closed; the first of them is a user before. */
    @JCStressTest
    @Outcome(id = "WHOLE, true, false, 1", expect = ACCEPTABLE, desc = "the user closed")
    @Outcome(id = "WHOLE, false, true, 1", expect = ACCEPTABLE, desc = "the other one closed")
    @Outcome(id = "REFUSED, false, true, 1", expect = ACCEPTABLE, desc = "... before the use")
    @State
    public static class TwoCloses extends GuardedResource {
        @Actor
        public void user(LLLL_Result r) {
            r.r1 = firstUse();
            r.r2 = lifetime.close(() -> {});
        }

        @Actor
        public void closer(LLLL_Result r) {
            r.r3 = lifetime.close(() -> {});
        }

        @Arbiter
        public void end(LLLL_Result r) {
            r.r4 = frees;
        }
    }

    /** Nobody enters after the end of a close, even where somebody who is inside keeps it whole. */
    @JCStressTest
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "entered before")
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "refused meanwhile")
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "refused after")
    @State
    public static class EnterAfterClose extends GuardedResource {
        private volatile boolean closed;

        public EnterAfterClose() {
            lifetime.enter();
        }

        @Actor
        public void closer() {
            lifetime.close(() -> {});
            closed = true;
        }

        @Actor
        public void user(ZZ_Result r) {
            r.r1 = closed;
            r.r2 = lifetime.enter();
        }
    }

    /** Who waited for the end sees what freeing wrote, on whichever thread that was. */
    @JCStressTest
    @Outcome(id = "true, FREED, 1", expect = ACCEPTABLE, desc = "the closer freed it itself")
    @Outcome(id = "false, FREED, 1", expect = ACCEPTABLE, desc = "the user freed it")
    @State
    public static class AwaitFreed extends GuardedResource {
        public AwaitFreed() {
            lifetime.enter();
        }

        @Actor
        public void user() {
            firstWorkAndExit();
        }

        @Actor
        public void closer(LLL_Result r) {
            lifetime.close(() -> {});
            lifetime.awaitFreed();
            r.r1 = freedByMe();
            r.r2 = state;
            r.r3 = worksSeen;
        }
    }
}
