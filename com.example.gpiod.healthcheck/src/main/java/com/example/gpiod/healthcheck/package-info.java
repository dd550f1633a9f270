/** A Felix Health Check over what the API tells. */
@NullMarked
package com.example.gpiod.healthcheck;

import org.jspecify.annotations.NullMarked;
