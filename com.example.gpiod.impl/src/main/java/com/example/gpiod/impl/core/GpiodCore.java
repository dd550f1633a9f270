package com.example.gpiod.impl.core;

import com.example.gpiod.api.ChipClosedException;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineLocation;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.api.RequestStatus;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;
import com.example.gpiod.spi.GpioBackend;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * All backends together: finds chips and lines in them.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
public final class GpiodCore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GpiodCore.class);

    private final List<ChipSource> sources = new CopyOnWriteArrayList<>();
    private final LeakWatch leaks = new LeakWatch();

    private final EventThreads threads = new EventThreads();

    /**
     * Takes a backend into use.
     *
     * @param chipsChanged is told when chips may have come or gone
     * @param released is told when lines are held no more; both on threads that must not be held up
     * @throws GpiodException if the kernel refuses what is needed to wait for events
     */
    public void add(GpioBackend backend, Runnable chipsChanged, Runnable released)
            throws GpiodException {
        try {
            sources.add(new ChipSource(backend, threads, chipsChanged, released));
        } catch (ErrnoException e) {
            throw Failures.other(
                    Reason.LIMIT,
                    "wait for events",
                    "",
                    List.of(),
                    "Cannot wait for events (" + e.getMessage() + ")");
        }
    }

    /** Ends the use of a backend: its chips are closed, its requests end. */
    public void remove(GpioBackend backend) {
        List<ChipSource> ended =
                sources.stream().filter(source -> source.backend() == backend).toList();
        sources.removeAll(ended);
        ended.forEach(ChipSource::close);
    }

    /**
     * Opens a door for one user.
     *
     * @param user who it is for: in messages, and, cut to 31 bytes, the consumer of requests that
     *     name none
     */
    public GpiodView door(String user) {
        return new GpiodView(this, user);
    }

    LeakWatch leaks() {
        return leaks;
    }

    /**
     * Lists the chips that are present and may be opened.
     *
     * @param failures gets the reasons why others may not
     */
    public List<ChipInfo> chips(List<String> failures) {
        List<ChipInfo> chips = new ArrayList<>();
        for (ChipSource source : sources) {
            for (String path : source.backend().chipPaths()) {
                try (ChipHandle chip = source.open(path, this)) {
                    chips.add(chip.info());
                } catch (ErrnoException e) {
                    // One that went since it was found is just not there.
                    if (e.errno() != Errno.ENOENT) {
                        failures.add(String.valueOf(Failures.open(path, e).getMessage()));
                    }
                }
            }
        }
        return List.copyOf(chips);
    }

    ChipHandle open(String key, Object holder) throws GpiodException {
        if (key.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("chip must not hold a NUL character");
        }
        if (!isEncodable(key)) {
            throw new IllegalArgumentException("chip must not hold half a surrogate pair");
        }
        if (key.isEmpty()) {
            throw new IllegalArgumentException("chip must not be empty");
        }
        // Nothing in /dev is the path of a device in sysfs.
        if (key.startsWith("/dev/") || (key.indexOf('/') >= 0 && isChipDevice(key))) {
            return openPath(key, holder);
        }
        while (true) {
            Optional<ChipInfo> found = key.indexOf('/') < 0 ? byText(key) : byDevice(key);
            if (found.isEmpty()) {
                return openPath(key, holder);
            }
            ChipHandle chip = openPath(found.get().path(), holder);
            if (chip.info().equals(found.get())) {
                return chip;
            }
            // Replugged meanwhile: another chip has its number now.
            chip.close();
        }
    }

    /** Finds the one chip of a device; nothing when it is no device with a chip. */
    private Optional<ChipInfo> byDevice(String device) throws GpiodException {
        List<ChipInfo> chips = chips(new ArrayList<>()).stream()
                .filter(chip -> chip.device().equals(device))
                .toList();
        if (chips.size() > 1) {
            throw Failures.other(
                    Reason.AMBIGUOUS,
                    "open",
                    device,
                    List.of(),
                    "Device " + device + " has the chips " + describe(chips)
                            + "; use label, path or name");
        }
        return chips.stream().findFirst();
    }

    private ChipHandle openPath(String path, Object holder) throws GpiodException {
        @Nullable ErrnoException failure = null;
        for (ChipSource source : sources) {
            try {
                return source.open(path, holder);
            } catch (ErrnoException e) {
                // A backend that knows nothing of the path has the least to say.
                if (failure == null || e.errno() != Errno.ENOENT) {
                    failure = e;
                }
            }
        }
        throw Failures.open(path, failure == null ? new ErrnoException(Errno.ENOENT) : failure);
    }

    /** Finds the chip with a name, or else with a label. */
    private Optional<ChipInfo> byText(String key) throws GpiodException {
        List<String> failures = new ArrayList<>();
        List<ChipInfo> chips = chips(failures);
        for (ChipInfo chip : chips) {
            if (chip.name().equals(key)) {
                return Optional.of(chip);
            }
        }
        List<ChipInfo> labelled =
                chips.stream().filter(chip -> chip.label().equals(key)).toList();
        if (labelled.size() == 1) {
            return Optional.of(labelled.get(0));
        }
        if (labelled.size() > 1) {
            throw Failures.other(
                    Reason.AMBIGUOUS,
                    "open",
                    key,
                    List.of(),
                    "Label '" + key + "' is that of " + describe(labelled) + "; use path or name");
        }
        throw Failures.other(
                Reason.NOT_FOUND,
                "open",
                key,
                List.of(),
                "There is no chip with name or label '" + key + "'; " + present(chips, failures));
    }

    private static String present(List<ChipInfo> chips, List<String> failures) {
        String present = chips.isEmpty() ? "there is no chip" : "present are " + describe(chips);
        return failures.isEmpty() ? present : present + "; " + String.join("; ", failures);
    }

    private static String describe(List<ChipInfo> chips) {
        return chips.stream().map(Failures::describe).collect(Collectors.joining(", "));
    }

    List<LineLocation> findLines(String name) {
        LineKey.of(name); // checks it
        List<LineLocation> found = new ArrayList<>();
        for (ChipSource source : sources) {
            for (String path : source.backend().chipPaths()) {
                try (ChipHandle chip = source.open(path, this)) {
                    for (LineInfo line : chip.lineInfos()) {
                        if (line.name().equals(name)) {
                            found.add(new LineLocation(chip.info(), line));
                        }
                    }
                } catch (ErrnoException | GpiodException | ChipClosedException e) {
                    // Not to be opened, just unplugged, or its backend just ended: no line is found
                    // there.
                    LOG.debug("Cannot look for lines on {}: {}", path, e.getMessage());
                }
            }
        }
        return List.copyOf(found);
    }

    /** Opens the one chip that has all lines of a configuration. */
    ChipHandle openChipOf(RequestConfig config, Object holder) throws GpiodException {
        String path = "";
        List<String> where = new ArrayList<>();
        boolean together = true;
        for (LineKey key : config.lines().keySet()) {
            if (!(key instanceof LineKey.Name name)) {
                throw new IllegalArgumentException(
                        "offset " + key + " needs a chip: request it on one, or name the line");
            }
            LineLocation location = locate(name.name());
            ChipInfo chip = location.chip();
            together &= path.isEmpty() || path.equals(chip.path());
            path = chip.path();
            where.add(key + " on " + Failures.describe(chip));
        }
        if (!together) {
            throw Failures.other(
                    Reason.NOT_FOUND,
                    "find",
                    "",
                    config.lines().keySet().stream().map(Objects::toString).toList(),
                    "The lines are not on one chip ("
                            + String.join(", ", where)
                            + "); make a request for each chip");
        }
        return openPath(path, holder);
    }

    private LineLocation locate(String name) throws GpiodException {
        List<LineLocation> found = findLines(name);
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty()) {
            List<String> failures = new ArrayList<>();
            List<ChipInfo> chips = chips(failures);
            throw Failures.other(
                    Reason.NOT_FOUND,
                    "find",
                    "",
                    List.of(name),
                    "There is no line '" + name + "' on any chip; " + present(chips, failures));
        }
        String places = found.stream()
                .map(place -> "offset "
                        + place.line().offset()
                        + " of "
                        + Failures.describe(place.chip()))
                .collect(Collectors.joining(", "));
        throw Failures.other(
                Reason.AMBIGUOUS,
                "find",
                "",
                List.of(name),
                "Line '" + name + "' is there more than once: " + places
                        + "; name chip and offset");
    }

    boolean isChipDevice(String path) {
        Objects.requireNonNull(path, "path");
        return path.indexOf('\0') < 0
                && isEncodable(path)
                && sources.stream().anyMatch(source -> source.backend().isChipDevice(path));
    }

    /** What cannot be encoded would silently become a question mark, and so another path. */
    private static boolean isEncodable(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (Character.isSurrogate(path.charAt(i))) {
                // Rare, so what costs more than to open a chip decides.
                return StandardCharsets.UTF_8.newEncoder().canEncode(path);
            }
        }
        return true;
    }

    String apiVersion() {
        return sources.stream()
                .map(source -> source.backend().apiVersion())
                .filter(version -> !version.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Tells of all requests that are held, by chip and offsets. */
    public List<RequestStatus> requests() {
        return sources.stream()
                .flatMap(source -> source.status().stream())
                .sorted(Comparator.comparing((RequestStatus held) -> held.chip().path())
                        .thenComparing(held -> held.offsets().get(0)))
                .toList();
    }

    void release(Object holder, String name) {
        List<String> forgotten = new ArrayList<>();
        for (ChipSource source : sources) {
            source.release(holder, forgotten);
        }
        if (!forgotten.isEmpty()) {
            LOG.warn("{} did not close {}; closed now", name, String.join(", ", forgotten));
        }
    }

    /** Ends the use of all backends. */
    @Override
    public void close() {
        List<ChipSource> ended = List.copyOf(sources);
        sources.removeAll(ended);
        ended.forEach(ChipSource::close);
        threads.close();
    }
}
