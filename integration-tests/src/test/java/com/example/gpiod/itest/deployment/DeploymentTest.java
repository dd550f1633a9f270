package com.example.gpiod.itest.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;
import com.example.gpiod.itest.board.GpioSimBoard;
import com.example.gpiod.itest.osgi.NativeFragments;
import com.example.gpiod.itest.osgi.ProcessTraces;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;
import org.osgi.service.deploymentadmin.DeploymentAdmin;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Our packages through the real DeploymentAdmin, as Kura 5's console has it install them. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class DeploymentTest {
    private static final String GPIO_SERVICE = "org.eclipse.kura.gpio.GPIOService";
    private static final String OF_ALL = "linux";
    private static final String OF_THIS_MACHINE =
            OF_ALL + "." + NativeFragments.processorOfThisMachine();
    private static final List<String> HOSTS =
            List.of("com.example.gpiod.api", "com.example.gpiod.impl", "com.example.gpiod.kura");

    private static final boolean ON_GPIO_SIM =
            System.getProperty("itest.backend").equals("gpio-sim");

    @TempDir
    Path storage;

    private KuraFramework kura;
    private DeploymentAdmin admin;

    @BeforeEach
    void start() throws Exception {
        kura = new KuraFramework(storage);
        admin = kura.deploymentAdmin();
    }

    @AfterEach
    void stop() throws Exception {
        kura.close();
    }

    @Test
    void packageIsInstalledUpgradedAndUninstalledWithoutTrace() throws Exception {
        DeploymentPackage first = DeploymentPackage.of(OF_THIS_MACHINE);
        // Once for what is made on the first use, and never again.
        admin.installDeploymentPackage(first.stream());
        use();
        admin.getDeploymentPackage(first.name()).uninstall();
        awaitNoLibrary();
        Set<String> bundles = kura.bundles();
        ProcessTraces before = ProcessTraces.now();

        admin.installDeploymentPackage(first.stream());
        use();
        Path library = ProcessTraces.awaitMappedLibrary("of the package", any -> true);
        long size = Files.size(library);
        for (int more = 1; more <= 2; more++) {
            String version = "0.1." + more;

            admin.installDeploymentPackage(first.withVersion(version, more).stream());

            use();
            long longer = size + more;
            ProcessTraces.awaitMappedLibrary(
                    "of " + version, each -> each.toFile().length() == longer);
            assertEquals(1, ours());
            assertEquals(
                    new Version(version),
                    admin.getDeploymentPackage(first.name()).getVersion());
            for (String host : HOSTS) {
                assertEquals(
                        new Version(version), kura.bundle(host).orElseThrow().getVersion());
            }
        }

        admin.getDeploymentPackage(first.name()).uninstall();

        assertFalse(kura.hasService(GPIO_SERVICE));
        awaitNoLibrary();
        assertEquals(bundles, kura.bundles());
        Await.until(
                () -> "nothing is left behind but " + ProcessTraces.now().beyond(before),
                () -> ProcessTraces.now().beyond(before).isEmpty());
    }

    @Test
    @Tag("smoke")
    void packageForAllAttachesTheFragmentOfThisMachine() throws Exception {
        DeploymentPackage all = DeploymentPackage.of(OF_ALL);
        // A build without cross compilers has one fragment.
        if ("true".equals(System.getenv("CI"))) {
            assertEquals(HOSTS.size() + 4, all.bundles().size());
        }

        admin.installDeploymentPackage(all.stream());

        use();
        for (String name : kura.bundles()) {
            Bundle bundle = kura.bundle(name.split(" ")[0]).orElseThrow();
            if (bundle.getSymbolicName().startsWith("com.example.gpiod.natives.")) {
                assertEquals(
                        bundle.getSymbolicName().equals(NativeFragments.nameOfThisMachine())
                                ? Bundle.RESOLVED
                                : Bundle.INSTALLED,
                        bundle.getState(),
                        name);
            }
        }
        admin.getDeploymentPackage(all.name()).uninstall();
        awaitNoLibrary();
    }

    /** How many packages of ours there are; DeploymentAdmin has one of its own for the rest. */
    private long ours() {
        return Arrays.stream(admin.listDeploymentPackages())
                .filter(each -> each.getName().startsWith("com.example.gpiod."))
                .count();
    }

    private void awaitNoLibrary() {
        Await.until(() -> "the library is unmapped: " + ProcessTraces.mappedLibraries(), () -> {
            System.gc();
            return ProcessTraces.mappedLibraries().isEmpty();
        });
    }

    /** The bundles are active, and Kura's applications have their pins. */
    private void use() throws Exception {
        for (String host : HOSTS) {
            assertEquals(Bundle.ACTIVE, kura.bundle(host).orElseThrow().getState(), host);
        }
        Object gpio = kura.service(GPIO_SERVICE);
        if (!ON_GPIO_SIM) {
            // There is no GPIO, but a library that works.
            assertNotNull(call(gpio, "getAvailablePins"));
            return;
        }
        try (GpioSimBoard board = new GpioSimBoard()) {
            BoardChip house = board.plug(ChipPlan.of("house", 4).line(1, "DOOR"));
            Await.until("the pin", () -> call(gpio, "getPinByName", "DOOR") != null);
            Object door = call(gpio, "getPinByName", "DOOR");
            call(door, "open");
            house.pullUp(1);
            assertEquals(true, call(door, "getValue"));
            house.pullDown(1);
            assertEquals(false, call(door, "getValue"));
            call(door, "close");
        }
    }

    /** The types are the framework's: the test sees them through their interfaces only. */
    private static Object call(Object target, String name, Object... arguments) throws Exception {
        for (Class<?> type : target.getClass().getInterfaces()) {
            for (Method method : type.getMethods()) {
                if (method.getName().equals(name)
                        && method.getParameterCount() == arguments.length
                        && (arguments.length == 0
                                || method.getParameterTypes()[0].isInstance(arguments[0]))) {
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw (Exception) e.getCause();
                    }
                }
            }
        }
        throw new NoSuchMethodException(name);
    }
}
