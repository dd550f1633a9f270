package com.example.gpiod.itest.kura;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Gpiod;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;

import org.eclipse.kura.gpio.GPIOService;
import org.eclipse.kura.gpio.KuraClosedDeviceException;
import org.eclipse.kura.gpio.KuraGPIODeviceException;
import org.eclipse.kura.gpio.KuraGPIODirection;
import org.eclipse.kura.gpio.KuraGPIOMode;
import org.eclipse.kura.gpio.KuraGPIOPin;
import org.eclipse.kura.gpio.KuraGPIOTrigger;
import org.eclipse.kura.gpio.KuraUnavailableDeviceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Pins are found, opened, written, read and listened to as Kura's API says. */
public class PinTest extends KuraTest {
    /** The API that each Kura has. */
    private static final Map<String, String> APIS = Map.of("kura-5", "1.1.0", "kura-6", "1.2.0");

    @Test
    @Tag("smoke")
    public void adapterResolvesAgainstTheApiOfThisKura() {
        plugHouse();
        BundleWire wire = adapter()
                .adapt(BundleWiring.class)
                .getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE)
                .stream()
                .filter(each -> "org.eclipse.kura.gpio"
                        .equals(each.getCapability()
                                .getAttributes()
                                .get(PackageNamespace.PACKAGE_NAMESPACE)))
                .findFirst()
                .orElseThrow();

        assertEquals(
                APIS.get(System.getProperty("itest.framework")),
                wire.getCapability()
                        .getAttributes()
                        .get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE)
                        .toString());
        assertEquals(ADAPTER, reference(GPIOService.class, null).getProperty("kura.service.pid"));
        assertEquals(
                100, reference(GPIOService.class, null).getProperty(Constants.SERVICE_RANKING));
        assertNull(reference(GPIOService.class, null).getProperty(Constants.SERVICE_PID));
    }

    @Test
    @Tag("smoke")
    public void pinsWriteReadAndListen() throws Exception {
        BoardChip house = plugHouse();
        KuraGPIOPin relay = output("RELAY");
        assertFalse(relay.isOpen());
        relay.open();
        assertTrue(relay.isOpen());
        relay.setValue(true);
        assertTrue(house.isHigh(2));
        assertTrue(relay.getValue());
        relay.setValue(false);
        assertFalse(house.isHigh(2));

        KuraGPIOPin door = input("DOOR", KuraGPIOTrigger.BOTH_EDGES);
        door.open();
        PinRecorder recorder = new PinRecorder();
        door.addPinStatusListener(recorder);
        house.pullUp(1);
        recorder.await(1);
        assertTrue(door.getValue());
        house.pullDown(1);

        assertEquals(List.of(true, false), recorder.await(2));
        assertFalse(door.getValue());
    }

    @Test
    public void pinSaysWhatItIs() {
        BoardChip house = plugHouse();

        KuraGPIOPin relay = output("RELAY");
        assertEquals("RELAY", relay.getName());
        assertEquals(terminal(house, 2), relay.getIndex());
        assertEquals(KuraGPIODirection.OUTPUT, relay.getDirection());
        assertEquals(KuraGPIOMode.OUTPUT_PUSH_PULL, relay.getMode());
        assertEquals(KuraGPIOTrigger.NONE, relay.getTrigger());

        KuraGPIOPin plain = gpio().getPinByTerminal(terminal(house, 1));
        assertEquals("DOOR", plain.getName());
        assertEquals(KuraGPIODirection.INPUT, plain.getDirection());
        assertEquals(KuraGPIOMode.INPUT_PULL_UP, plain.getMode());
        assertEquals(KuraGPIOTrigger.NONE, plain.getTrigger());
    }

    @Test
    public void lineHasATerminalAndAName() {
        BoardChip house = plugHouse();
        Map<Integer, String> pins = gpio().getAvailablePins();

        assertEquals("DOOR", pins.get(terminal(house, 1)));
        assertEquals("unknown:" + house.name() + ":0", pins.get(terminal(house, 0)));
        assertEquals("TWIN:" + house.name() + ":3", pins.get(terminal(house, 3)));
        assertEquals("TWIN:" + house.name() + ":4", pins.get(terminal(house, 4)));
        pins.forEach((terminal, name) -> {
            assertEquals((int) terminal, gpio().getPinByName(name).getIndex());
            assertEquals(name, gpio().getPinByTerminal(terminal).getName());
        });
    }

    @Test
    public void unknownPinIsNull() {
        BoardChip house = plugHouse();

        assertNull(gpio().getPinByName("NOBODY"));
        assertNull(gpio().getPinByName(""));
        assertNull(gpio().getPinByName("a\0b"));
        assertNull(output("NOBODY"));
        assertNull(gpio().getPinByTerminal(terminal(house, 8)));
        assertNull(gpio().getPinByTerminal(-1));
        assertNull(gpio().getPinByTerminal(Integer.MAX_VALUE));
        // Which one cannot be told.
        assertNull(gpio().getPinByName("TWIN"));
        assertEquals(1, log().linesWith("TWIN may be several lines").size(), log()::toString);
    }

    @Test
    public void lookUpTouchesNoLine() throws Exception {
        BoardChip house = plugHouse();
        output("RELAY");
        input("DOOR", KuraGPIOTrigger.BOTH_EDGES);
        gpio().getAvailablePins();

        try (Chip chip = service(Gpiod.class).openChip(house.path())) {
            for (int offset = 0; offset < 8; offset++) {
                assertFalse(chip.lineInfo(offset).used());
            }
        }
    }

    @Test
    public void sameSettingsAreTheSamePinAndOthersTakeTheLine() throws Exception {
        BoardChip house = plugHouse();
        KuraGPIOPin relay = output("RELAY");
        relay.open();
        assertSame(relay, output("RELAY"));
        assertSame(
                relay,
                gpio().getPinByTerminal(
                                terminal(house, 2),
                                KuraGPIODirection.OUTPUT,
                                KuraGPIOMode.OUTPUT_PUSH_PULL,
                                KuraGPIOTrigger.NONE));

        KuraGPIOPin sensor = input("RELAY", KuraGPIOTrigger.BOTH_EDGES);
        assertNotSame(relay, sensor);
        assertTrue(relay.isOpen());
        sensor.open();

        assertFalse(relay.isOpen());
        assertMessage(
                "it was opened with other settings, INPUT",
                assertThrows(KuraClosedDeviceException.class, () -> relay.setValue(true)));
        relay.open();
        assertFalse(sensor.isOpen());
    }

    @Test
    public void lineChangesHandsWithoutAGlitch() throws Exception {
        BoardChip house = plugHouse();
        KuraGPIOPin relay = output("RELAY");
        relay.setValue(true);
        KuraGPIOPin other = gpio().getPinByName(
                        "RELAY",
                        KuraGPIODirection.OUTPUT,
                        KuraGPIOMode.OUTPUT_PUSH_PULL,
                        KuraGPIOTrigger.BOTH_EDGES);
        assertNotSame(relay, other);

        other.open();

        assertTrue(house.isHigh(2));
        assertFalse(relay.isOpen());
        other.setValue(false);
        assertFalse(house.isHigh(2));
    }

    /** How Kura's GPIO driver closes what it opened. */
    @Test
    public void lookUpWithoutSettingsFindsTheOpenPin() throws Exception {
        BoardChip house = plugHouse();
        KuraGPIOPin relay = output("RELAY");
        relay.setValue(true);

        KuraGPIOPin found = gpio().getPinByName("RELAY");
        assertSame(relay, found);
        assertSame(relay, gpio().getPinByTerminal(terminal(house, 2)));
        found.close();

        assertFree(house, 2);
        assertEquals(KuraGPIODirection.INPUT, gpio().getPinByName("RELAY").getDirection());
    }

    @Test
    public void useOpensThePin() throws Exception {
        BoardChip house = plugHouse();
        KuraGPIOPin relay = output("RELAY");
        relay.setValue(true);
        assertTrue(house.isHigh(2));
        assertTrue(relay.isOpen());
        KuraGPIOPin door = input("DOOR", KuraGPIOTrigger.RAISING_EDGE);
        PinRecorder recorder = new PinRecorder();
        door.addPinStatusListener(recorder);
        assertTrue(door.isOpen());
        house.pullUp(1);

        assertEquals(List.of(true), recorder.await(1));
    }

    @Test
    public void closedPinStaysClosed() throws Exception {
        BoardChip house = plugHouse();
        KuraGPIOPin relay = output("RELAY");
        relay.open();
        relay.close();
        relay.close();

        assertFalse(relay.isOpen());
        assertMessage(
                "RELAY", assertThrows(KuraClosedDeviceException.class, () -> relay.setValue(true)));
        assertThrows(KuraClosedDeviceException.class, relay::getValue);
        assertFree(house, 2);
        relay.open();
        relay.setValue(true);
        assertTrue(house.isHigh(2));
    }

    @Test
    public void closeEndsListeners() throws Exception {
        BoardChip house = plugHouse();
        KuraGPIOPin door = input("DOOR", KuraGPIOTrigger.BOTH_EDGES);
        PinRecorder before = new PinRecorder();
        door.addPinStatusListener(before);
        door.close();
        door.open();
        PinRecorder after = new PinRecorder();
        door.addPinStatusListener(after);
        house.pullUp(1);

        assertEquals(List.of(true), after.await(1));
        assertEquals(List.of(), before.told());
        assertThrows(KuraClosedDeviceException.class, () -> {
            door.close();
            door.addPinStatusListener(after);
        });
    }

    @Test
    public void listenersHarmNobody() throws Exception {
        BoardChip house = plugHouse();
        KuraGPIOPin door = input("DOOR", KuraGPIOTrigger.BOTH_EDGES);
        PinRecorder first = new PinRecorder();
        PinRecorder second = new PinRecorder();
        CountDownLatch never = new CountDownLatch(1);
        door.addPinStatusListener(first);
        door.addPinStatusListener(first);
        door.addPinStatusListener(value -> {
            throw new IllegalStateException("thrown on purpose");
        });
        door.addPinStatusListener(value -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        door.addPinStatusListener(second);
        for (int i = 0; i < 5; i++) {
            house.pullUp(1);
            second.await(2 * i + 1);
            house.pullDown(1);
            second.await(2 * i + 2);
        }
        first.await(10);
        door.removePinStatusListener(second);
        door.removePinStatusListener(second);
        door.removePinStatusListener(new PinRecorder());
        house.pullUp(1);
        first.await(11);
        never.countDown();

        assertEquals(11, first.told().size());
        assertEquals(10, second.told().size());
        Await.until(log()::toString, () -> !log().linesWith("thrown on purpose").isEmpty());
    }

    @Test
    public void listenerClosesItsOwnPin() throws Exception {
        BoardChip house = plugHouse();
        KuraGPIOPin door = input("DOOR", KuraGPIOTrigger.RAISING_EDGE);
        AtomicInteger closed = new AtomicInteger();
        door.addPinStatusListener(value -> {
            try {
                door.close();
                closed.incrementAndGet();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        house.pullUp(1);
        Await.until("the listener closed the pin", () -> closed.get() == 1);

        assertFalse(door.isOpen());
        assertFree(house, 1);
    }

    @Test
    public void listenerOfAnOutputDoesNothing() throws Exception {
        BoardChip house = plugHouse();
        KuraGPIOPin relay = output("RELAY");
        PinRecorder recorder = new PinRecorder();
        relay.addPinStatusListener(recorder);
        assertFalse(relay.isOpen());
        relay.setValue(true);
        assertTrue(house.isHigh(2));
        relay.removePinStatusListener(recorder);

        assertEquals(List.of(), recorder.told());
    }

    @Test
    public void triggerChoosesTheEdges() throws Exception {
        BoardChip house = plugHouse();
        KuraGPIOPin rising = input("DOOR", KuraGPIOTrigger.RAISING_EDGE);
        PinRecorder ups = new PinRecorder();
        rising.addPinStatusListener(ups);
        for (int i = 0; i < 3; i++) {
            house.pulse(1, 1);
            ups.await(i + 1);
        }
        assertEquals(List.of(true, true, true), ups.told());

        KuraGPIOPin falling = input("DOOR", KuraGPIOTrigger.FALLING_EDGE);
        falling.open();
        PinRecorder downs = new PinRecorder();
        falling.addPinStatusListener(downs);
        house.pulse(1, 1);
        assertEquals(List.of(false), downs.await(1));
    }

    @Test
    public void whatTheKernelHasNotIsRefusedByOpen() {
        BoardChip house = plugHouse();
        for (KuraGPIOTrigger levels : List.of(
                KuraGPIOTrigger.HIGH_LEVEL,
                KuraGPIOTrigger.LOW_LEVEL,
                KuraGPIOTrigger.BOTH_LEVELS)) {
            KuraGPIOPin door = input("DOOR", levels);
            assertMessage(
                    "the kernel reports edges only",
                    assertThrows(KuraGPIODeviceException.class, door::open));
            assertThrows(
                    KuraClosedDeviceException.class,
                    () -> door.addPinStatusListener(new PinRecorder()));
            assertThrows(KuraUnavailableDeviceException.class, door::getValue);
        }
        KuraGPIOPin wrong = gpio().getPinByTerminal(
                        terminal(house, 2),
                        KuraGPIODirection.OUTPUT,
                        KuraGPIOMode.INPUT_PULL_UP,
                        KuraGPIOTrigger.NONE);
        assertMessage(
                "use OUTPUT_PUSH_PULL", assertThrows(KuraGPIODeviceException.class, wrong::open));
    }

    @Test
    public void busyLineIsUnavailableAndTheHolderNamed() throws Exception {
        BoardChip house = plugHouse();
        configurations().create("name=door", "lines=DOOR", "direction=input", "consumer=alarm");
        Await.until("the configured line is held", () -> info(house, 1).used());
        KuraGPIOPin door = input("DOOR", KuraGPIOTrigger.NONE);

        assertMessage("alarm", assertThrows(KuraUnavailableDeviceException.class, door::open));
        assertFalse(door.isOpen());
        configurations().deleteAll();
        Await.until("the configured line is free", () -> !info(house, 1).used());
        door.open();
        assertEquals("kura", info(house, 1).consumer());
    }

    @Test
    public void pinSurvivesAReplug() throws Exception {
        BoardChip house = plugHouse();
        KuraGPIOPin door = input("DOOR", KuraGPIOTrigger.BOTH_EDGES);
        PinRecorder recorder = new PinRecorder();
        door.addPinStatusListener(recorder);
        KuraGPIOPin relay = output("RELAY");
        relay.setValue(true);

        house.unplug();
        Await.until("the pins are closed", () -> !door.isOpen() && !relay.isOpen());
        assertMessage(
                "its chip is not there",
                assertThrows(KuraUnavailableDeviceException.class, door::open));
        assertMessage(
                "its chip is not there",
                assertThrows(KuraUnavailableDeviceException.class, () -> relay.setValue(true)));
        // Nor does one that cannot be opened take the line from another.
        KuraGPIOPin rival = input("DOOR", KuraGPIOTrigger.RAISING_EDGE);
        if (rival != null) {
            assertThrows(KuraUnavailableDeviceException.class, rival::open);
        }
        assertNotNull(service(GPIOService.class));
        // Takes the number that has become free.
        board().plug(ChipPlan.of("shed", 8));
        BoardChip again = board().plug(HOUSE);
        assertNotEquals(house.name(), again.name());
        Await.until("the chip is back", () -> gpio().getPinByTerminal(terminal(again, 1)) != null);

        door.open();
        relay.setValue(true);
        assertTrue(again.isHigh(2));
        again.pullUp(1);
        assertEquals(List.of(true), recorder.await(1));

        KuraGPIOPin now = input("DOOR", KuraGPIOTrigger.BOTH_EDGES);
        assertEquals(terminal(again, 1), now.getIndex());
        now.open();
        assertFalse(door.isOpen());
        assertTrue(now.isOpen());
    }

    /** It may have the same number, and hang on the same device. */
    @Test
    public void anotherChipInThePlaceOfOneHasItsOwnPins() throws Exception {
        BoardChip house = plugHouse();
        int terminal = terminal(house, 1);
        KuraGPIOPin before = gpio().getPinByTerminal(terminal);
        assertEquals("DOOR", before.getName());
        house.unplug();
        ChipPlan plan = ChipPlan.of("shed", 8).line(1, "LAMP");
        BoardChip shed = board().plug(plan);
        Await.until("the other chip", () -> gpio().getPinByName("LAMP") != null);
        assertNull(gpio().getPinByName("DOOR"));

        KuraGPIOPin lamp = gpio().getPinByTerminal(terminal(shed, 1));

        assertNotSame(before, lamp);
        assertEquals("LAMP", lamp.getName());
        lamp.open();
        assertMessage(
                "its chip is not there",
                assertThrows(KuraUnavailableDeviceException.class, before::open));
        assertTrue(lamp.isOpen());
    }

    @Test
    public void stoppedAdapterFreesItsLinesAndSaysWhy() throws Exception {
        BoardChip house = plugHouse();
        KuraGPIOPin door = input("DOOR", KuraGPIOTrigger.BOTH_EDGES);
        door.addPinStatusListener(new PinRecorder());
        GPIOService before = gpio();

        adapter().stop();

        assertFalse(isPresent(GPIOService.class, null));
        assertFalse(door.isOpen());
        assertFree(house, 1);
        assertMessage(
                "the GPIO adapter was stopped",
                assertThrows(KuraUnavailableDeviceException.class, door::open));
        assertMessage(
                "the GPIO adapter was stopped",
                assertThrows(KuraClosedDeviceException.class, door::getValue));
        assertNull(before.getPinByName("DOOR"));
        assertEquals(Map.of(), before.getAvailablePins());
    }

    /** Elsewhere the native library works, and chips may be plugged in later. */
    @Test
    @Tag("simulator")
    public void thereIsNoServiceWhereGpioCannotBeUsed() throws Exception {
        Await.until("there are no chips", () -> !isPresent(Chip.class, null));
        adapter().stop();
        adapter().start();
        assertFalse(isPresent(GPIOService.class, null));
        assertEquals(
                1,
                log().linesWith("GPIO cannot be used here yet, so there is no GPIOService")
                        .size(),
                log()::toString);

        BoardChip house = plugHouse();
        house.unplug();
        Await.until("the pins go", () -> gpio().getAvailablePins().isEmpty());
    }

    private void assertFree(BoardChip house, int offset) throws Exception {
        assertFalse(info(house, offset).used());
    }

    private static void assertMessage(String text, Exception thrown) {
        assertTrue(thrown.getMessage().contains(text), thrown::toString);
    }
}
