/**
 * A blinking LED and a button, and what shows that they work. {@link
 * com.example.gpiod.demo.Blinker} and {@link com.example.gpiod.demo.Button} are what a user would
 * write; the rest presses the button and looks at the LED, where the lines are simulated.
 */
@NullMarked
package com.example.gpiod.demo;

import org.jspecify.annotations.NullMarked;
