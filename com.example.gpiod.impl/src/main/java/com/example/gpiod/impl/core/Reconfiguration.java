package com.example.gpiod.impl.core;

import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.LineSettings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a partial reconfiguration comes to for all lines of a request, which is all that the kernel
 * knows: it wants every line, drives outputs to their output value again, and before 6.10 forgets
 * the flags of a line that comes without a direction.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 *
 * @param before what all lines have, with the values that outputs drive
 * @param after what all lines shall have
 */
record Reconfiguration(List<LineSettings> before, List<LineSettings> after) {
    private static final LineSettings DEFAULTS = LineSettings.builder().build();

    /**
     * @param present settings of all lines, with whatever output values
     * @param driven the values that outputs were given last
     * @param changes new settings by index
     */
    static Reconfiguration plan(
            List<LineSettings> present, long driven, Map<Integer, LineSettings> changes) {
        List<LineSettings> before = new ArrayList<>();
        List<LineSettings> after = new ArrayList<>();
        for (int i = 0; i < present.size(); i++) {
            LineSettings now = withValue(present.get(i), (driven & 1L << i) != 0);
            before.add(now);
            LineSettings changed = effective(changes.getOrDefault(i, now));
            after.add(changed.equals(now) || isUnchanged(changed) ? now : changed);
        }
        return new Reconfiguration(List.copyOf(before), List.copyOf(after));
    }

    static List<LineSettings> effective(List<LineSettings> settings) {
        LineSettings[] effective = new LineSettings[settings.size()];
        for (int i = 0; i < effective.length; i++) {
            effective[i] = effective(settings.get(i));
        }
        return List.of(effective);
    }

    /** Edge detection makes an input of a line as it is. */
    static LineSettings effective(LineSettings settings) {
        return settings.direction() == Direction.AS_IS && settings.edge() != Edge.NONE
                ? settings.toBuilder().direction(Direction.INPUT).build()
                : settings;
    }

    /** As the kernel has it from 6.10: no direction, no change. */
    private static boolean isUnchanged(LineSettings settings) {
        if (settings.direction() != Direction.AS_IS) {
            return false;
        }
        if (!settings.equals(DEFAULTS)) {
            throw new IllegalArgumentException(
                    "direction AS_IS leaves the line as it is; to change anything else, give the"
                            + " direction INPUT or OUTPUT, too: " + settings);
        }
        return true;
    }

    static LineSettings withValue(LineSettings settings, boolean value) {
        return settings.direction() == Direction.OUTPUT
                ? settings.toBuilder().outputValue(value).build()
                : settings;
    }

    /** The values that outputs with these settings begin with; 0 for all others. */
    static long outputValues(List<LineSettings> settings) {
        long values = 0;
        for (int i = 0; i < settings.size(); i++) {
            LineSettings line = settings.get(i);
            if (line.direction() == Direction.OUTPUT && line.outputValue()) {
                values |= 1L << i;
            }
        }
        return values;
    }
}
