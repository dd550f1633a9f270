package com.example.gpiod.api;

import java.util.Objects;

/**
 * A configuration with the factory PID {@value Lines#FACTORY_PID}, and what became of it.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 *
 * @param pid its PID
 * @param name its attribute {@code name}; empty when it has none
 * @param state what became of it
 * @param reason why it is not in effect, as in the log; empty when it is
 */
public record ConfigurationStatus(String pid, String name, State state, String reason) {
    /**
     * What became of a configuration.
     *
     * <p><b>Synchronization:</b> none required; immutable.
     */
    public enum State {
        /** It is in effect: the lines are held. */
        ACTIVE,
        /** A change was refused, and what it was before stays in effect. */
        EARLIER,
        /** It is not in effect: no lines are held. */
        INACTIVE
    }

    /**
     * Makes a snapshot.
     *
     * @param pid its PID
     * @param name its name
     * @param state what became of it
     * @param reason why it is not in effect
     * @throws NullPointerException if a component is null
     */
    public ConfigurationStatus {
        Objects.requireNonNull(pid, "pid");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(reason, "reason");
    }
}
