package com.example.gpiod.demo;

import com.example.gpiod.api.EdgeEvent;

import java.util.List;
import java.util.Optional;

/**
 * What a rehearsal did and saw.
 *
 * @param offset offset of the button
 * @param provoked edges that must come
 * @param seen edges that came
 * @param ledChanges how often the LED was seen to change, from outside
 */
record Outcome(int offset, List<EdgeEvent.Type> provoked, List<EdgeEvent> seen, int ledChanges) {
    private static final int A_FEW = 4;

    /** Says what went wrong. */
    Optional<String> fault() {
        if (provoked.size() < A_FEW) {
            return Optional.of(
                    "only " + provoked.size() + " edges were provoked; give it more seconds");
        }
        if (seen.size() != provoked.size()) {
            return Optional.of(provoked.size() + " edges were provoked, " + seen.size() + " came");
        }
        for (int i = 0; i < seen.size(); i++) {
            if (!isExpected(i)) {
                return Optional.of(
                        "edge %d should be %s of offset %d with that number, no earlier than the one before, but is %s"
                                .formatted(i + 1, provoked.get(i), offset, seen.get(i)));
            }
        }
        if (ledChanges < 2) {
            return Optional.of("the LED changed " + ledChanges + " times, it does not blink");
        }
        return Optional.empty();
    }

    private boolean isExpected(int i) {
        EdgeEvent event = seen.get(i);
        long earliest = i == 0 ? 0 : seen.get(i - 1).timestampNanos();
        return event.offset() == offset
                && event.type() == provoked.get(i)
                && event.lineSeqno() == i + 1
                && event.globalSeqno() == i + 1
                && event.timestampNanos() >= earliest;
    }

    @Override
    public String toString() {
        return seen.size() + " edges of the button seen, the LED changed " + ledChanges + " times";
    }
}
