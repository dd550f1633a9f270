package com.example.gpiod.kura;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.LineSettings;

import org.eclipse.kura.gpio.KuraGPIODirection;
import org.eclipse.kura.gpio.KuraGPIOMode;
import org.eclipse.kura.gpio.KuraGPIOTrigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

class AdapterConfigTest {
    private static final AdapterConfig DEFAULT = AdapterConfig.parse(Map.of());

    @TempDir
    private Path folder;

    private static PinRule rule(String entry) {
        return AdapterConfig.parse(Map.of("pins", entry)).rules().get(0);
    }

    private static LineSettings asked(
            KuraGPIODirection direction, KuraGPIOMode mode, KuraGPIOTrigger trigger) {
        return PinMode.asked(direction, mode, trigger).settings(PinRule.none("0"), DEFAULT);
    }

    private static String refusal(Map<String, Object> properties) {
        return assertThrows(IllegalArgumentException.class, () -> AdapterConfig.parse(properties))
                .getMessage();
    }

    @Test
    void nothing_isWhatKuraDoes() {
        assertEquals(
                new AdapterConfig(List.of(), Bias.PULL_UP, Duration.ZERO, false, "kura"), DEFAULT);

        PinMode unasked = PinMode.unasked(PinRule.none("0"), DEFAULT);

        assertEquals(KuraGPIODirection.INPUT, unasked.direction());
        assertEquals(KuraGPIOMode.INPUT_PULL_UP, unasked.mode());
        assertEquals(KuraGPIOTrigger.NONE, unasked.trigger());
        assertEquals(
                LineSettings.input().bias(Bias.PULL_UP).build(),
                unasked.settings(PinRule.none("0"), DEFAULT));
    }

    @Test
    void entry_namesALine() {
        PinRule numbered = rule("13 = GPIO27");
        PinRule named = rule("RELAY=expander:left:7 ; active-low = true;initial-value=active");
        PinRule itself = rule("DOOR; debounce=5ms; bias=disabled");

        assertEquals(OptionalInt.of(13), numbered.terminal());
        assertEquals("GPIO27", numbered.line());
        assertEquals(Optional.of("RELAY"), named.name());
        assertEquals("expander:left:7", named.line());
        assertEquals(Optional.of(true), named.activeLow());
        assertEquals(Optional.of(true), named.initialValue());
        assertEquals("DOOR", itself.line());
        assertEquals(Optional.empty(), itself.name());
        assertEquals(Optional.of(Duration.ofMillis(5)), itself.debounce());
        assertEquals(Optional.of(Bias.DISABLED), itself.bias());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pins | = GPIO27 | begin with PIN = LINE",
                "pins | 13 = | begin with PIN = LINE",
                "pins | 13 = GPIO27; bias | 'bias' is no attribute=value",
                "pins | 13 = GPIO27; bias=up | attribute bias is 'up'; give one of as-is",
                "pins | 13 = GPIO27; colour=red | attribute colour is unknown; known are",
                "pins | 13 = A; bias=disabled; bias=as-is | there twice",
                "pins | 13 = A§13 = B | 13 is there already",
                "pins | 13 = A; direction=output; debounce=1 | attribute debounce is '1'",
                "pins | 13 = A; direction=input; debounce=2000h | attribute debounce",
                "pins | 13 = A; debounce=99999m | debounce must be between",
                "pins | 13 = A; direction=output; edge=rising | attribute edge needs direction input",
                "pins | 13 = A; direction=output; debounce=1ms | attribute debounce needs",
                "pins | 13 = A; direction=input; drive=open-drain | attribute drive needs direction",
                "pins | 13 = A; direction=input; initial-value=active | attribute initial-value",
                "default-bias | up | give one of as-is, disabled, pull-up, pull-down",
                "debounce | 5 | with its unit",
                "debounce | 99999m | attribute debounce: debounce must be between",
                "open-drain-as-push-pull | yes | give true or false",
                "consumer | aVeryLongNameOfAConsumerThatDoesNotFitIntoTheKernel | attribute consumer",
                "jdk-dio-file | /nowhere | attribute jdk-dio-file needs jdk-dio-chip",
                "jdk-dio-base | -1 | give a whole number from 0",
                "colour | red | attribute colour is unknown"
            })
    void wrongAttribute_isRefusedByName(String attribute, String value, String message) {
        String refusal = refusal(Map.of(attribute, value.replace('§', '\n')));

        assertTrue(refusal.contains("attribute " + attribute), refusal);
        assertTrue(refusal.contains(message), refusal);
    }

    @ParameterizedTest
    @CsvSource({
        "INPUT, INPUT_PULL_UP, NONE, PULL_UP, NONE",
        "INPUT, INPUT_PULL_DOWN, RAISING_EDGE, PULL_DOWN, RISING",
        "INPUT, INPUT_PULL_UP, FALLING_EDGE, PULL_UP, FALLING",
        "INPUT, INPUT_PULL_DOWN, BOTH_EDGES, PULL_DOWN, BOTH"
    })
    void input_getsBiasAndEdges(
            KuraGPIODirection direction,
            KuraGPIOMode mode,
            KuraGPIOTrigger trigger,
            Bias bias,
            Edge edge) {
        assertEquals(
                LineSettings.input().bias(bias).edge(edge).build(),
                asked(direction, mode, trigger));
    }

    @ParameterizedTest
    @EnumSource(KuraGPIOTrigger.class)
    void output_hasNoEdgesWhateverTheTrigger(KuraGPIOTrigger trigger) {
        assertEquals(
                LineSettings.output(false).build(),
                asked(KuraGPIODirection.OUTPUT, KuraGPIOMode.OUTPUT_PUSH_PULL, trigger));
        assertEquals(
                LineSettings.output(false).drive(Drive.OPEN_DRAIN).build(),
                asked(KuraGPIODirection.OUTPUT, KuraGPIOMode.OUTPUT_OPEN_DRAIN, trigger));
    }

    @Test
    void openDrain_isPushPullIfTheOperatorSaysSo() {
        AdapterConfig config = AdapterConfig.parse(Map.of("open-drain-as-push-pull", true));
        PinMode asked = PinMode.asked(
                KuraGPIODirection.OUTPUT, KuraGPIOMode.OUTPUT_OPEN_DRAIN, KuraGPIOTrigger.NONE);

        assertEquals(Drive.PUSH_PULL, asked.settings(PinRule.none("0"), config).drive());
        assertEquals(
                Drive.OPEN_DRAIN,
                asked.settings(rule("0; drive=open-drain"), config).drive());
        assertEquals(KuraGPIOMode.OUTPUT_OPEN_DRAIN, asked.mode());
    }

    @ParameterizedTest
    @CsvSource({
        "INPUT, OUTPUT_PUSH_PULL, NONE, use INPUT_PULL_UP or",
        "INPUT, OUTPUT_OPEN_DRAIN, NONE, use INPUT_PULL_UP or",
        "OUTPUT, INPUT_PULL_UP, NONE, use OUTPUT_PUSH_PULL or",
        "OUTPUT, INPUT_PULL_DOWN, NONE, use OUTPUT_PUSH_PULL or",
        "INPUT, INPUT_PULL_UP, HIGH_LEVEL, the kernel reports edges only",
        "INPUT, INPUT_PULL_UP, LOW_LEVEL, the kernel reports edges only",
        "INPUT, INPUT_PULL_UP, BOTH_LEVELS, the kernel reports edges only"
    })
    void whatTheKernelHasNot_isRefused(
            KuraGPIODirection direction,
            KuraGPIOMode mode,
            KuraGPIOTrigger trigger,
            String message) {
        String refusal = assertThrows(
                        IllegalArgumentException.class, () -> asked(direction, mode, trigger))
                .getMessage();

        assertTrue(refusal.contains(message), refusal);
    }

    @Test
    void rule_isAboveWhatAnApplicationAsksFor() {
        PinRule rule = rule("DOOR; bias=disabled; debounce=2ms; active-low=true");
        AdapterConfig config = AdapterConfig.parse(Map.of("debounce", "9ms"));
        PinMode asked = PinMode.asked(
                KuraGPIODirection.INPUT, KuraGPIOMode.INPUT_PULL_UP, KuraGPIOTrigger.NONE);

        assertEquals(
                LineSettings.input()
                        .bias(Bias.DISABLED)
                        .debounce(Duration.ofMillis(2))
                        .activeLow(true)
                        .build(),
                asked.settings(rule, config));
        assertEquals(
                Duration.ofMillis(9), asked.settings(PinRule.none("0"), config).debounce());
    }

    private Map<String, Object> file(String... lines) throws IOException {
        Path file = folder.resolve("jdk.dio.properties");
        Files.write(file, List.of(lines));
        return Map.of(
                "jdk-dio-file", file.toString(), "jdk-dio-chip", "soc", "jdk-dio-base", "512");
    }

    @Test
    void tableOfJdkDio_isKnown() throws IOException {
        AdapterConfig config = AdapterConfig.parse(file(
                "# defaults, which say nothing of a pin",
                "gpio.GPIOPin = initValue:0, deviceNumber:0, direction:3, mode:-1, trigger:3",
                "17 = deviceType: gpio.GPIOPin, pinNumber:529, name:RELAY1, direction:1, mode:4",
                "22 = deviceType: gpio.GPIOPin, pinNumber:534, direction:0, mode:2, trigger:3",
                "41 = deviceType: i2cbus.I2CDevice, address:0x29"));

        assertEquals(2, config.rules().size());
        PinRule relay = config.rules().get(0);
        assertEquals(OptionalInt.of(17), relay.terminal());
        assertEquals(Optional.of("RELAY1"), relay.name());
        assertEquals("soc:17", relay.line());
        assertEquals(
                LineSettings.output(false).build(),
                PinMode.unasked(relay, config).settings(relay, config));
        PinRule button = config.rules().get(1);
        assertEquals("soc:22", button.line());
        assertEquals(
                LineSettings.input().bias(Bias.PULL_DOWN).edge(Edge.BOTH).build(),
                PinMode.unasked(button, config).settings(button, config));
        // Only for those who ask for nothing.
        assertEquals(
                LineSettings.input().bias(Bias.PULL_UP).build(),
                PinMode.asked(
                                KuraGPIODirection.INPUT,
                                KuraGPIOMode.INPUT_PULL_UP,
                                KuraGPIOTrigger.NONE)
                        .settings(button, config));
    }

    @Test
    void entryThatPinsHas_isTheirs() throws IOException {
        Map<String, Object> properties =
                new HashMap<>(file("17 = deviceType: gpio.GPIOPin, pinNumber:529, name:RELAY1"));
        properties.put("pins", "17 = DOOR\n\nRELAY1 = BELL");

        List<PinRule> rules = AdapterConfig.parse(properties).rules();

        assertEquals(3, rules.size());
        assertEquals(OptionalInt.empty(), rules.get(2).terminal());
        assertEquals(Optional.empty(), rules.get(2).name());
    }

    @Test
    void numberThatTheTableHasTwice_isTheFirsts() throws IOException {
        List<PinRule> rules = AdapterConfig.parse(file(
                        "017 = deviceType: gpio.GPIOPin, pinNumber:600",
                        "17 = deviceType: gpio.GPIOPin, pinNumber:601"))
                .rules();

        assertEquals(
                List.of(OptionalInt.of(17), OptionalInt.empty()),
                rules.stream().map(PinRule::terminal).toList());
    }

    @Test
    void linkAndLevelsOfJdkDio_areLeftOut() throws IOException {
        AdapterConfig config = AdapterConfig.parse(file(
                "/dev/digital_in1 = deviceType: gpio.GPIOPin, name:in",
                "17 = deviceType: gpio.GPIOPin, pinNumber:600, trigger:4"));

        assertEquals(1, config.rules().size());
        assertEquals(Optional.empty(), config.rules().get(0).edge());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "17 = deviceType: gpio.GPIOPin, pinNumber:4 | is less than 512",
                "17 = deviceType: gpio.GPIOPin, pinNumber:x | pinNumber is 'x'",
                "17 = deviceType: gpio.GPIOPin, pinNumber:600, mode:3 | mode 3 is unknown",
                "17 = deviceType: gpio.GPIOPin, pinNumber:600, trigger:7 | trigger 7 is unknown"
            })
    void tableOfJdkDioThatIsWrong_isRefused(String line, String message) throws IOException {
        String refusal = refusal(file(line));

        assertTrue(refusal.contains(message), refusal);
        assertTrue(refusal.contains("attribute jdk-dio-file"), refusal);
    }
}
