package com.example.gpiod.impl.ds;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.attributes.AttributeReader;
import com.example.gpiod.impl.core.GpiodView;
import com.example.gpiod.impl.core.OwnedRequest;

import org.jspecify.annotations.Nullable;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A configuration of lines, read from the attributes that ConfigAdmin gives.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 *
 * @param name value of the service property {@link Lines#NAME}
 * @param chip path, name, label or path of the device; empty when the lines are to be found by name
 *     everywhere
 * @param request what to request
 * @param counted the lines that have a counter
 * @param valuesOnRelease the last value of outputs that have one
 * @param eventRate how many edges a second go to the EventAdmin at most; empty if none do
 * @param operator whether operators may set outputs by hand
 */
record LinesConfig(
        String name,
        Optional<String> chip,
        RequestConfig request,
        Set<LineKey> counted,
        Map<LineKey, Boolean> valuesOnRelease,
        OptionalInt eventRate,
        boolean operator) {
    private static final int DEFAULT_EVENT_RATE = 100;
    private static final int MAX_EVENT_RATE = 10_000;

    /** What {@code overrides} may give for a single line. */
    private static final List<String> OF_A_LINE = List.of(
            "direction",
            "edge",
            "bias",
            "drive",
            "active-low",
            "debounce",
            "event-clock",
            "counter",
            "initial-value",
            "value-on-release");

    /** The attributes for tools that show them (Metatype). {@link AttributeReader} reads them. */
    @ObjectClassDefinition(
            id = Lines.FACTORY_PID,
            name = "GPIO lines",
            description =
                    "A request of GPIO lines. While it is held there is a Lines service with the"
                            + " property gpiod.name.")
    @interface Attributes {
        @AttributeDefinition(
                name = "Name",
                description = "Name of the service, for its property gpiod.name.")
        String name();

        @AttributeDefinition(
                name = "Chip",
                description =
                        "Label, name or path of the chip, or path of its device. Empty: the lines are"
                                + " found by name on all chips, and each name must be there only"
                                + " once.",
                required = false)
        String chip();

        @AttributeDefinition(
                name = "Lines",
                description =
                        "Names of the lines, or offsets from 0 if the chip is given; up to 64.")
        String[] lines();

        @AttributeDefinition(
                name = "Direction",
                description = "As-is leaves the line what it is; edges make it an input.",
                required = false,
                options = {
                    @Option(label = "as is", value = "as-is"),
                    @Option(label = "input", value = "input"),
                    @Option(label = "output", value = "output")
                })
        String direction() default "as-is";

        @AttributeDefinition(
                name = "Edge",
                description = "Edges of inputs that are reported.",
                required = false,
                options = {
                    @Option(label = "none", value = "none"),
                    @Option(label = "rising", value = "rising"),
                    @Option(label = "falling", value = "falling"),
                    @Option(label = "both", value = "both")
                })
        String edge() default "none";

        @AttributeDefinition(
                name = "Bias",
                description = "Internal pull resistor of an input or output.",
                required = false,
                options = {
                    @Option(label = "as is", value = "as-is"),
                    @Option(label = "disabled", value = "disabled"),
                    @Option(label = "pull up", value = "pull-up"),
                    @Option(label = "pull down", value = "pull-down")
                })
        String bias() default "as-is";

        @AttributeDefinition(
                name = "Drive",
                description = "How an output is driven.",
                required = false,
                options = {
                    @Option(label = "push pull", value = "push-pull"),
                    @Option(label = "open drain", value = "open-drain"),
                    @Option(label = "open source", value = "open-source")
                })
        String drive() default "push-pull";

        @AttributeDefinition(
                name = "Active low",
                description = "Whether active is electrically low.",
                required = false)
        boolean active$_$low() default false;

        @AttributeDefinition(
                name = "Debounce",
                description = "Debounce period of inputs with its unit, such as 5ms or 100us.",
                required = false)
        String debounce() default "0";

        @AttributeDefinition(
                name = "Event clock",
                description = "Clock that stamps edges.",
                required = false,
                options = {
                    @Option(label = "monotonic", value = "monotonic"),
                    @Option(label = "realtime", value = "realtime"),
                    @Option(label = "hardware timestamp engine", value = "hte")
                })
        String event$_$clock() default "monotonic";

        @AttributeDefinition(
                name = "Counter",
                description = "Whether each line has a service PulseCounter, which counts edges.",
                required = false)
        boolean counter() default false;

        @AttributeDefinition(
                name = "Initial value",
                description = "Value that outputs get when they are requested.",
                required = false,
                options = {
                    @Option(label = "inactive", value = "inactive"),
                    @Option(label = "active", value = "active")
                })
        String initial$_$value() default "inactive";

        @AttributeDefinition(
                name = "Value on release",
                description =
                        "Last value of outputs, before they are released in order. As is: no last"
                                + " value.",
                required = false,
                options = {
                    @Option(label = "as is", value = "as-is"),
                    @Option(label = "inactive", value = "inactive"),
                    @Option(label = "active", value = "active")
                })
        String value$_$on$_$release() default "as-is";

        @AttributeDefinition(
                name = "Overrides",
                description = "What is different for single lines, each as LINE: attribute=value;"
                        + " attribute=value with an entry of Lines.",
                required = false)
        String[] overrides();

        @AttributeDefinition(
                name = "Consumer",
                description =
                        "What other programs see as holder of the lines, up to 31 bytes. Empty: the"
                                + " name.",
                required = false)
        String consumer();

        @AttributeDefinition(
                name = "Event buffer size",
                description = "Edges that the kernel keeps until they are read, 2 to 1024.",
                required = false)
        int event$_$buffer$_$size() default RequestConfig.MAX_EVENT_BUFFER_SIZE;

        @AttributeDefinition(
                name = "Event topics",
                description =
                        "Whether each edge is posted to the EventAdmin, with a topic of the name.",
                required = false)
        boolean event$_$topics() default false;

        @AttributeDefinition(
                name = "Event rate",
                description = "Edges that are posted in one second at most, 1 to 10000.",
                required = false)
        int event$_$rate() default DEFAULT_EVENT_RATE;

        @AttributeDefinition(
                name = "Operator",
                description =
                        "Whether operators may set the outputs by hand, for example on the page of"
                                + " the Web Console.",
                required = false)
        boolean operator() default false;
    }

    private enum Value {
        INACTIVE,
        ACTIVE,
        AS_IS
    }

    /** What one line is to be. */
    private record Line(LineSettings settings, boolean counted, Optional<Boolean> valueOnRelease) {}

    /**
     * Reads a configuration.
     *
     * @throws IllegalArgumentException if an attribute is wrong; the message names it and says what
     *     would be right
     */
    static LinesConfig parse(Map<String, Object> properties) {
        AttributeReader attributes = new AttributeReader(properties);
        String name = attributes.text("name").orElseThrow(() -> missing("name", "such as door"));
        Optional<String> chip = attributes.text("chip");
        List<String> lines = attributes.texts("lines");
        if (lines.isEmpty()) {
            throw missing("lines", "names of lines, or offsets if a chip is given");
        }
        Line each = line(attributes);
        Map<String, Line> overrides = overrides(attributes.texts("overrides"), lines, properties);
        RequestConfig.Builder request = RequestConfig.builder();
        attributes.text("consumer").ifPresent(request::consumer);
        attributes
                .number("event-buffer-size")
                .ifPresent(size -> AttributeReader.named(
                        "event-buffer-size", () -> request.eventBufferSize(size)));
        boolean eventTopics = attributes.flag("event-topics").orElse(false);
        int eventRate =
                attributes.number("event-rate", 1, MAX_EVENT_RATE).orElse(DEFAULT_EVENT_RATE);
        boolean operator = attributes.flag("operator").orElse(false);
        // After all that ask for one: an attribute that nobody asked for is unknown.
        attributes.refuseUnknown();
        Set<LineKey> counted = new LinkedHashSet<>();
        Map<LineKey, Boolean> valuesOnRelease = new LinkedHashMap<>();
        for (String line : lines) {
            Line own = overrides.getOrDefault(line, each);
            AttributeReader.named("lines", () -> request.line(line, own.settings()));
            if (own.counted()) {
                counted.add(LineKey.of(line));
            }
            own.valueOnRelease().ifPresent(value -> valuesOnRelease.put(LineKey.of(line), value));
        }
        return new LinesConfig(
                name,
                chip,
                request.build(),
                Set.copyOf(counted),
                Map.copyOf(valuesOnRelease),
                eventTopics ? OptionalInt.of(eventRate) : OptionalInt.empty(),
                operator);
    }

    private static Line line(AttributeReader attributes) {
        LineSettings.Builder settings = LineSettings.builder();
        attributes.choice("direction", List.of(Direction.values())).ifPresent(settings::direction);
        attributes.choice("edge", List.of(Edge.values())).ifPresent(settings::edge);
        attributes
                .choice("bias", List.of(Bias.AS_IS, Bias.DISABLED, Bias.PULL_UP, Bias.PULL_DOWN))
                .ifPresent(settings::bias);
        attributes.choice("drive", List.of(Drive.values())).ifPresent(settings::drive);
        attributes.flag("active-low").ifPresent(settings::activeLow);
        attributes.duration("debounce").ifPresent(settings::debounce);
        attributes
                .choice("event-clock", List.of(EventClock.values()))
                .ifPresent(settings::eventClock);
        boolean counted = attributes.flag("counter").orElse(false);
        Optional<Value> initial =
                attributes.choice("initial-value", List.of(Value.INACTIVE, Value.ACTIVE));
        initial.ifPresent(value -> settings.outputValue(value == Value.ACTIVE));
        Optional<Value> onRelease = attributes.choice("value-on-release", List.of(Value.values()));
        LineSettings built = settings.build();
        if (counted && built.edge() == Edge.NONE) {
            throw new IllegalArgumentException(
                    "attribute counter needs edge rising, falling or both");
        }
        checkOutput("initial-value", initial, built);
        Optional<Value> last = onRelease.filter(value -> value != Value.AS_IS);
        checkOutput("value-on-release", last, built);
        return new Line(built, counted, last.map(value -> value == Value.ACTIVE));
    }

    private static void checkOutput(
            String attribute, Optional<Value> value, LineSettings settings) {
        if (value.isPresent() && settings.direction() != Direction.OUTPUT) {
            throw new IllegalArgumentException(
                    "attribute " + attribute + " needs direction output");
        }
    }

    /** Each is "LINE: attribute=value; attribute=value", over what is said for all lines. */
    private static Map<String, Line> overrides(
            List<String> texts, List<String> lines, Map<String, Object> properties) {
        Map<String, Line> overrides = new LinkedHashMap<>();
        for (String text : texts) {
            // Names of lines may have colons, too.
            String line = lines.stream()
                    .filter(each -> text.startsWith(each + ":"))
                    .max(Comparator.comparing(String::length))
                    .orElseThrow(() -> new IllegalArgumentException("attribute overrides has '"
                            + text
                            + "'; begin with one of the lines and a colon, such as "
                            + lines.get(0)
                            + ": bias=pull-up"));
            Map<String, Object> own = new HashMap<>(properties);
            AttributeReader.named("overrides: line " + line, () -> {
                for (String setting : text.substring(line.length() + 1).split(";", -1)) {
                    put(setting.strip(), own);
                }
                if (overrides.put(line, line(new AttributeReader(own))) != null) {
                    throw new IllegalArgumentException("give it once");
                }
            });
        }
        return overrides;
    }

    private static void put(String setting, Map<String, Object> own) {
        int equals = setting.indexOf('=');
        String attribute = equals < 0 ? setting : setting.substring(0, equals).strip();
        if (equals < 0 || !OF_A_LINE.contains(attribute)) {
            throw new IllegalArgumentException("'"
                    + setting
                    + "' is no attribute=value of a single line; those are "
                    + String.join(", ", OF_A_LINE));
        }
        own.put(attribute, setting.substring(equals + 1).strip());
    }

    private static IllegalArgumentException missing(String attribute, String right) {
        return new IllegalArgumentException(
                "attribute " + attribute + " is missing; give " + right);
    }

    /**
     * Says whether lines that are held by the other configuration can be given the settings of this
     * one without being released.
     */
    boolean canFollow(LinesConfig other) {
        return chip.equals(other.chip)
                && List.copyOf(request.lines().keySet())
                        .equals(List.copyOf(other.request.lines().keySet()))
                && consumer().equals(other.consumer())
                && request.eventBufferSize() == other.request.eventBufferSize()
                && request.lines().entrySet().stream()
                        .allMatch(line -> canFollow(
                                line.getValue(), other.request.lines().get(line.getKey())));
    }

    /** Says whether some line is, or by its offset may be, one of those that are held. */
    boolean sharesLinesWith(OwnedRequest held) {
        return request.lines().keySet().stream()
                .anyMatch(line -> held.names().contains(line.toString())
                        || line.number().stream().anyMatch(held.offsets()::contains));
    }

    /** For the kernel a line without direction, when it is held, is one without change. */
    private static boolean canFollow(LineSettings settings, @Nullable LineSettings other) {
        return settings.equals(other)
                || settings.direction() != Direction.AS_IS
                || settings.edge() != Edge.NONE;
    }

    private String consumer() {
        return request.consumer().orElse(name);
    }

    /** Gives lines that are held these settings; outputs that stay outputs keep their values. */
    void reconfigure(OwnedRequest held) throws GpiodException {
        held.reconfigure(withPresentValues(held).request.lines());
    }

    /** The same with the values that outputs have now as initial ones. */
    LinesConfig withPresentValues(OwnedRequest held) {
        RequestConfig.Builder present =
                RequestConfig.builder().eventBufferSize(request.eventBufferSize());
        request.consumer().ifPresent(present::consumer);
        request.lines().forEach((line, settings) -> {
            int index = Long.numberOfTrailingZeros(held.mask(List.of(line)));
            LineSettings now = held.settings(held.offsets().get(index));
            boolean stays =
                    settings.direction() == Direction.OUTPUT && now.direction() == Direction.OUTPUT;
            present.line(
                    line,
                    stays ? settings.toBuilder().outputValue(now.outputValue()).build() : settings);
        });
        return new LinesConfig(
                name, chip, present.build(), counted, valuesOnRelease, eventRate, operator);
    }

    /**
     * The same object. A record's own equals is not for this bundle: Java 17 keeps the class that it
     * was last made for, and with it our class loader, whose native library the next one wants.
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    OwnedRequest request(GpiodView door) throws GpiodException {
        return chip.isPresent() ? door.request(chip.get(), request) : door.request(request);
    }
}
