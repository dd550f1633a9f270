package com.example.gpiod.impl.ds;

import com.example.gpiod.api.ConfigurationStatus;
import com.example.gpiod.api.GpiodStatus;
import com.example.gpiod.api.RequestStatus;

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
import java.util.stream.Collectors;

import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Shows {@link GpiodStatus} in the platform's MBean server. The name has the UUID of the framework,
 * as those of the OSGi JMX specification do: there may be several in one JVM.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
@Component(
        service = {},
        immediate = true)
public final class ManagementComponent implements GpioMXBean {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementComponent.class);

    private final GpiodStatus gpiod;
    private final ObjectName name;

    @Activate
    public ManagementComponent(BundleContext context, @Reference GpiodStatus gpiod)
            throws JMException {
        this.gpiod = gpiod;
        name = new ObjectName("com.example.gpiod:type=Gpio,uuid="
                + context.getProperty(Constants.FRAMEWORK_UUID));
        ManagementFactory.getPlatformMBeanServer().registerMBean(this, name);
    }

    @Deactivate
    void unregister() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException e) {
            LOG.warn("MBean {} was not there any more", name, e);
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
