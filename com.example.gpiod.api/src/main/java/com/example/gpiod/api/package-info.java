/**
 * GPIO lines of Linux for Java: what users compile against.
 *
 * <p>A <em>chip</em> is a GPIO controller, a <em>line</em> one of its pins, an <em>offset</em> the
 * number of a line on its chip, counted from 0. Lines are <em>requested</em> before they are used;
 * the kernel gives a line to one holder at a time. Values are logical: {@code true} is
 * <em>active</em>, which is electrically high unless the line is active-low. The rules are those of
 * the kernel's GPIO character device (uAPI v2) and of libgpiod 2.
 *
 * <p>No type of this package needs a lock of the caller's unless its paragraph
 * <em>Synchronization</em> says so.
 */
@Export
@Version("1.0.0")
@NullMarked
package com.example.gpiod.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
