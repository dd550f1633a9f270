/**
 * GPIO chips in memory, for laptops, tests and demos.
 *
 * <p>{@link com.example.gpiod.simulator.Simulator} is a backend like the native one: whatever is
 * written against the API runs on it unchanged. {@link com.example.gpiod.simulator.SimulatedChip}
 * is the other side of the pins: it presses the buttons and looks at the lamps.
 */
@Export
@Version("1.0.0")
@NullMarked
package com.example.gpiod.simulator;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
