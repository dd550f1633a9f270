package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleWiring;

import java.util.Arrays;
import java.util.List;

/** The bundles resolve and start in both frameworks. */
@Tag("smoke")
public class BundlesTest extends OsgiTest {
    @Test
    public void bundlesAreActive() {
        for (Bundle bundle : context().getBundles()) {
            if (!isFragment(bundle)) {
                assertEquals(Bundle.ACTIVE, bundle.getState(), bundle::toString);
            }
        }
        List<String> names = Arrays.stream(context().getBundles())
                .map(Bundle::getSymbolicName)
                .toList();
        assertTrue(names.contains("com.example.gpiod.impl"), names::toString);
    }

    /** The fragments of all architectures that were built are installed. */
    @Test
    @Tag("vm")
    public void fragmentOfThisProcessorAttachesAndNoOther() {
        List<Bundle> fragments = Arrays.stream(context().getBundles())
                .filter(BundlesTest::isFragment)
                .toList();
        List<String> attached = fragments.stream()
                .filter(fragment -> fragment.adapt(BundleWiring.class) != null)
                .map(Bundle::getSymbolicName)
                .toList();
        assertEquals(
                List.of("com.example.gpiod.natives.linux."
                        + System.getProperty("itest.architecture")),
                attached);
        assertEquals(4, fragments.size(), fragments::toString);
        for (Bundle fragment : fragments) {
            assertEquals(
                    attached.contains(fragment.getSymbolicName())
                            ? Bundle.RESOLVED
                            : Bundle.INSTALLED,
                    fragment.getState(),
                    fragment::toString);
        }
    }

    private static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
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
