/** Eclipse Kura's GPIO service and configuration over the API. */
@NullMarked
package com.example.gpiod.kura;

import org.jspecify.annotations.NullMarked;
