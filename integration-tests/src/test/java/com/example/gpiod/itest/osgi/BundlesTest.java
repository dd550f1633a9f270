package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

import java.util.Arrays;
import java.util.List;

/** The bundles resolve and start in both frameworks. */
@Tag("smoke")
public class BundlesTest extends OsgiTest {
    @Test
    public void bundlesAreActive() {
        for (Bundle bundle : context().getBundles()) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            assertEquals(
                    fragment ? Bundle.RESOLVED : Bundle.ACTIVE,
                    bundle.getState(),
                    bundle::toString);
        }
        List<String> names = Arrays.stream(context().getBundles())
                .map(Bundle::getSymbolicName)
                .toList();
        assertTrue(names.contains("com.example.gpiod.impl"), names::toString);
    }

    @Test
    public void runsInTheFrameworkThatWasAskedFor() {
        String system = context().getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getSymbolicName();
        assertEquals(
                System.getProperty("itest.framework").equals("felix")
                        ? "org.apache.felix.framework"
                        : "org.eclipse.osgi",
                system);
    }
}
