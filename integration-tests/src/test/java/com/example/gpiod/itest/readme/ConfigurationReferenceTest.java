package com.example.gpiod.itest.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.PulseCounter;
import com.example.gpiod.impl.jni.JniBackend;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** docs/configuration.md says what the bundles say; docs/kura.md of Kura's. */
class ConfigurationReferenceTest {
    private final Page page = Page.of("docs/configuration.md");
    private final Page kura = Page.of("docs/kura.md");

    @Test
    void attributesOfLinesAreThoseOfTheBundle() {
        assertEquals(Metatype.LINES.attributes(), attributes(page, Metatype.LINES));
    }

    @Test
    void attributesOfTheSimulatorAreThoseOfTheBundle() {
        assertEquals(Metatype.SIMULATOR.attributes(), attributes(page, Metatype.SIMULATOR));
    }

    @Test
    void attributesOfKurasAdapterAreThoseOfTheBundle() {
        assertEquals(Metatype.KURA.attributes(), attributes(kura, Metatype.KURA));
    }

    /** Rows of name, values, default, meaning; values that are marked as code are all there are. */
    private static List<Metatype.Attribute> attributes(Page page, Metatype metatype) {
        return page.table(metatype.pid()).stream()
                .map(row -> new Metatype.Attribute(
                        Page.code(row.get(0)).get(0),
                        row.get(2).equals("required"),
                        Page.code(row.get(2)).stream().findFirst().orElse(""),
                        Page.code(row.get(1))))
                .toList();
    }

    @Test
    void servicePropertiesAreThoseOfTheApi() {
        Set<String> told = page.table("Service properties").stream()
                .map(row -> Page.code(row.get(0)).get(0))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> present = Stream.of(Lines.class, Chip.class, PulseCounter.class)
                .flatMap(type -> Stream.of(type.getFields()))
                .map(ConfigurationReferenceTest::value)
                .filter(value -> !value.equals(Lines.FACTORY_PID))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(present, told);
    }

    private static String value(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void propertyOfTheFrameworkIsNamed() {
        assertTrue(page.code().contains(JniBackend.LIBRARY));
    }
}
