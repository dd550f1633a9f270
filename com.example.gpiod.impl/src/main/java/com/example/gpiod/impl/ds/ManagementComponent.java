package com.example.gpiod.impl.ds;

import com.example.gpiod.api.ConfigurationStatus;
import com.example.gpiod.api.GpiodStatus;
import com.example.gpiod.api.RequestStatus;
import com.example.gpiod.impl.core.Threads;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * Shows {@link GpiodStatus} in the platform's MBean server. The name has the UUID of the framework,
 * as those of the OSGi JMX specification do: there may be several in one JVM.
 *
 * <p><b>Synchronization:</b> none required; thread-safe.
 */
@Component(
        service = {},
        immediate = true)
public final class ManagementComponent implements GpioMXBean {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementComponent.class);

    private final GpiodStatus gpiod;
    private final ObjectName name;

    private final ReentrantLock lock = new ReentrantLock();
    // Both are guarded by lock.
    private boolean registered;
    private boolean deactivated;

    @Activate
    public ManagementComponent(BundleContext context, @Reference GpiodStatus gpiod)
            throws JMException {
        this.gpiod = gpiod;
        name = new ObjectName("com.example.gpiod:type=Gpio,uuid="
                + context.getProperty(Constants.FRAMEWORK_UUID));
        // Who first asks for the platform's server makes it, which takes longer than all else here.
        Threads.daemon("gpiod-management", this::register).start();
    }

    private void register() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        lock.lock();
        try {
            if (!deactivated) {
                server.registerMBean(this, name);
                registered = true;
            }
        } catch (JMException | RuntimeException e) {
            LOG.warn("MBean {} cannot be registered", name, e);
        } finally {
            lock.unlock();
        }
    }

    @Deactivate
    void unregister() {
        lock.lock();
        try {
            deactivated = true;
            if (registered) {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
            }
        } catch (JMException e) {
            LOG.warn("MBean {} was not there any more", name, e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Map<String, Request> getRequests() {
        return gpiod.requests().stream()
                .collect(Collectors.toMap(
                        ManagementComponent::key,
                        Request::new,
                        (one, other) -> other,
                        TreeMap::new));
    }

    private static String key(RequestStatus status) {
        return status.chip().name()
                + ":"
                + status.offsets().stream().map(Objects::toString).collect(Collectors.joining(","));
    }

    @Override
    public Map<String, Configuration> getConfigurations() {
        return gpiod.configurations().stream()
                .collect(Collectors.toMap(
                        ConfigurationStatus::pid,
                        Configuration::new,
                        (one, other) -> other,
                        TreeMap::new));
    }
}
