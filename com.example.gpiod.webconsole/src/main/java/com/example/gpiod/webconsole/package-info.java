/** A page of the Felix Web Console. */
@NullMarked
package com.example.gpiod.webconsole;

import org.jspecify.annotations.NullMarked;
