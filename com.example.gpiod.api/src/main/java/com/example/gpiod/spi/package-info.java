/**
 * What a source of GPIO chips implements: the native library's backend and the simulator do.
 *
 * <p>The interfaces are shaped like the kernel's character device: calls fail with an errno ({@link
 * com.example.gpiod.spi.ErrnoException}), values travel as bit masks whose bit <em>i</em> is the
 * <em>i</em>-th line of the request, and nothing but {@link
 * com.example.gpiod.spi.BackendPoller#await} ever blocks. Everything that users see above it
 * (lifetimes, queues, listeners, advice in errors) is written once, in the core.
 *
 * <p>The core promises to backends: arguments were checked, no method of an object is called after
 * its {@code close} has begun, and {@code close} is called once, when no other call on that object
 * is under way. Apart from that, methods may be called from any threads at the same time.
 */
@Export
@Version("1.0.0")
@NullMarked
package com.example.gpiod.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
