package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.ChipClosedException;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.impl.core.GpiodCore;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;
import com.example.gpiod.spi.BackendChip;
import com.example.gpiod.spi.BackendPoller;
import com.example.gpiod.spi.Errno;
import com.example.gpiod.spi.ErrnoException;
import com.example.gpiod.spi.GpioBackend;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Chips: found, opened, described, closed. */
class ChipTest extends Contract {
    @Test
    void chipIsDescribed() throws Exception {
        BoardChip plugged = plug(ChipPlan.of("described", 8));

        ChipInfo info = open(plugged).info();

        assertEquals(
                new ChipInfo(plugged.path(), plugged.name(), "described", info.device(), 8), info);
    }

    @Test
    void chipOpensByPathNameAndLabel() throws Exception {
        BoardChip plugged = plug(ChipPlan.of("by-label", 2));

        for (String key : List.of(plugged.path(), plugged.name(), "by-label")) {
            assertEquals(plugged.name(), held(gpiod().openChip(key)).info().name(), key);
        }
    }

    @Test
    void chipsAreListedInTheOrderOfTheirNumbers() throws Exception {
        List<String> plugged = List.of(plug(1).name(), plug(2).name(), plug(3).name());

        List<String> listed = gpiod().chips().stream().map(ChipInfo::name).toList();

        assertEquals(plugged, listed.stream().filter(plugged::contains).toList());
    }

    @Test
    void chipThatWentSinceItWasFoundIsNotComplainedOf() throws Exception {
        BoardChip staying = plug(1);
        BoardChip going = plug(2);
        GpioBackend found = new Found(backend(), List.of(staying.path(), going.path()));
        going.unplug();
        List<String> failures = new ArrayList<>();
        try (GpiodCore core = new GpiodCore()) {
            core.add(found, () -> {}, () -> {});

            assertEquals(1, core.chips(failures).size());
        }
        assertEquals(List.of(), failures);
    }

    /** A backend as it was when it found some chips. */
    private record Found(GpioBackend backend, List<String> chipPaths) implements GpioBackend {
        @Override
        public boolean isChipDevice(String path) {
            return backend.isChipDevice(path);
        }

        @Override
        public BackendChip open(String path) throws ErrnoException {
            return backend.open(path);
        }

        @Override
        public BackendPoller openPoller() throws ErrnoException {
            return backend.openPoller();
        }

        @Override
        public String apiVersion() {
            return backend.apiVersion();
        }
    }

    @Test
    void unpluggedChipIsNotListed() throws Exception {
        BoardChip staying = plug(1);
        BoardChip going = plug(2);
        going.unplug();

        List<String> listed = gpiod().chips().stream().map(ChipInfo::path).toList();

        assertTrue(listed.contains(staying.path()), listed::toString);
        assertFalse(listed.contains(going.path()), listed::toString);
    }

    @Test
    void labelOfTwoChipsIsAmbiguous() {
        BoardChip one = plug(ChipPlan.of("twin", 2));
        BoardChip other = plug(ChipPlan.of("twin", 2));

        GpiodException refusal = assertRefused(Reason.AMBIGUOUS, () -> gpiod().openChip("twin"));

        assertContains(one.name(), refusal.getMessage());
        assertContains(other.name(), refusal.getMessage());
    }

    @Test
    void unknownChipIsRefusedWithThoseThatArePresent() {
        BoardChip present = plug(ChipPlan.of("present", 2));

        GpiodException refusal =
                assertRefused(Reason.NOT_FOUND, () -> gpiod().openChip("no-such-chip"));

        assertEquals("no-such-chip", refusal.chip());
        assertContains("no-such-chip", refusal.getMessage());
        assertContains(present.name() + " [present]", refusal.getMessage());
    }

    @Test
    void unknownPathIsRefused() {
        GpiodException refusal =
                assertRefused(Reason.NOT_FOUND, () -> gpiod().openChip("/no/such/chip"));

        assertEquals(Errno.ENOENT, refusal.errno());
        assertEquals("/no/such/chip", refusal.chip());
        assertContains("/no/such/chip", refusal.getMessage());
    }

    @Test
    void chipWithoutATextIsRefused() {
        assertIllegal(() -> gpiod().openChip(""));
        assertIllegal(() -> gpiod().openChip("/dev/gpiochip0\0"));
        assertThrows(NullPointerException.class, () -> gpiod().openChip(null));
    }

    @Test
    void onlyAChipIsAChipDevice() {
        BoardChip plugged = plug(1);

        assertTrue(gpiod().isChipDevice(plugged.path()));
        assertFalse(gpiod().isChipDevice("/no/such/chip"));
        assertFalse(gpiod().isChipDevice(""));
        assertFalse(gpiod().isChipDevice(plugged.path() + "\0"));
        plugged.unplug();
        assertFalse(gpiod().isChipDevice(plugged.path()));
    }

    @Test
    void closedChipRefusesEverything() throws Exception {
        Chip chip = open(plug(ChipPlan.of("contract", 2).line(0, "DOOR")));
        RequestConfig config = lines(input(), 0).build();
        // Names are remembered from here on.
        chip.lineInfos();
        chip.close();

        assertThrows(ChipClosedException.class, () -> chip.lineInfo(0));
        assertThrows(ChipClosedException.class, () -> chip.lineInfo("DOOR"));
        assertThrows(ChipClosedException.class, () -> chip.lineInfo("NONE"));
        assertThrows(ChipClosedException.class, chip::lineInfos);
        assertThrows(ChipClosedException.class, () -> chip.request(config));
        assertThrows(ChipClosedException.class, () -> chip.watchLineInfo(0));
        assertThrows(ChipClosedException.class, () -> chip.watchLineInfo("DOOR"));
        assertThrows(ChipClosedException.class, () -> chip.unwatchLineInfo(0));
        assertThrows(ChipClosedException.class, () -> chip.unwatchLineInfo("DOOR"));
        assertThrows(ChipClosedException.class, () -> chip.waitInfoEvent(Duration.ZERO));
        assertThrows(ChipClosedException.class, () -> chip.readInfoEvent(Duration.ZERO));
        assertThrows(ChipClosedException.class, () -> chip.subscribe(new InfoRecorder()));
    }

    @Test
    void closedChipStillSaysWhichItWas() throws Exception {
        BoardChip plugged = plug(2);
        Chip chip = open(plugged);
        assertContains(plugged.name(), chip.toString());
        assertFalse(chip.toString().contains("closed"), chip.toString());

        chip.close();

        assertEquals(plugged.path(), chip.info().path());
        assertContains(plugged.name(), chip.toString());
        assertContains("closed", chip.toString());
    }

    @Test
    void closingAChipAgainIsHarmless() throws Exception {
        Chip chip = open(plug(1));

        chip.close();
        chip.close();
    }

    @Test
    void closingAChipClosesNoOther() throws Exception {
        BoardChip plugged = plug(1);
        Chip mine = open(plugged);
        Chip yours = open(plugged);

        mine.close();

        assertEquals(0, yours.lineInfo(0).offset());
    }

    @Test
    void chipOpensByThePathOfItsDevice() throws Exception {
        BoardChip plugged = plug(ChipPlan.of("by-device", 2));
        plug(ChipPlan.of("other-device", 2));
        String device = open(plugged).info().device();
        assertFalse(device.isEmpty());

        ChipInfo info = held(gpiod().openChip(device)).info();

        assertEquals(plugged.name(), info.name());
        assertEquals(plugged.path(), info.path());
        assertEquals(device, info.device());
    }

    @Test
    void deviceOfAnUnpluggedChipIsNotFound() throws Exception {
        BoardChip going = plug(ChipPlan.of("going", 2));
        String device = open(going).info().device();
        going.unplug();

        assertRefused(Reason.NOT_FOUND, () -> gpiod().openChip(device));
        assertRefused(Reason.NOT_FOUND, () -> gpiod().openChip("/sys/devices/no/such/device"));
    }

    @Test
    @Tag("simulator") // A device of the board on gpio-sim has one chip.
    void deviceOfTwoChipsIsAmbiguous() throws Exception {
        BoardChip one = plug(ChipPlan.of("twin", 2));
        BoardChip other = plug(ChipPlan.of("twin", 2));
        String device = open(one).info().device();

        GpiodException refusal = assertRefused(Reason.AMBIGUOUS, () -> gpiod().openChip(device));

        assertEquals(device, refusal.chip());
        assertContains(one.name(), refusal.getMessage());
        assertContains(other.name(), refusal.getMessage());
    }
}
