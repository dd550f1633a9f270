package com.example.gpiod.shell;

import com.example.gpiod.api.Gpiod;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.shell.Configurations.Configured;
import com.example.gpiod.shell.Options.Arguments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * All lines that a command uses. Lines that a configuration of this framework holds are used
 * through it: the kernel would not give them to anybody else. The others are requested, those of
 * one chip together.
 */
final class Held implements AutoCloseable {
    private final List<HeldLines> groups = new ArrayList<>();

    private Held() {}

    static Held hold(
            Gpiod gpiod,
            Configurations configurations,
            Arguments given,
            List<Target> targets,
            Function<Target, LineSettings> settings,
            String consumer)
            throws GpiodException {
        // Those of no configuration are looked at before anything is requested.
        Map<Target, LineSettings> wanted = new LinkedHashMap<>();
        for (Target target : targets) {
            wanted.put(target, settings.apply(target));
        }
        Held held = new Held();
        try {
            List<Target> free = held.useConfigured(configurations, given, targets);
            Map<String, List<Target>> byChip = new LinkedHashMap<>();
            for (Target target : free) {
                byChip.computeIfAbsent(target.chip().path(), path -> new ArrayList<>())
                        .add(target);
            }
            for (List<Target> ofOneChip : byChip.values()) {
                held.groups.add(HeldLines.request(gpiod, ofOneChip, wanted::get, consumer));
            }
            return held;
        } catch (GpiodException | RuntimeException e) {
            held.close();
            throw e;
        }
    }

    /** Gives the lines that no configuration holds. */
    private List<Target> useConfigured(
            Configurations configurations, Arguments given, List<Target> targets) {
        List<Target> free = new ArrayList<>();
        for (Target target : targets) {
            if (groups.stream().anyMatch(group -> group.takes(target))) {
                continue;
            }
            Optional<Configured> configured = configurations.holding(target);
            configured.ifPresent(holder -> groups.add(HeldLines.of(holder, target)));
            if (configured.isEmpty()) {
                free.add(target);
            } else {
                refuseSettings(given, configured.get(), target);
            }
        }
        return free;
    }

    private static void refuseSettings(Arguments given, Configured configured, Target target) {
        List<String> options = RequestOptions.given(given);
        if (!options.isEmpty()) {
            throw given.wrong("line " + target.id() + " is held by configuration "
                    + configured.name() + ", which says how; leave out "
                    + String.join(", ", options));
        }
    }

    List<HeldLines> groups() {
        return groups;
    }

    @Override
    public void close() {
        groups.forEach(HeldLines::close);
    }
}
