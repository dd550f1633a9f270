/** The native backend: libgpiod and the kernel's character device through JNI. */
@NullMarked
package com.example.gpiod.impl.jni;

import org.jspecify.annotations.NullMarked;
