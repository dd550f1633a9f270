/** The same work by different contestants, in turn. */
@NullMarked
package com.example.gpiod.benchmarks;

import org.jspecify.annotations.NullMarked;
