package com.example.gpiod.api;

import java.util.Objects;

/**
 * What the kernel says of a chip.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 *
 * @param path path by which the chip was opened or found, such as {@code /dev/gpiochip0}; a link
 *     stays as it was given
 * @param name name of the device, such as {@code gpiochip0}; the number is not stable over restarts
 *     and replugs
 * @param label label that the driver gave, such as {@code pinctrl-bcm2711}; need not be unique
 * @param device path of the device that has the chip, such as {@code
 *     /sys/devices/platform/soc/fe200000.gpio}; stable over restarts and replugs as long as the
 *     device stays where it is, and shared by all chips of one device; empty when it has none
 * @param numLines number of lines, at least 1; offsets run from 0 to one less
 */
public record ChipInfo(String path, String name, String label, String device, int numLines) {
    /**
     * Makes a snapshot.
     *
     * @param path path by which the chip was opened or found
     * @param name name of the device
     * @param label label that the driver gave
     * @param device path of the device that has the chip
     * @param numLines number of lines
     * @throws NullPointerException if a text is null
     */
    public ChipInfo {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(device, "device");
    }
}
