package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** The bundles resolve and start in each framework; {@link FragmentsTest} is about the fragments. */
@Tag("smoke")
public class BundlesTest extends OsgiTest {
    @Test
    public void bundlesAreActive() {
        for (Bundle bundle : context().getBundles()) {
            if (!NativeFragments.isNative(bundle)) {
                assertEquals(Bundle.ACTIVE, bundle.getState(), bundle::toString);
            }
        }
        List<String> names = Arrays.stream(context().getBundles())
                .map(Bundle::getSymbolicName)
                .toList();
        assertTrue(names.contains("com.example.gpiod.impl"), names::toString);
    }

    @Test
    public void runsInTheFrameworkThatWasAskedFor() throws Exception {
        Bundle system = context().getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        try (JarFile jar = new JarFile(Framework.jar().toFile())) {
            Attributes asked = jar.getManifest().getMainAttributes();
            String name = asked.getValue(Constants.BUNDLE_SYMBOLICNAME).replaceFirst(";.*", "");
            assertEquals(name, system.getSymbolicName());
            assertEquals(
                    asked.getValue(Constants.BUNDLE_VERSION),
                    system.getVersion().toString());
        }
    }
}
