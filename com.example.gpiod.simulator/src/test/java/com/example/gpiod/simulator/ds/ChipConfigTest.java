package com.example.gpiod.simulator.ds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

class ChipConfigTest {
    private static final ChipConfig DEMO = new ChipConfig("demo", 8, Map.of(3, "LED", 5, "BUTTON"));

    @Test
    void textsAreRead() {
        assertEquals(
                DEMO,
                ChipConfig.of(
                        Map.of("label", " demo ", "lines", "8", "names", "3=LED, 5 = BUTTON ")));
    }

    @Test
    void typedValuesAreRead() {
        String[] names = {"3=LED", "5=BUTTON"};
        assertEquals(DEMO, ChipConfig.of(Map.of("label", "demo", "lines", 8, "names", names)));
        assertEquals(DEMO, ChipConfig.of(Map.of("label", "demo", "lines", 8L, "names", names)));
        assertEquals(
                DEMO,
                ChipConfig.of(Map.of(
                        "label", "demo", "lines", 8, "names", List.of("3=LED", "5=BUTTON"))));
    }

    @Test
    void namesMayBeMissingOrEmpty() {
        ChipConfig plain = new ChipConfig("demo", 8, Map.of());
        assertEquals(plain, ChipConfig.of(Map.of("label", "demo", "lines", 8)));
        assertEquals(plain, ChipConfig.of(Map.of("label", "demo", "lines", 8, "names", " ")));
    }

    @Test
    void aNameMayHoldAnEqualsSign() {
        assertEquals(
                Map.of(0, "A=B"),
                ChipConfig.of(Map.of("label", "demo", "lines", 8, "names", "0=A=B"))
                        .names());
    }

    @Test
    void propertiesOfTheFrameworkAreNoAttributes() {
        assertEquals(
                DEMO,
                ChipConfig.of(Map.of(
                        "label", "demo",
                        "lines", 8,
                        "names", "3=LED,5=BUTTON",
                        "service.pid", "x~1",
                        "component.id", 5L,
                        "felix.fileinstall.filename", "file:x")));
    }

    @Test
    void wrongAttributesAreNamedWithWhatWouldBeRight() {
        assertRefused("label", null, "label must be a text");
        assertRefused("label", " ", "label must be a text");
        assertRefused("label", 5, "label must be a text");
        assertRefused("lines", null, "lines must be a number, 1 to 1024; it is missing");
        assertRefused("lines", "eight", "lines must be a number, 1 to 1024, not \"eight\"");
        assertRefused("lines", 8.5, "lines must be a number, 1 to 1024, not 8.5 (Double)");
        assertRefused("names", 5, "names must be a list, such as 3=LED");
        assertRefused("names", "LED", "names: each must be offset=name, such as 3=LED");
        assertRefused("names", "x=LED", "names: each must be offset=name, such as 3=LED");
        assertRefused("names", "3=", "names: each must be offset=name, such as 3=LED");
        assertRefused("names", "3=LED,", "names: each must be offset=name, such as 3=LED");
        assertRefused("names", "3=A,3=B", "names: offset 3 must be there only once");
        assertRefused("lable", "demo", "lable is no attribute");
    }

    private static void assertRefused(String attribute, Object value, String begin) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("label", "demo");
        properties.put("lines", 8);
        if (value == null) {
            properties.remove(attribute);
        } else {
            properties.put(attribute, value);
        }
        String message = assertThrows(
                        IllegalArgumentException.class, () -> ChipConfig.of(properties))
                .getMessage();
        assertTrue(message.startsWith(begin), message);
    }
}
