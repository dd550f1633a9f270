package com.example.gpiod.webconsole;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.ConfigurationStatus;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.RequestStatus;

import java.util.List;

/**
 * What the page shows, as it was at one moment.
 *
 * @param chips chips with their lines
 * @param held lines of configurations
 * @param requests all requests of this framework
 * @param configurations all configurations
 */
record Snapshot(
        List<ChipLines> chips,
        List<HeldLines> held,
        List<RequestStatus> requests,
        List<ConfigurationStatus> configurations) {
    /**
     * A chip.
     *
     * @param info the chip
     * @param lines its lines
     * @param failure why there are no lines, or empty
     */
    record ChipLines(ChipInfo info, List<LineInfo> lines, String failure) {}

    /**
     * A service {@code Lines}. A line's bit in the masks is its place in the offsets.
     *
     * @param service id of the service
     * @param name name of the configuration
     * @param chip name of the chip
     * @param offsets offsets of the lines
     * @param settable mask of the outputs that an operator may set
     * @param values mask of the active lines
     * @param failure why the values could not be read, or empty
     */
    record HeldLines(
            long service,
            String name,
            String chip,
            List<Integer> offsets,
            long settable,
            long values,
            String failure) {
        boolean has(ChipInfo info, LineInfo line) {
            return chip.equals(info.name()) && offsets.contains(line.offset());
        }

        boolean isSettable(int offset) {
            return isIn(settable, offset);
        }

        boolean isActive(int offset) {
            return isIn(values, offset);
        }

        private boolean isIn(long mask, int offset) {
            return (mask >>> offsets.indexOf(offset) & 1) != 0;
        }
    }
}
