/** Attributes of configurations; each bundle that is configured has a copy of its own. */
@NullMarked
package com.example.gpiod.attributes;

import org.jspecify.annotations.NullMarked;
