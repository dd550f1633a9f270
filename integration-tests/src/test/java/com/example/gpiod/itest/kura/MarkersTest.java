package com.example.gpiod.itest.kura;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.example.gpiod.api.GpiodStatus;
import com.example.gpiod.api.Lines;
import com.example.gpiod.itest.Await;

import org.eclipse.kura.configuration.ConfigurableComponent;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

import java.util.Hashtable;

/** Kura's console shows what has a service of its marker type with both PIDs. */
public class MarkersTest extends KuraTest {
    private static final String DOOR = "(kura.service.pid=door)";

    @Test
    public void adapterIsShown() {
        ServiceReference<ConfigurableComponent> marker =
                reference(ConfigurableComponent.class, "(kura.service.pid=" + ADAPTER + ")");

        assertEquals(ADAPTER, marker.getProperty(Constants.SERVICE_PID));
    }

    @Test
    public void configuredLinesAreShownAlsoWithoutTheirChip() throws Exception {
        ConfigurationAdmin admin = service(ConfigurationAdmin.class);
        Configuration configuration = admin.createFactoryConfiguration(Lines.FACTORY_PID, "?");
        try {
            // As Kura makes it; what is missing the operator gives later.
            Hashtable<String, Object> properties = new Hashtable<>();
            properties.put("kura.service.pid", "door");
            configuration.update(properties);
            ServiceReference<ConfigurableComponent> marker =
                    reference(ConfigurableComponent.class, DOOR);
            assertEquals(configuration.getPid(), marker.getProperty(Constants.SERVICE_PID));
            assertEquals(Lines.FACTORY_PID, marker.getProperty("service.factoryPid"));
            // Felix SCR may take no second update that comes while it reads the first.
            Await.until(
                    () -> "the first is refused; " + log(),
                    () -> log().linesWith("attribute name is missing").size() == 1);

            properties.put("name", "door");
            properties.put("lines", new String[] {"DOOR"});
            properties.put("edge", "both");
            configuration.update(properties);
            plugHouse();
            service(Lines.class, "(gpiod.name=door)");
            assertEquals(marker, reference(ConfigurableComponent.class, DOOR));
        } finally {
            configuration.delete();
        }
        Await.until("the marker goes", () -> !isPresent(ConfigurableComponent.class, DOOR));
    }

    @Test
    public void whatKuraDidNotMakeIsNotShown() throws Exception {
        Configuration configuration = configurations().create("name=mine", "lines=DOOR");
        Await.until(
                "the configuration is seen",
                () -> !service(GpiodStatus.class).configurations().isEmpty());
        adapter().stop();
        adapter().start();
        reference(ConfigurableComponent.class, "(kura.service.pid=" + ADAPTER + ")");

        assertFalse(isPresent(
                ConfigurableComponent.class, "(service.pid=" + configuration.getPid() + ")"));
    }
}
