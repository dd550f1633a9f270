package com.example.gpiod.rules;

import java.util.Optional;

/**
 * A public type and what its Javadoc says in the paragraph <em>Synchronization</em>.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 *
 * @param name name as {@link Class#getName} has it
 * @param exported whether other bundles see its package
 * @param synchronization the paragraph without its heading; empty if there is none
 */
public record DocumentedType(String name, boolean exported, Optional<String> synchronization) {
    boolean saysWhoSynchronizes() {
        return synchronization
                .filter(text -> text.startsWith("none required")
                        || text.startsWith("external synchronization required"))
                .isPresent();
    }

    boolean claimsImmutability() {
        return synchronization
                .filter(text -> text.startsWith("none required; immutable"))
                .isPresent();
    }
}
