package com.example.gpiod.impl.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.GpiodException;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class AccessTest {
    @Test
    void refusedDeviceIsToldWithOwnerGroupAndRule(@TempDir Path folder) throws IOException {
        Path device = Files.createFile(folder.resolve("gpiochip0"));
        Files.setPosixFilePermissions(device, PosixFilePermissions.fromString("rw-------"));

        GpiodException failure = Failures.open(device.toString(), new ErrnoException(Errno.EACCES));

        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains("owner " + Files.getOwner(device).getName() + "'s"), message);
        assertTrue(message.contains("rw-------"), message);
        assertTrue(message.contains("udev rule SUBSYSTEM==\"gpio\""), message);
    }

    @Test
    void missingDeviceStillGetsAdvice() {
        String advice = Access.advice("/no/such/device");

        assertTrue(advice.contains("udev rule"), advice);
    }

    @Test
    void pathThatJavaCannotSpellStillGetsAdvice() {
        GpiodException failure = Failures.open("/dev/\ud800", new ErrnoException(Errno.EACCES));

        assertTrue(failure.getMessage().contains("udev rule"), failure.getMessage());
    }
}
