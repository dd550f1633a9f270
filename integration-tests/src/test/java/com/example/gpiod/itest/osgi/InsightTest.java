package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Lines;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;
import org.osgi.service.cm.Configuration;

import java.io.IOException;
import java.lang.management.ManagementFactory;

import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/** What someone far away sees: JMX and health checks. */
public class InsightTest extends OsgiTest {
    private static final String DOOR = "(gpiod.name=door)";
    private static final String[] DOOR_IS_INPUT = {
        "name=door", "chip=house", "lines=DOOR", "direction=input", "edge=both"
    };

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private BoardChip chip;

    @BeforeEach
    public void plug() {
        chip = board().plug(ChipPlan.of("house", 4).line(2, "DOOR"));
    }

    private ObjectName name() throws Exception {
        return new ObjectName("com.example.gpiod:type=Gpio,uuid="
                + context().getProperty(Constants.FRAMEWORK_UUID));
    }

    /** A row of a table of the MBean. */
    private CompositeData row(String attribute, String key) throws Exception {
        TabularData table = (TabularData) server.getAttribute(name(), attribute);
        CompositeData row = table.get(new Object[] {key});
        assertTrue(row != null, () -> key + " in " + table);
        return (CompositeData) row.get("value");
    }

    @Test
    public void jmxShowsRequestsAndConfigurations() throws Exception {
        Configuration configuration = configurations().create(DOOR_IS_INPUT);
        Lines door = service(Lines.class, DOOR);
        door.subscribe(edge -> {
            throw new IOException("on purpose");
        });
        chip.pullUp(2);
        String key = chip.name() + ":2";
        Await.until("the MBean", () -> server.isRegistered(name()));
        Await.until(
                () -> "a failed call; " + log(),
                () -> row("Requests", key).get("listenersFailures").equals(1L));

        CompositeData request = row("Requests", key);
        assertEquals("door", request.get("holder"));
        assertEquals("house", request.get("label"));
        assertEquals(1L, request.get("events"));
        assertEquals(0L, request.get("lost"));
        assertEquals(1, request.get("listeners"));
        assertEquals(1L, request.get("listenersCalls"));
        CompositeData active = row("Configurations", configuration.getPid());
        assertEquals("door", active.get("name"));
        assertEquals("ACTIVE", active.get("state"));
    }

    @Test
    public void mbeanGoesWithTheBundle() throws Exception {
        ImplBundle impl = new ImplBundle(context());
        Await.until("the MBean", () -> server.isRegistered(name()));
        impl.stop();
        try {
            assertTrue(!server.isRegistered(name()));
        } finally {
            impl.start();
        }
        Await.until("the MBean", () -> server.isRegistered(name()));
    }

    @Test
    public void healthIsCriticalWhileConfiguredLinesAreNotHeld() throws Exception {
        configurations().create(DOOR_IS_INPUT);
        service(Lines.class, DOOR);
        Await.until(() -> check().toString(), () -> check().getStatus() == Status.OK);

        chip.unplug();

        Await.until(() -> check().toString(), () -> check().getStatus() == Status.CRITICAL);
        assertTrue(check().toString().contains("'door' are not held"), check()::toString);
        board().plug(ChipPlan.of("house", 4).line(2, "DOOR"));
        Await.until(() -> check().toString(), () -> check().getStatus() == Status.OK);
    }

    @Test
    public void healthWarnsOfFailingListeners() throws Exception {
        configurations().create(DOOR_IS_INPUT);
        service(Lines.class, DOOR).subscribe(edge -> {
            throw new IOException("on purpose");
        });
        chip.pullUp(2);

        Await.until(() -> check().toString(), () -> check().getStatus() == Status.WARN);
    }

    private Result check() {
        return service(HealthCheck.class, "(hc.name=GPIO)").execute();
    }
}
