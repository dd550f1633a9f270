package com.example.gpiod.impl.ds;

import com.example.gpiod.impl.jni.JniBackend;
import com.example.gpiod.impl.jni.NativeLibraryException;
import com.example.gpiod.spi.GpioBackend;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/**
 * Registers the backend of this machine's chips, if its native library works here; else says in one
 * line why not, and other backends serve without it. A service, so that who needs it to have been
 * tried can wait for that.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
@Component(service = NativeComponent.class, immediate = true)
public final class NativeComponent {
    private static final Logger LOG = LoggerFactory.getLogger(NativeComponent.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final @Nullable ServiceRegistration<GpioBackend> registration;

    @Activate
    public NativeComponent(BundleContext context) {
        ServiceRegistration<GpioBackend> registered = null;
        try {
            String library = context.getProperty(JniBackend.LIBRARY);
            if (library == null) {
                NativeFragments.requireOne(context);
            }
            JniBackend backend = JniBackend.load(library, patience(context));
            registered = context.registerService(GpioBackend.class, backend, null);
            LOG.info("Native GPIO is in use, with libgpiod {}", backend.apiVersion());
        } catch (NativeLibraryException e) {
            LOG.warn("Native GPIO is not in use: {}", e.getMessage());
        }
        registration = registered;
    }

    /** Between update and refresh the framework itself keeps the class loader of before. */
    private static Duration patience(BundleContext context) {
        boolean refreshed = !context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)
                .adapt(FrameworkWiring.class)
                .getRemovalPendingBundles()
                .contains(context.getBundle());
        return refreshed ? PATIENCE : Duration.ZERO;
    }

    @Deactivate
    void deactivate() {
        if (registration != null) {
            registration.unregister();
        }
    }
}
