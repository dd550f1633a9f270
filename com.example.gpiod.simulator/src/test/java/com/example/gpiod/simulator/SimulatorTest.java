package com.example.gpiod.simulator;

import static com.example.gpiod.simulator.Spi.assertErrno;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.spi.BackendChip;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.Errno;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

class SimulatorTest {
    private final Simulator simulator = new Simulator();

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void aNewSimulatorHasNoChips() {
        assertEquals(List.of(), simulator.chipPaths());
        assertEquals("", simulator.apiVersion());
    }

    @Test
    void chipsAreListedInTheOrderOfTheirNumbers() {
        for (int i = 0; i < 12; i++) {
            simulator.addChip("same", 1, Map.of());
        }
        List<String> paths = simulator.chipPaths();
        assertEquals(12, paths.size());
        for (int i = 0; i < 12; i++) {
            assertEquals("/sim/simchip" + i, paths.get(i));
        }
    }

    @Test
    void aChipThatIsPluggedInAgainGetsANewNumberOnTheSameDevice() {
        simulator.addChip("expander", 8, Map.of()).unplug();
        SimulatedChip again = simulator.addChip("expander", 8, Map.of());
        assertEquals(
                new ChipInfo("/sim/simchip1", "simchip1", "expander", "/sim/devices/expander", 8),
                again.info());
        assertEquals(List.of("/sim/simchip1"), simulator.chipPaths());
    }

    @Test
    void anOpenChipTellsItsInfo() throws Exception {
        SimulatedChip chip = simulator.addChip("demo", 8, Map.of());
        assertEquals(chip.info(), Spi.open(simulator, chip).info());
    }

    @Test
    void onlyPathsOfPresentChipsAreChipDevices() {
        SimulatedChip chip = simulator.addChip("demo", 8, Map.of());
        assertTrue(simulator.isChipDevice("/sim/simchip0"));
        assertFalse(simulator.isChipDevice("/dev/null"));
        assertErrno(Errno.ENOENT, () -> simulator.open("/sim/simchip1"));
        chip.unplug();
        assertFalse(simulator.isChipDevice("/sim/simchip0"));
        assertErrno(Errno.ENOENT, () -> simulator.open("/sim/simchip0"));
    }

    @Test
    void unplugEndsOpenChipsAndRequests() throws Exception {
        SimulatedChip chip = simulator.addChip("demo", 8, Map.of());
        BackendChip open = Spi.open(simulator, chip);
        BackendRequest request = Spi.request(simulator, chip, LineSettings.output(true), 0);
        chip.unplug();
        chip.unplug();
        assertErrno(Errno.ENODEV, open::info);
        assertErrno(Errno.ENODEV, () -> open.lineInfo(0));
        assertErrno(Errno.ENODEV, () -> open.watch(0));
        assertErrno(Errno.ENODEV, () -> open.unwatch(0));
        assertErrno(Errno.ENODEV, open::readInfoEvent);
        assertErrno(Errno.ENODEV, open::hasEvents);
        assertErrno(
                Errno.ENODEV,
                () -> open.request(
                        "", 2, new int[] {1}, List.of(LineSettings.input().build())));
        assertErrno(Errno.ENODEV, request::hasEvents);
        assertErrno(Errno.ENODEV, () -> request.get(1));
        assertErrno(Errno.ENODEV, () -> request.set(1, 0));
        assertErrno(
                Errno.ENODEV,
                () -> request.reconfigure(List.of(LineSettings.input().build())));
        assertErrno(
                Errno.ENODEV,
                () -> request.readEvents(ByteBuffer.allocateDirect(BackendRequest.EVENT_BYTES)));
        request.close();
        open.close();
    }

    @Test
    void aRequestOutlivesTheChipItWasMadeOn() throws Exception {
        SimulatedChip chip = simulator.addChip("demo", 8, Map.of());
        BackendChip open = Spi.open(simulator, chip);
        BackendRequest request = open.request(
                "", 2, new int[] {0}, List.of(LineSettings.output(true).build()));
        open.close();
        assertEquals(1, request.get(1));
    }

    @Test
    void closeUnplugsEverythingAndRefusesNewChips() {
        SimulatedChip chip = simulator.addChip("demo", 8, Map.of());
        simulator.close();
        assertEquals(List.of(), simulator.chipPaths());
        assertThrows(IllegalStateException.class, () -> chip.pullUp(0));
        assertThrows(IllegalStateException.class, () -> simulator.addChip("demo", 8, Map.of()));
    }

    @Test
    void aChipHas1To1024Lines() throws Exception {
        simulator.addChip("small", 1, Map.of());
        SimulatedChip large = simulator.addChip("large", 1024, Map.of(1023, "LAST"));
        assertEquals(1023, large.offset("LAST"));
        assertEquals("LAST", Spi.lineInfo(simulator, large, 1023).name());
        assertRefused("lines", "x", 0, Map.of());
        assertRefused("lines", "x", 1025, Map.of());
    }

    @Test
    void wrongLabelsAndNamesAreRefusedByName() {
        assertRefused("label", "", 8, Map.of());
        assertRefused("label", "ü".repeat(16), 8, Map.of());
        assertRefused("names", "x", 8, Map.of(8, "A"));
        assertRefused("names", "x", 8, Map.of(-1, "A"));
        assertRefused("names", "x", 8, Map.of(0, "A".repeat(32)));
        assertRefused("names", "x", 8, Map.of(0, "A\0"));
        assertEquals(List.of(), simulator.chipPaths());
        simulator.addChip("A".repeat(31), 8, Map.of(7, "A".repeat(31)));
        assertEquals(List.of("/sim/simchip0"), simulator.chipPaths());
    }

    private void assertRefused(
            String attribute, String label, int lines, Map<Integer, String> names) {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> simulator.addChip(label, lines, names))
                .getMessage();
        assertTrue(message.startsWith(attribute), message);
    }
}
