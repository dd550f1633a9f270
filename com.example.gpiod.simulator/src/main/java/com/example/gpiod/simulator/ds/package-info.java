/** Simulated chips from configuration. */
@NullMarked
package com.example.gpiod.simulator.ds;

import org.jspecify.annotations.NullMarked;
