package com.example.gpiod.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeTopicTest {
    @ParameterizedTest
    @CsvSource({"door, door", "Door-2_a, Door-2_a", "a.b/c*d e, a_b_c_d_e", "Tür, T_r", "🚪, _"})
    void topicHasOnlyWhatTopicsMayHave(String name, String last) {
        assertEquals("com/example/gpiod/EdgeEvent/" + last, EdgeTopic.of(name));
    }
}
