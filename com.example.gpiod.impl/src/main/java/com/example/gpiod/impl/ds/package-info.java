/** Declarative Services components: core and backends put together from configuration. */
@NullMarked
package com.example.gpiod.impl.ds;

import org.jspecify.annotations.NullMarked;
