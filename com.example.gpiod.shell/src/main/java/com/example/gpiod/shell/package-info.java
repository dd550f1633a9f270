/** Gogo commands of the scope gpio. */
@NullMarked
package com.example.gpiod.shell;

import org.jspecify.annotations.NullMarked;
