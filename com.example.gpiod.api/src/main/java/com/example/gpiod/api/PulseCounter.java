package com.example.gpiod.api;

import org.osgi.annotation.versioning.ProviderType;

import java.time.Duration;

/**
 * Counts the edges of a line: the pulses of a flow meter, the turns of a fan.
 *
 * <p>It is an OSGi service, one for each line for which a configuration with the factory PID {@value
 * Lines#FACTORY_PID} says {@code counter = true}: registered while the lines are held, with the
 * properties {@value #LINE} and {@value #OFFSET} and, as the {@link Lines} service, {@value
 * Lines#NAME}, {@value Lines#CHIP_NAME} and {@value Lines#CHIP_LABEL} to target.
 *
 * <p>The count comes from the number that the kernel gives to each edge of a line, also to those
 * that nobody could read in time. So it is exact however fast edges come, and whatever the kernel's
 * buffer or the queue of a listener dropped. What is counted are the edges that the configuration
 * asks for: with {@code edge = both} a pulse has two. Edges that come faster than the kernel serves
 * its interrupt are one edge for the kernel, and so for the counter.
 *
 * <p>The count begins with 0 when the lines are requested. It goes on when a configuration is
 * changed in place. When the lines are released, or the chip is unplugged, the service goes, and a
 * new one begins with 0; who still has the former one reads its last count.
 *
 * <p><b>Synchronization:</b> none required; thread-safe. No call waits for anything.
 */
@ProviderType
public interface PulseCounter {
    /** Service property: name of the line, empty for an unnamed one ({@code String}). */
    String LINE = "gpiod.line";

    /** Service property: offset of the line ({@code Integer}). */
    String OFFSET = "gpiod.offset";

    /**
     * Reads the counter; nothing is reset by it.
     *
     * @return the count, as of the newest edge that was read from the kernel
     */
    PulseCount read();

    /**
     * Returns the present frequency: the mean over the last one to two seconds, or over the last
     * period when that is longer; by the kernel's timestamps. When edges fail to come it falls:
     * after a second of silence it is no more than one edge in the time since the newest one, and it
     * is 0 when that time is longer than the given one.
     *
     * <p>It is 0, too, until there were two edges that are a second or more apart, so that two edges
     * of a bouncing contact are no frequency. For the same reason it takes a second to show fast
     * edges after a standstill. Where that is too slow, or another time to average over is wanted,
     * use {@link #read} and {@link PulseCount#frequencySince}.
     *
     * @param standstill how long after the newest edge the frequency is 0, such as two seconds for a
     *     fan or five minutes for a water meter; take some periods of the slowest frequency that is
     *     not to be called standstill
     * @return edges a second
     * @throws NullPointerException if {@code standstill} is null
     * @throws IllegalArgumentException if {@code standstill} is not positive
     */
    double frequency(Duration standstill);
}
