package com.example.gpiod.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeEvent.Type;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class OutcomeTest {
    private static final int OFFSET = 5;

    @Test
    void allProvokedEdgesInOrderAndABlinkingLedAreRight() {
        assertEquals(Optional.empty(), outcome(edges(6), 3).fault());
    }

    @Test
    void aMissingEdgeIsAFault() {
        List<EdgeEvent> seen = edges(6);
        seen.remove(5);
        assertFault("6 edges were provoked, 5 came", outcome(6, seen, 3));
    }

    @Test
    void anEdgeTooManyIsAFault() {
        assertFault("6 edges were provoked, 7 came", outcome(6, edges(7), 3));
    }

    @Test
    void noEdgeAtAllIsAFault() {
        assertFault("only 0 edges", outcome(0, edges(0), 3));
    }

    @Test
    void wrongTypeOffsetNumberOrTimeIsAFault() {
        for (EdgeEvent wrong : List.of(
                new EdgeEvent(Type.FALLING, 3, OFFSET, 3, 3),
                new EdgeEvent(Type.RISING, 3, OFFSET + 1, 3, 3),
                new EdgeEvent(Type.RISING, 3, OFFSET, 4, 3),
                new EdgeEvent(Type.RISING, 3, OFFSET, 3, 4),
                new EdgeEvent(Type.RISING, 1, OFFSET, 3, 3))) {
            List<EdgeEvent> seen = edges(6);
            seen.set(2, wrong);
            assertFault("edge 3 should be RISING", outcome(seen, 3));
        }
    }

    @Test
    void anLedThatIsOnlySwitchedOnIsAFault() {
        assertFault("the LED changed 1 times", outcome(edges(6), 1));
    }

    private static void assertFault(String text, Outcome outcome) {
        String fault = outcome.fault().orElseThrow();
        assertTrue(fault.startsWith(text), fault);
    }

    private static Outcome outcome(List<EdgeEvent> seen, int ledChanges) {
        return outcome(seen.size(), seen, ledChanges);
    }

    private static Outcome outcome(int provoked, List<EdgeEvent> seen, int ledChanges) {
        return new Outcome(
                OFFSET, edges(provoked).stream().map(EdgeEvent::type).toList(), seen, ledChanges);
    }

    private static List<EdgeEvent> edges(int count) {
        List<EdgeEvent> edges = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            edges.add(new EdgeEvent(i % 2 == 1 ? Type.RISING : Type.FALLING, i + 1, OFFSET, i, i));
        }
        return edges;
    }
}
