package com.example.gpiod.shell;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Gpiod;

import java.util.regex.Pattern;

/** Chips, as users name them. */
final class Chips {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private Chips() {}

    /** A number means the chip of that number, as with libgpiod's tools, if there is one. */
    static String pathOrName(Gpiod gpiod, String key) {
        if (NUMBER.matcher(key).matches()) {
            for (ChipInfo chip : gpiod.chips()) {
                if (chip.name().equals("gpiochip" + key)) {
                    return chip.path();
                }
            }
        }
        return key;
    }
}
