package com.example.gpiod.api;

import org.osgi.annotation.versioning.ProviderType;

import java.util.List;

/**
 * The door to GPIO: an OSGi service.
 *
 * <p>A chip is named by path ({@code /dev/gpiochip0}), by a link to it, by name ({@code
 * gpiochip0}), by label, or by the path of its device ({@link ChipInfo#device}); the last two are
 * what stays the same over restarts and replugs. What a bundle opened and requested
 * through this service is closed and released when the bundle stops.
 *
 * <p>Nothing here touches a line that the caller did not name.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@ProviderType
public interface Gpiod {
    /**
     * Lists the chips that are present and may be opened.
     *
     * @return the chips in the order of their numbers, unmodifiable
     */
    List<ChipInfo> chips();

    /**
     * Opens a chip.
     *
     * @param chip path, link, name, label or path of the device
     * @return the chip, which the caller closes
     * @throws IllegalArgumentException if the text is empty, or holds a NUL or half a
     *     surrogate pair
     * @throws GpiodException if there is none, if several have the label or device ({@link
     *     GpiodException.Reason#AMBIGUOUS}), or if it cannot be opened
     */
    Chip openChip(String chip) throws GpiodException;

    /**
     * Finds the lines with a name on all chips.
     *
     * @param name name of the line
     * @return where they are, unmodifiable; empty if there is none
     * @throws IllegalArgumentException if the name is empty or too long
     */
    List<LineLocation> findLines(String name);

    /**
     * Requests lines that are named without their chip. All of them must be on one chip, and each
     * name must be there only once.
     *
     * @param config which lines, and how; names only
     * @return the request, which the caller closes
     * @throws IllegalArgumentException if a line is named by offset
     * @throws GpiodException as {@link Chip#request}, and if a name is ambiguous ({@link
     *     GpiodException.Reason#AMBIGUOUS}) or the lines are on several chips
     */
    LineRequest request(RequestConfig config) throws GpiodException;

    /**
     * Says whether a path is a chip or a link to one.
     *
     * @param path path
     * @return {@code true} if it can be opened as chip
     */
    boolean isChipDevice(String path);

    /**
     * Returns the version of libgpiod that is in use.
     *
     * @return such as "2.2.5"; empty where no native library is in use
     */
    String apiVersion();
}
