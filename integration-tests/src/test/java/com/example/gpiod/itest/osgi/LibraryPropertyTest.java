package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.FrameworkFactory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The path of the native library can be a property of the framework, not only of the JVM: seen in a
 * second framework, with the bundles of the first and without a fragment.
 */
public class LibraryPropertyTest extends OsgiTest {
    private static final String LIBRARY = "com.example.gpiod.library";

    @Test
    public void libraryOfTheFrameworkPropertyIsUsed() throws Exception {
        Path fragments = Path.of(
                System.getProperty("itest.home"),
                "native/META-INF/native/linux-" + NativeFragments.processorOfThisMachine(),
                "libgpiod-osgi.so");
        Path library = Files.copy(
                        fragments, context().getDataFile("libgpiod-osgi.so").toPath())
                .toRealPath();
        try (Launched framework = launch(library)) {
            assertTold("Native GPIO is in use");
            List<Path> mapped = ProcessTraces.mappedLibraries();
            assertTrue(mapped.contains(library), mapped::toString);
        }
    }

    @Test
    public void errorNamesTheFrameworkProperty() throws Exception {
        Path library = Path.of("/missing/libgpiod-osgi.so");
        try (Launched framework = launch(library)) {
            assertTold("Native GPIO is not in use: " + LIBRARY + "=" + library + " is not there");
        }
    }

    private void assertTold(String what) {
        List<String> told = log().linesWith("Native GPIO");
        assertEquals(1, told.size(), log()::toString);
        assertTrue(told.get(0).contains(what), log()::toString);
    }

    /** When this returns, the immediate components are active: DS makes them as bundles start. */
    private Launched launch(Path library) throws BundleException {
        Map<String, String> properties = Map.of(
                Constants.FRAMEWORK_STORAGE,
                context().getDataFile("framework").toString(),
                Constants.FRAMEWORK_STORAGE_CLEAN,
                Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                "org.slf4j;version=1.7.36,org.slf4j.helpers;version=1.7.36",
                // The JVM has one handler of URLs, which is that of the first framework.
                "felix.service.urlhandlers",
                "false",
                LIBRARY,
                library.toString());
        ClassLoader host = FrameworkFactory.class.getClassLoader();
        var framework = ServiceLoader.load(FrameworkFactory.class, host)
                .findFirst()
                .orElseThrow()
                .newFramework(properties);
        Launched launched = new Launched(framework);
        framework.start();
        List<Bundle> bundles = new ArrayList<>();
        for (Bundle each : context().getBundles()) {
            // Pax Exam's own come from elsewhere.
            if (each.getLocation().startsWith("file:")
                    && each.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundles.add(framework.getBundleContext().installBundle(each.getLocation()));
            }
        }
        for (Bundle bundle : bundles) {
            bundle.start();
        }
        return launched;
    }

    private record Launched(org.osgi.framework.launch.Framework framework)
            implements AutoCloseable {
        @Override
        public void close() throws BundleException, InterruptedException {
            framework.stop();
            framework.waitForStop(0);
        }
    }
}
