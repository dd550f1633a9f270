/** Chips, requests and events above the backend SPI; pure Java. */
@NullMarked
package com.example.gpiod.impl.core;

import org.jspecify.annotations.NullMarked;
