package com.example.gpiod.impl.core;

/**
 * What a {@link Lifetime} guards in the stress tests. The fields are plain on purpose: nothing but
 * the guard orders what users do with them and what freeing does, so an order that it does not give
 * shows as a wrong value.
 *
 * <p><b>Synchronization:</b> none of its own; that is what is tested.
 */
class GuardedResource {
    /** What a user finds. */
    enum Found {
        REFUSED,
        WHOLE,
        FREED
    }

    final Lifetime lifetime = new Lifetime(this::free);

    Found state = Found.WHOLE;

    /** How often it was freed. */
    int frees;

    /** How many users' work was there to see when it was freed. */
    int worksSeen;

    private int firstWork;
    private int secondWork;
    private Thread freer;

    private void free() {
        worksSeen = firstWork + secondWork;
        state = Found.FREED;
        frees++;
        freer = Thread.currentThread();
    }

    /** Enters if it may, works, leaves. */
    Found firstUse() {
        return lifetime.enter() ? firstWorkAndExit() : Found.REFUSED;
    }

    /** The rest of {@link #firstUse} for who has entered. */
    Found firstWorkAndExit() {
        Found found = state;
        firstWork = 1;
        lifetime.exit();
        return found;
    }

    /** As {@link #firstWorkAndExit}, for another thread. */
    Found secondWorkAndExit() {
        Found found = state;
        secondWork = 1;
        lifetime.exit();
        return found;
    }

    /** Whether the calling thread freed it; what others do meanwhile makes no difference. */
    boolean freedByMe() {
        return freer == Thread.currentThread();
    }
}
