package com.example.gpiod.api;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * How a caller names a line: by offset, or by name.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
public sealed interface LineKey {
    /**
     * Names a line by its offset.
     *
     * @param offset offset on the chip, from 0
     * @return the key
     * @throws IllegalArgumentException if {@code offset} is negative
     */
    static LineKey of(int offset) {
        return new Offset(offset);
    }

    /**
     * Names a line by its name. A decimal number that is no line's name counts as offset (as
     * libgpiod has it: a line named "6" beats offset 6).
     *
     * @param name name of the line
     * @return the key
     * @throws IllegalArgumentException if {@code name} is empty or longer than the 31 bytes of
     *     UTF-8 that a kernel's name can have
     */
    static LineKey of(String name) {
        return new Name(name);
    }

    /**
     * Returns the offset that the key is, or could be if there is no line with such a name.
     *
     * @return the offset; empty for a name that is no decimal number
     */
    OptionalInt number();

    /**
     * A line by its offset.
     *
     * <p><b>Synchronization:</b> none required; immutable.
     *
     * @param offset offset on the chip, from 0
     */
    record Offset(int offset) implements LineKey {
        /**
         * Makes a key.
         *
         * @param offset offset on the chip
         * @throws IllegalArgumentException if {@code offset} is negative
         */
        public Offset {
            if (offset < 0) {
                throw new IllegalArgumentException("offset must be 0 or more, not " + offset);
            }
        }

        @Override
        public OptionalInt number() {
            return OptionalInt.of(offset);
        }

        @Override
        public String toString() {
            return Integer.toString(offset);
        }
    }

    /**
     * A line by its name.
     *
     * <p><b>Synchronization:</b> none required; immutable.
     *
     * @param name name of the line, 1 to 31 bytes of UTF-8
     */
    record Name(String name) implements LineKey {
        /**
         * Makes a key.
         *
         * @param name name of the line
         * @throws IllegalArgumentException if {@code name} is empty, too long, or holds a NUL or
         *     half a surrogate pair
         */
        public Name {
            Objects.requireNonNull(name, "name");
            // The empty name would match the first unnamed line.
            if (name.isEmpty()) {
                throw new IllegalArgumentException("line name must not be empty");
            }
            KernelText.check("line name", name);
        }

        @Override
        public OptionalInt number() {
            boolean digits = name.chars().allMatch(c -> c >= '0' && c <= '9');
            // Nine digits fit an int, and are more than any chip has lines.
            return digits && name.length() <= 9
                    ? OptionalInt.of(Integer.parseInt(name))
                    : OptionalInt.empty();
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
