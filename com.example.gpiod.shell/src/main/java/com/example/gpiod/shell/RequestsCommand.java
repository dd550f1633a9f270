package com.example.gpiod.shell;

import com.example.gpiod.api.GpiodStatus;
import com.example.gpiod.api.RequestStatus;
import com.example.gpiod.api.SubscriptionStatistics;
import com.example.gpiod.shell.Options.Arguments;

import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code gpio:requests} tells who holds lines in this framework, and how that fares.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
@Component(
        service = RequestsCommand.class,
        property = {"osgi.command.scope=gpio", "osgi.command.function=requests"})
public final class RequestsCommand {
    private static final String LISTENERS = "listeners";
    private static final String NOTHING = "-";

    private static final Options OPTIONS = new Options(
                    "gpio:requests",
                    "",
                    "Lists the requests of this framework: who holds which lines, who wrote them\n"
                            + "last or claimed them for writing, edges and lost edges.")
            .flag("l", LISTENERS, "lists who listens, instead, with counts and times of calls");

    private final GpiodStatus status;

    /**
     * Makes the command.
     *
     * @param status knows the requests
     */
    @Activate
    public RequestsCommand(@Reference GpiodStatus status) {
        this.status = status;
    }

    /**
     * Lists requests.
     *
     * @param arguments options
     * @return a table
     */
    @Descriptor("lists who holds GPIO lines in this framework; --help tells more")
    public String requests(@Descriptor("options") String... arguments) {
        Arguments given = OPTIONS.parse(arguments);
        if (given.wantsHelp()) {
            return OPTIONS.help();
        }
        List<RequestStatus> requests = status.requests();
        if (requests.isEmpty()) {
            return "no request in this framework";
        }
        return String.join(
                "\n", Table.of(given.has(LISTENERS) ? listeners(requests) : table(requests)));
    }

    private static List<List<String>> table(List<RequestStatus> requests) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "HOLDER", "CONSUMER", "CHIP", "WRITER", "EVENTS", "LOST", "LISTENERS", "LINES"));
        for (RequestStatus request : requests) {
            rows.add(List.of(
                    Text.printable(request.holder()),
                    Text.printable(request.consumer()),
                    Text.printable(request.chip().name()),
                    writer(request),
                    Long.toString(request.statistics().events()),
                    Long.toString(request.statistics().lost()),
                    Integer.toString(request.statistics().subscriptions().size()),
                    lines(request)));
        }
        return rows;
    }

    private static String writer(RequestStatus request) {
        if (!request.writer().isEmpty()) {
            return Text.printable(request.writer()) + " (claim)";
        }
        return request.lastWriter().isEmpty() ? NOTHING : Text.printable(request.lastWriter());
    }

    private static String lines(RequestStatus request) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < request.offsets().size(); i++) {
            String name = request.names().get(i);
            String offset = Integer.toString(request.offsets().get(i));
            lines.add(name.isEmpty() ? offset : offset + " " + Text.quoted(name));
        }
        return String.join(", ", lines);
    }

    private static List<List<String>> listeners(List<RequestStatus> requests) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "HOLDER", "CALLS", "FAILURES", "QUEUED", "LOST", "MEAN", "LONGEST", "LISTENER"));
        for (RequestStatus request : requests) {
            for (SubscriptionStatistics listener : request.statistics().subscriptions()) {
                rows.add(List.of(
                        Text.printable(request.holder()),
                        Long.toString(listener.calls()),
                        Long.toString(listener.failures()),
                        Integer.toString(listener.queued()),
                        Long.toString(listener.lost()),
                        micros(listener.busyNanos() / Math.max(1, listener.calls())),
                        micros(listener.longestNanos()),
                        Text.printable(listener.listener())));
            }
        }
        return rows;
    }

    private static String micros(long nanos) {
        return nanos / 1000 + "us";
    }
}
