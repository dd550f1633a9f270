package com.example.gpiod.webconsole;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.ConfigurationStatus;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.RequestStatus;
import com.example.gpiod.api.SubscriptionStatistics;
import com.example.gpiod.webconsole.Snapshot.ChipLines;
import com.example.gpiod.webconsole.Snapshot.HeldLines;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tables of the page as HTML, in the classes of the console's style. All text that is not from
 * here goes through {@link Html#text}.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
final class Tables {
    private final String action;
    private final String token;

    /**
     * Makes tables.
     *
     * @param action URL that the forms post to
     * @param token what they send along
     */
    Tables(String action, String token) {
        this.action = Html.text(action);
        this.token = Html.text(token);
    }

    /** Renders all but edges. */
    String html(Snapshot snapshot) {
        StringBuilder html = new StringBuilder();
        html.append(table(
                "gpio-chips",
                "Chips",
                "no GPIO chip",
                List.of("Name", "Label", "Lines", "Path", "Device"),
                snapshot.chips().stream().map(Tables::chip).toList()));
        for (ChipLines chip : snapshot.chips()) {
            html.append(lines(chip, snapshot));
        }
        html.append(table(
                "gpio-configurations",
                "Configurations",
                "no configuration of lines",
                List.of("Name", "PID", "State", "Reason"),
                snapshot.configurations().stream().map(Tables::configuration).toList()));
        html.append(table(
                "gpio-requests",
                "Requests of this framework",
                "nothing is requested",
                List.of(
                        "Holder",
                        "Chip",
                        "Lines",
                        "Claimed by",
                        "Last writer",
                        "Edges",
                        "Lost",
                        "Listeners",
                        "Queued",
                        "Failures"),
                snapshot.requests().stream().map(Tables::request).toList()));
        return html.toString();
    }

    /** Renders edges. */
    static String edges(List<Seen> edges) {
        return table(
                "gpio-edges",
                "Edges",
                "none yet",
                List.of("Time", "Configuration", "Chip", "Offset", "Name", "Edge", "Number"),
                edges.stream().map(Tables::edge).toList());
    }

    private String lines(ChipLines chip, Snapshot snapshot) {
        ChipInfo info = chip.info();
        return table(
                "gpio-lines-" + info.name(),
                "Lines of " + info.name() + " [" + info.label() + "]",
                chip.failure(),
                List.of(
                        "Offset",
                        "Name",
                        "Direction",
                        "Attributes",
                        "Held by",
                        "Value",
                        "Operator"),
                chip.lines().stream().map(line -> line(info, line, snapshot)).toList());
    }

    private static String chip(ChipLines chip) {
        ChipInfo info = chip.info();
        return row(
                info.name(),
                info.label(),
                Integer.toString(info.numLines()),
                info.path(),
                info.device());
    }

    private String line(ChipInfo chip, LineInfo line, Snapshot snapshot) {
        Optional<HeldLines> held =
                snapshot.held().stream().filter(lines -> lines.has(chip, line)).findFirst();
        return "<tr>"
                + cell(Integer.toString(line.offset()))
                + cell(line.name())
                + cell(Html.text(line.direction()))
                + cell(attributes(line))
                + cell(holder(chip, line, held, snapshot))
                + held.map(lines -> value(lines, line)).orElse("<td></td>")
                + held.filter(lines -> lines.isSettable(line.offset()))
                        .map(lines -> button(lines, chip, line))
                        .orElse("<td></td>")
                + "</tr>";
    }

    private static String holder(
            ChipInfo chip, LineInfo line, Optional<HeldLines> held, Snapshot snapshot) {
        if (!line.used()) {
            return "";
        }
        String consumer = line.consumer().isEmpty() ? "?" : line.consumer();
        if (held.isPresent()) {
            return consumer + ", configuration " + held.get().name();
        }
        return snapshot.requests().stream()
                .filter(request -> request.chip().name().equals(chip.name())
                        && request.offsets().contains(line.offset()))
                .findFirst()
                .map(request -> consumer + ", bundle " + request.holder())
                .orElse(consumer);
    }

    private static String value(HeldLines held, LineInfo line) {
        if (!held.failure().isEmpty()) {
            return cell(held.failure());
        }
        String value = held.isActive(line.offset()) ? "active" : "inactive";
        return "<td class=\"gpio-" + value + "\">" + value + "</td>";
    }

    /** Says the value to set, not "toggle": a page that is a second old does what it says. */
    private String button(HeldLines held, ChipInfo chip, LineInfo line) {
        String value = held.isActive(line.offset()) ? "inactive" : "active";
        String name = line.name().isEmpty() ? "line" : line.name();
        String label =
                "Set " + name + ", offset " + line.offset() + " of " + chip.name() + ", " + value;
        return "<td><form method=\"post\" action=\"" + action + "\">"
                + hidden("token", token)
                + hidden("service", Long.toString(held.service()))
                + hidden("offset", Integer.toString(line.offset()))
                + hidden("value", value)
                + "<button type=\"submit\" class=\"ui-state-default ui-corner-all\" aria-label=\""
                + Html.text(label) + "\">set " + value + "</button></form></td>";
    }

    private static String hidden(String name, String value) {
        return "<input type=\"hidden\" name=\"" + name + "\" value=\"" + value + "\" />";
    }

    /** Only what differs from the kernel's defaults. */
    private static String attributes(LineInfo line) {
        StringBuilder text = new StringBuilder();
        if (line.edge() != Edge.NONE) {
            text.append(" edges=").append(Html.text(line.edge()));
        }
        if (line.activeLow()) {
            text.append(" active-low");
        }
        if (line.drive() != Drive.PUSH_PULL) {
            text.append(" drive=").append(Html.text(line.drive()));
        }
        if (line.bias() != Bias.UNKNOWN && line.bias() != Bias.AS_IS) {
            text.append(" bias=").append(Html.text(line.bias()));
        }
        if (line.eventClock() != EventClock.MONOTONIC) {
            text.append(" event-clock=").append(Html.text(line.eventClock()));
        }
        if (!line.debounce().isZero()) {
            text.append(" debounce=").append(line.debounce().toNanos() / 1000).append("us");
        }
        return text.toString().strip();
    }

    private static String configuration(ConfigurationStatus configuration) {
        return row(
                configuration.name(),
                configuration.pid(),
                switch (configuration.state()) {
                    case ACTIVE -> "in effect";
                    case EARLIER -> "change refused, the earlier one is in effect";
                    case INACTIVE -> "not in effect";
                },
                configuration.reason());
    }

    private static String request(RequestStatus request) {
        List<SubscriptionStatistics> listeners = request.statistics().subscriptions();
        return row(
                request.holder(),
                request.chip().name(),
                request.offsets().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                request.writer(),
                request.lastWriter(),
                Long.toString(request.statistics().events()),
                // What the kernel dropped is in what each listener lost, too.
                Long.toString(Math.max(
                        request.statistics().lost(),
                        listeners.stream()
                                .mapToLong(SubscriptionStatistics::lost)
                                .max()
                                .orElse(0))),
                Integer.toString(listeners.size()),
                Integer.toString(listeners.stream()
                        .mapToInt(SubscriptionStatistics::queued)
                        .sum()),
                Long.toString(listeners.stream()
                        .mapToLong(SubscriptionStatistics::failures)
                        .sum()));
    }

    private static String edge(Seen edge) {
        return row(
                edge.time(),
                edge.request(),
                edge.chip(),
                edge.offset(),
                edge.line(),
                edge.what(),
                edge.seqno());
    }

    private static String table(
            String id, String title, String empty, List<String> heads, List<String> rows) {
        StringBuilder html = new StringBuilder("<section class=\"gpio\"><h2>")
                .append(Html.text(title))
                .append("</h2>");
        if (rows.isEmpty()) {
            return html.append("<p id=\"")
                    .append(Html.text(id))
                    .append("\">")
                    .append(Html.text(empty))
                    .append("</p></section>\n")
                    .toString();
        }
        html.append("<table class=\"nicetable ui-widget\" id=\"")
                .append(Html.text(id))
                .append("\"><thead><tr>");
        for (String head : heads) {
            html.append("<th scope=\"col\" class=\"ui-widget-header\">")
                    .append(head)
                    .append("</th>");
        }
        html.append("</tr></thead><tbody>");
        rows.forEach(html::append);
        return html.append("</tbody></table></section>\n").toString();
    }

    private static String row(String... cells) {
        StringBuilder row = new StringBuilder("<tr>");
        for (String cell : cells) {
            row.append(cell(cell));
        }
        return row.append("</tr>").toString();
    }

    private static String cell(String text) {
        return "<td>" + Html.text(text) + "</td>";
    }
}
