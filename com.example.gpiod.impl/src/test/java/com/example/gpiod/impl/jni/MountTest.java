package com.example.gpiod.impl.jni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class MountTest {
    private static final List<String> GATEWAY = List.of(
            // Mounted before the root that it was moved to.
            "22 28 0:21 / /sys rw,nosuid,nodev,noexec shared:7 - sysfs sysfs rw",
            "28 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
            "30 28 0:30 / /var rw,nosuid shared:8 - tmpfs tmpfs rw",
            "31 30 0:31 / /var/cache ro,noexec shared:9 - tmpfs tmpfs rw",
            "32 28 0:32 / /opt rw shared:10 - tmpfs tmpfs rw",
            "33 32 0:33 / /opt/hidden rw,noexec shared:11 - tmpfs tmpfs rw",
            "34 32 0:34 / /opt rw,nodev shared:12 - tmpfs tmpfs rw",
            "35 28 0:35 / /media/usb\\040stick rw,noexec - vfat /dev/sdb1 rw",
            "36 28 0:36 / /back\\134slash rw - vfat /dev/sdc1 rw");

    @ParameterizedTest
    @CsvSource({
        "/lib.so,                 /",
        "/sys/lib.so,             /sys",
        "/system/lib.so,          /",
        "/var/lib.so,             /var",
        "/var/cache/osgi/lib.so,  /var/cache",
        "/media/usb stick/lib.so, /media/usb stick",
        "/media/lib.so,           /",
        "/back\\slash/lib.so,      /back\\slash",
    })
    void theInnermostMountIsFound(String file, String point) {
        assertEquals(point, Mount.of(file, GATEWAY).point());
    }

    @Test
    void aMountThatAnotherHidesIsNotMeant() {
        assertEquals(
                List.of("rw", "nodev"), Mount.of("/opt/hidden/lib.so", GATEWAY).options());
    }

    @Test
    void aRootThatIsNoMountIsNotShown() {
        List<String> chroot = GATEWAY.subList(2, 4);

        assertEquals("/var/cache", Mount.of("/var/cache/lib.so", chroot).point());
        assertNull(Mount.of("/lib.so", chroot));
    }

    @Test
    void aRootThatIsItsOwnParentIsFound() {
        List<String> initramfs = List.of("1 1 0:2 / / rw - rootfs none rw");

        assertEquals("/", Mount.of("/lib.so", initramfs).point());
    }
}
