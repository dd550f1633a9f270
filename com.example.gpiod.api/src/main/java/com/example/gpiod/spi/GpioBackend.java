package com.example.gpiod.spi;

import org.osgi.annotation.versioning.ConsumerType;

import java.util.List;

/**
 * A source of chips; an OSGi service that the core picks up. See the package for what the core
 * promises.
 *
 * <p><b>Synchronization:</b> none required; implementations are thread-safe.
 */
@ConsumerType
public interface GpioBackend {
    /**
     * Lists the chips that are present, without opening them.
     *
     * @return their paths in the order of their numbers; empty if there is none
     */
    List<String> chipPaths();

    /**
     * Says whether a path is a chip of this backend's or a link to one.
     *
     * @param path path, without NUL
     * @return {@code true} if {@link #open} would know it
     */
    boolean isChipDevice(String path);

    /**
     * Opens a chip. No line is touched.
     *
     * @param path path or link, without NUL
     * @return the chip
     * @throws ErrnoException ENOENT no such path, ENOTTY no character device, ENODEV another
     *     device, EACCES not allowed
     */
    BackendChip open(String path) throws ErrnoException;

    /**
     * Makes what the core waits with; once for a backend.
     *
     * @return the poller
     * @throws ErrnoException if the kernel refuses
     */
    BackendPoller openPoller() throws ErrnoException;

    /**
     * Returns the version of libgpiod behind this backend.
     *
     * @return such as "2.2.5"; empty if there is none
     */
    String apiVersion();
}
