package com.example.gpiod.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.example.gpiod.shell.Rig.Running;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceListener;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

class WaitCommandTest {
    private final List<ServiceListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicReference<Object> there = new AtomicReference<>();
    private Rig rig;
    private WaitCommand command;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig();
        command = new WaitCommand(rig.gpiod, context());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Running await(String... arguments) throws Exception {
        Running wait = rig.start(() -> {
            there.set(command.run(rig.console, arguments));
            return null;
        });
        Rig.await("it waits", () -> listeners.size() == 1);
        return wait;
    }

    private void tell() {
        listeners.forEach(listener -> listener.serviceChanged(null));
    }

    @Test
    void waitsForAChip() throws Exception {
        Running wait = await("-c", "house");
        rig.plug("garden", 1, Map.of());
        tell();
        rig.plug("house", 2, Map.of());
        tell();
        assertEquals(Optional.empty(), wait.end());
        assertEquals("simchip1 [house] (2 lines)", there.get());
        assertEquals(List.of(), listeners);
    }

    @Test
    void waitsForAllLines() throws Exception {
        Running wait = await("DOOR", "GATE");
        rig.plug("house", 2, Map.of(1, "DOOR"));
        tell();
        rig.plug("garden", 1, Map.of(0, "GATE"));
        tell();
        assertEquals(Optional.empty(), wait.end());
        assertEquals("simchip0 1 \"DOOR\"\nsimchip1 0 \"GATE\"", there.get());
    }

    @Test
    void whatIsThereIsNotWaitedFor() throws Exception {
        rig.plug("house", 2, Map.of(1, "DOOR"));
        assertEquals("simchip0 1 \"DOOR\"", command.run(rig.console, "-t0", "DOOR"));
    }

    @Test
    void timeOutTellsWhatIsMissing() {
        TimeoutException e = assertThrows(
                TimeoutException.class, () -> command.run(rig.console, "-t", "1ms", "DOOR"));
        assertEquals("not within 1ms: There is no line named \"DOOR\" on any chip", e.getMessage());
        assertEquals(List.of(), listeners);
    }

    @Test
    void endsAtOnceWhenInterruptedOrStopped() throws Exception {
        Running wait = await("DOOR");
        wait.interrupt();
        assertInstanceOf(InterruptedException.class, wait.end().orElseThrow());
        wait = await("DOOR");
        command.end();
        assertInstanceOf(InterruptedException.class, wait.end().orElseThrow());
        assertEquals(List.of(), listeners);
    }

    @Test
    void withoutChipAndLinesItIsRefusedAsGogoCallsIt() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> command.execute(null, List.of()));
        assertEquals("name a chip (--chip) or lines (gpio:wait --help tells more)", e.getMessage());
    }

    /** Of a context the command uses no more than this. */
    private BundleContext context() {
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "addServiceListener" -> {
                        listeners.add((ServiceListener) arguments[0]);
                        yield null;
                    }
                    case "removeServiceListener" -> {
                        listeners.remove((ServiceListener) arguments[0]);
                        yield null;
                    }
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }
}
