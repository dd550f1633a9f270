package com.example.gpiod.shell;

import com.example.gpiod.api.ConfigurationStatus;
import com.example.gpiod.api.GpiodStatus;
import com.example.gpiod.shell.Options.Arguments;

import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code gpio:lines} tells what became of the configurations of lines.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
@Component(
        service = LinesCommand.class,
        property = {"osgi.command.scope=gpio", "osgi.command.function=lines"})
public final class LinesCommand {
    private static final Options OPTIONS = new Options(
            "gpio:lines",
            "",
            "Lists the configurations of lines, and why one is not in effect:\n"
                    + "active, earlier (a change was refused, what was before stays), inactive.");

    private final GpiodStatus status;

    /**
     * Makes the command.
     *
     * @param status knows the configurations
     */
    @Activate
    public LinesCommand(@Reference GpiodStatus status) {
        this.status = status;
    }

    /**
     * Lists configurations.
     *
     * @param arguments options
     * @return a table
     */
    @Descriptor(
            "lists configurations of GPIO lines, and why one is not in effect; --help tells more")
    public String lines(@Descriptor("options") String... arguments) {
        Arguments given = OPTIONS.parse(arguments);
        if (given.wantsHelp()) {
            return OPTIONS.help();
        }
        List<ConfigurationStatus> configurations = status.configurations();
        if (configurations.isEmpty()) {
            return "no configuration of lines";
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NAME", "STATE", "PID", "REASON"));
        for (ConfigurationStatus configuration : configurations) {
            rows.add(List.of(
                    configuration.name().isEmpty() ? "-" : Text.printable(configuration.name()),
                    Text.lower(configuration.state()),
                    Text.printable(configuration.pid()),
                    Text.printable(configuration.reason())));
        }
        return String.join("\n", Table.of(rows));
    }
}
