package com.example.gpiod.benchmarks;

/**
 * What a contestant says of a round.
 *
 * @param nanos how long all of it took
 * @param bytes how much it allocated in Java; 0 for others
 * @param done how often it was done
 */
record Measured(long nanos, long bytes, long done) {
    /** Of the line {@code NANOS BYTES DONE}. */
    static Measured parse(String line) {
        String[] numbers = line.split(" ", -1);
        if (numbers.length != 3) {
            throw new IllegalStateException("a contestant says: " + line);
        }
        return new Measured(
                Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }

    double nanosEach() {
        return (double) nanos / done;
    }

    double bytesEach() {
        return (double) bytes / done;
    }

    @Override
    public String toString() {
        return nanos + " " + bytes + " " + done;
    }
}
