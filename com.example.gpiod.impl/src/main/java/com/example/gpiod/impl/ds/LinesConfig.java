package com.example.gpiod.impl.ds;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.impl.core.GpiodView;
import com.example.gpiod.impl.core.OwnedRequest;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration of lines, read from the attributes that ConfigAdmin gives.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 *
 * @param name value of the service property {@link Lines#NAME}
 * @param chip path, name, label or path of the device; empty when the lines are to be found by name
 *     everywhere
 * @param request what to request
 */
record LinesConfig(String name, Optional<String> chip, RequestConfig request) {

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
                name = "Initial value",
                description = "Value that outputs get when they are requested.",
                required = false,
                options = {
                    @Option(label = "inactive", value = "inactive"),
                    @Option(label = "active", value = "active")
                })
        String initial$_$value() default "inactive";

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
    }

    private enum Value {
        INACTIVE,
        ACTIVE
    }

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
        Optional<Value> initial = attributes.choice("initial-value", List.of(Value.values()));
        initial.ifPresent(value -> settings.outputValue(value == Value.ACTIVE));
        RequestConfig.Builder request = RequestConfig.builder();
        attributes.text("consumer").ifPresent(request::consumer);
        attributes
                .number("event-buffer-size")
                .ifPresent(size -> named("event-buffer-size", () -> request.eventBufferSize(size)));
        // After all that ask for one: an attribute that nobody asked for is unknown.
        attributes.refuseUnknown();
        LineSettings each = settings.build();
        if (initial.isPresent() && each.direction() != Direction.OUTPUT) {
            throw new IllegalArgumentException("attribute initial-value needs direction output");
        }
        for (String line : lines) {
            named("lines", () -> request.line(line, each));
        }
        return new LinesConfig(name, chip, request.build());
    }

    /** Where the API calls a thing by another name than its attribute. */
    private static void named(String attribute, Runnable setting) {
        try {
            setting.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("attribute " + attribute + ": " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException missing(String attribute, String right) {
        return new IllegalArgumentException(
                "attribute " + attribute + " is missing; give " + right);
    }

    OwnedRequest request(GpiodView door) throws GpiodException {
        return chip.isPresent() ? door.request(chip.get(), request) : door.request(request);
    }
}
