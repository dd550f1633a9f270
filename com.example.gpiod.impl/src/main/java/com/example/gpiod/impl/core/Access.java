package com.example.gpiod.impl.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/** Says of a device that must not be opened whose it is, and what would let us in. */
final class Access {
    private static final String RULE =
            "SUBSYSTEM==\"gpio\", KERNEL==\"gpiochip*\", GROUP=\"gpio\", MODE=\"0660\"";

    private Access() {}

    static String advice(String path) {
        try {
            PosixFileAttributes device =
                    Files.readAttributes(Path.of(path), PosixFileAttributes.class);
            String group = device.group().getName();
            boolean groupMay = device.permissions().contains(PosixFilePermission.GROUP_READ)
                    && device.permissions().contains(PosixFilePermission.GROUP_WRITE);
            String owner = "; it is owner " + device.owner().getName() + "'s and group " + group
                    + "'s, " + PosixFilePermissions.toString(device.permissions()) + ": ";
            // Who is in root's group may do much more than that.
            return groupMay && !group.equals("root")
                    ? owner + "let the user of this process into the group " + group
                    : owner + "give it a group of its own with the udev rule "
                            + RULE
                            + " and let the user of this process into it";
        } catch (IOException | UnsupportedOperationException | InvalidPathException e) {
            // The last in a locale that lacks a character of the path.
            return ": let its user into the group of the device, or give it a udev rule";
        }
    }
}
