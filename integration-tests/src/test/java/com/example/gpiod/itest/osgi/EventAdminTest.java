package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.EdgeTopic;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.SubscriptionStatistics;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Edges on their way to the EventAdmin. */
public class EventAdminTest extends OsgiTest {
    private static final int DOOR = 1;
    private static final ChipPlan HOUSE = ChipPlan.of("house", 4).line(DOOR, "DOOR");
    private static final String FILTER = "(gpiod.name=*)";

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private ServiceRegistration<EventHandler> handler;
    private BoardChip chip;

    @BeforeEach
    public void plug() {
        chip = board().plug(HOUSE);
        Hashtable<String, Object> topics = new Hashtable<>();
        topics.put(EventConstants.EVENT_TOPIC, EdgeTopic.PREFIX + "*");
        handler = context().registerService(EventHandler.class, events::add, topics);
    }

    @AfterEach
    public void cleanUp() throws Exception {
        handler.unregister();
    }

    private Configuration configure(String name, String... more) throws Exception {
        return configurations().create(attributes(name, more));
    }

    private static String[] attributes(String name, String... more) {
        List<String> attributes = new ArrayList<>(List.of(
                "name=" + name, "lines=DOOR", "direction=input", "edge=both", "consumer=house"));
        attributes.addAll(List.of(more));
        return attributes.toArray(String[]::new);
    }

    private Lines awaitPosted(String name) {
        return awaitListeners(service(Lines.class, "(gpiod.name=" + name + ")"), 1);
    }

    private Lines awaitListeners(Lines lines, int count) {
        Await.until(
                () -> count + " listening, have " + lines.statistics() + "; " + log(),
                () -> lines.statistics().subscriptions().size() == count);
        return lines;
    }

    private Event awaitEvent(int count) {
        Await.until(() -> count + " events, have " + events, () -> events.size() >= count);
        return events.get(count - 1);
    }

    @Test
    public void edgeIsPostedWithAllThatIsKnownOfIt() throws Exception {
        configure("door", "event-topics=true");
        awaitPosted("door");
        assertTrue(isPresent(Lines.class, "(gpiod.event.rate=100)"));

        long before = System.nanoTime();
        chip.pullUp(DOOR);
        Event rising = awaitEvent(1);
        chip.pullDown(DOOR);
        Event falling = awaitEvent(2);

        assertEquals("com/example/gpiod/EdgeEvent/door", rising.getTopic());
        assertEquals("door", rising.getProperty(Lines.NAME));
        assertEquals(chip.name(), rising.getProperty(Lines.CHIP_NAME));
        assertEquals("house", rising.getProperty(Lines.CHIP_LABEL));
        assertEquals("DOOR", rising.getProperty(EdgeTopic.LINE));
        assertEquals(DOOR, rising.getProperty(EdgeTopic.OFFSET));
        assertEquals("RISING", rising.getProperty(EdgeTopic.TYPE));
        long stamp = (Long) rising.getProperty(EdgeTopic.TIMESTAMP_NANOS);
        assertTrue(before <= stamp && stamp <= System.nanoTime(), () -> "at " + stamp);
        assertEquals(1L, rising.getProperty(EdgeTopic.GLOBAL_SEQNO));
        assertEquals(1L, rising.getProperty(EdgeTopic.LINE_SEQNO));
        assertEquals(0L, rising.getProperty(EdgeTopic.LOST));
        assertEquals("FALLING", falling.getProperty(EdgeTopic.TYPE));
        assertEquals(2L, falling.getProperty(EdgeTopic.LINE_SEQNO));
    }

    @Test
    public void unlessItIsAskedForNothingIsPosted() throws Exception {
        configure("door");
        Lines door = service(Lines.class, "(gpiod.name=door)");
        Recorder recorder = new Recorder();
        door.subscribe(recorder);
        chip.pullUp(DOOR);
        recorder.await(1);

        assertEquals(1, door.statistics().subscriptions().size());
        assertFalse(isPresent(Lines.class, "(gpiod.event.rate=*)"));
        assertEquals(List.of(), events);
    }

    @Test
    public void moreThanTheRateIsCounted_andTheLastEdgesArePosted() throws Exception {
        int rate = 5;
        int edges = 60;
        configure("door", "event-topics=true", "event-rate=" + rate);
        awaitPosted("door");

        for (int i = 0; i < edges / 2; i++) {
            chip.pullUp(DOOR);
            chip.pullDown(DOOR);
        }
        Await.until(() -> "the last edge, have " + events, () -> lastSeqno() == edges);

        long lost = events.stream()
                .mapToLong(event -> (Long) event.getProperty(EdgeTopic.LOST))
                .sum();
        assertEquals(edges, events.size() + lost, events::toString);
        assertTrue(lost > 0, "too slow to need a limit: " + events);
        for (int i = events.size() - rate; i < events.size(); i++) {
            assertEquals(
                    (long) edges - (events.size() - 1 - i),
                    events.get(i).getProperty(EdgeTopic.LINE_SEQNO));
        }
    }

    private long lastSeqno() {
        return events.isEmpty()
                ? 0
                : (Long) events.get(events.size() - 1).getProperty(EdgeTopic.LINE_SEQNO);
    }

    @Test
    public void changesHaveEffectInPlace() throws Exception {
        Configuration configuration = configure("door");
        Lines door = service(Lines.class, "(gpiod.name=door)");

        Configurations.update(configuration, attributes("door", "event-topics=true"));
        awaitListeners(door, 1);
        chip.pullUp(DOOR);
        awaitEvent(1);
        awaitCalls(door, 1);
        Configurations.update(configuration, attributes("front door", "event-topics=true"));
        // The earlier subscription is over.
        awaitCalls(door, 0);
        chip.pullDown(DOOR);

        Event renamed = awaitEvent(2);
        assertEquals("com/example/gpiod/EdgeEvent/front_door", renamed.getTopic());
        assertEquals("front door", renamed.getProperty(Lines.NAME));
        Configurations.update(configuration, attributes("door", "event-topics=false"));
        awaitListeners(door, 0);
    }

    /** So many that returned, to all who listen now. */
    private static void awaitCalls(Lines lines, long count) {
        Await.until(
                () -> count + " calls, have " + lines.statistics(),
                () -> lines.statistics().subscriptions().stream()
                                .mapToLong(SubscriptionStatistics::calls)
                                .sum()
                        == count);
    }

    @Test
    public void replugPostsAgain() throws Exception {
        configure("door", "event-topics=true");
        awaitPosted("door");
        chip.pullUp(DOOR);
        awaitEvent(1);

        chip.unplug();
        Await.until("the service goes", () -> !isPresent(Lines.class, FILTER));
        chip = board().plug(HOUSE);
        awaitPosted("door");
        chip.pullUp(DOOR);

        assertEquals(chip.name(), awaitEvent(2).getProperty(Lines.CHIP_NAME));
    }

    @Test
    public void eventAdminMayComeLater_andOneLineTells() throws Exception {
        Bundle admin = context().getServiceReference(EventAdmin.class).getBundle();
        admin.stop();
        try {
            assertNull(context().getServiceReference(EventAdmin.class.getName()));
            configure("door", "event-topics=true");
            Lines door = service(Lines.class, "(gpiod.name=door)");
            awaitListeners(door, 0);
            List<String> told = log().linesWith("once there is an EventAdmin");
            assertEquals(1, told.size(), log()::toString);
        } finally {
            admin.start();
        }
        awaitPosted("door");
        // Felix's configures itself on a thread of its own after its start, and for a moment has no
        // handlers then: what is posted in it nobody gets.
        Await.until("an edge is posted", () -> {
            chip.pullUp(DOOR);
            chip.pullDown(DOOR);
            return !events.isEmpty();
        });
    }

    @Test
    public void wrongRateIsRefused() throws Exception {
        configure("door", "event-topics=true", "event-rate=0");
        Await.until(
                log()::toString,
                () -> !log().linesWith(
                                "attribute event-rate is '0'; give a whole number from 1 to 10000")
                        .isEmpty());
        assertFalse(isPresent(Lines.class, FILTER));
    }
}
