package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.gpiod.api.ConfigurationStatus.State;
import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.EdgeListener;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodStatus;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.RequestStatus;
import com.example.gpiod.api.SubscriptionStatistics;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Listeners that are services, and what they are subscribed to. */
public class WhiteboardTest extends OsgiTest {
    private static final int DOOR = 0;
    private static final int WINDOW = 1;
    private static final ChipPlan HOUSE =
            ChipPlan.of("house", 4).line(DOOR, "DOOR").line(WINDOW, "WINDOW");
    private static final String ANY = "(gpiod.name=*)";

    private final Recorder recorder = new Recorder();
    private final List<ServiceRegistration<?>> registered = new ArrayList<>();
    private BoardChip chip;

    @BeforeEach
    public void plug() {
        chip = board().plug(HOUSE);
    }

    @AfterEach
    public void cleanUp() throws Exception {
        registered.forEach(ServiceRegistration::unregister);
    }

    private Configuration configureDoor() throws Exception {
        return configurations().create(input("door", "DOOR"));
    }

    private Configuration configureWindow() throws Exception {
        return configurations().create(input("window", "WINDOW"));
    }

    private static String[] input(String name, String line) {
        return new String[] {
            "name=" + name, "lines=" + line, "direction=input", "edge=both", "consumer=house"
        };
    }

    private ServiceRegistration<EdgeListener> register(EdgeListener listener, String target) {
        ServiceRegistration<EdgeListener> registration =
                context().registerService(EdgeListener.class, listener, properties(target));
        registered.add(registration);
        return registration;
    }

    private static Hashtable<String, Object> properties(String target) {
        Hashtable<String, Object> properties = new Hashtable<>();
        if (target != null) {
            properties.put(EdgeListener.TARGET, target);
        }
        return properties;
    }

    /** Waits for lines, and until so many listen to them. */
    private void awaitListeners(String name, int count) {
        Await.until(
                () -> count + " listening to " + name + ", have " + requests() + "; " + log(),
                () -> isPresent(Lines.class, "(gpiod.name=" + name + ")")
                        && requests().stream()
                                .filter(request -> request.holder().equals(name))
                                .anyMatch(request -> subscriptions(request).size() == count));
    }

    private List<RequestStatus> requests() {
        return service(GpiodStatus.class).requests();
    }

    private static List<SubscriptionStatistics> subscriptions(RequestStatus request) {
        return request.statistics().subscriptions();
    }

    @Test
    public void listenerHearsTheLinesOfItsTarget() throws Exception {
        configureDoor();
        configureWindow();
        awaitListeners("window", 0);
        register(recorder, "(gpiod.name=door)");
        awaitListeners("door", 1);

        chip.pullUp(WINDOW);
        chip.pullUp(DOOR);
        chip.pullDown(WINDOW);
        chip.pullDown(DOOR);

        assertEquals(List.of("RISING 0", "FALLING 0"), recorder.await(2));
        awaitListeners("window", 0);
    }

    @Test
    public void listenerMayBeThereBeforeTheLines() throws Exception {
        register(recorder, "(gpiod.lines=WINDOW)");

        configureDoor();
        configureWindow();
        awaitListeners("window", 1);
        chip.pullUp(WINDOW);

        assertEquals(List.of("RISING 1"), recorder.await(1));
        awaitListeners("door", 0);
    }

    @Test
    public void listenerAndLinesMayBeThereBeforeTheImplementation() throws Exception {
        ImplBundle impl = new ImplBundle(context());
        impl.stop();
        try {
            configureDoor();
            register(recorder, ANY);
        } finally {
            impl.start();
        }
        awaitListeners("door", 1);

        chip.pullUp(DOOR);

        assertEquals(List.of("RISING 0"), recorder.await(1));
    }

    @Test
    public void oneListenerMayHearSeveralRequests() throws Exception {
        register(recorder, "(gpiod.chip.label=house)");
        configureDoor();
        configureWindow();
        awaitListeners("door", 1);
        awaitListeners("window", 1);

        chip.pullUp(DOOR);
        recorder.await(1);
        chip.pullUp(WINDOW);

        assertEquals(List.of("RISING 0", "RISING 1"), recorder.await(2));
    }

    @Test
    public void listenerThatIsUnregisteredHearsNoMore() throws Exception {
        configureDoor();
        Recorder stays = new Recorder();
        register(stays, ANY);
        ServiceRegistration<EdgeListener> goes = register(recorder, ANY);
        awaitListeners("door", 2);
        chip.pullUp(DOOR);
        recorder.await(1);

        goes.unregister();
        registered.remove(goes);
        chip.pullDown(DOOR);

        assertEquals(List.of("RISING 0", "FALLING 0"), stays.await(2));
        assertEquals(List.of("RISING 0"), recorder.told());
        awaitListeners("door", 1);
    }

    @Test
    public void listenerGoesWithItsBundle() throws Exception {
        configureDoor();
        register(recorder, ANY);
        try (UserBundle user = UserBundle.empty(context(), "user")) {
            user.context().registerService(EdgeListener.class, new Recorder(), properties(ANY));
            awaitListeners("door", 2);

            user.stop();

            awaitListeners("door", 1);
        }
    }

    @Test
    public void stoppedImplementationCallsNobody() throws Exception {
        configureDoor();
        register(recorder, ANY);
        awaitListeners("door", 1);
        ImplBundle impl = new ImplBundle(context());

        impl.stop();
        impl.start();
        awaitListeners("door", 1);
        chip.pullUp(DOOR);

        assertEquals(List.of("RISING 0"), recorder.await(1));
    }

    @Test
    public void unplugIsToldOnce_andReplugSubscribesAgain() throws Exception {
        configureDoor();
        register(recorder, "(gpiod.name=door)");
        awaitListeners("door", 1);
        chip.pullUp(DOOR);
        recorder.await(1);

        chip.unplug();
        assertEquals(List.of("RISING 0", "GONE"), recorder.await(2));
        Await.until("the service goes", () -> !isPresent(Lines.class, ANY));

        chip = board().plug(HOUSE);
        awaitListeners("door", 1);
        chip.pullUp(DOOR);

        assertEquals(List.of("RISING 0", "GONE", "RISING 0"), recorder.await(3));
    }

    @Test
    public void unplugIsToldAlthoughTheListenerIsBusyWhileTheServiceGoes() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        configureDoor();
        register(
                new EdgeListener() {
                    @Override
                    public void onEdge(EdgeEvent event) {
                        busy.countDown();
                        waitFor(leave);
                        recorder.onEdge(event);
                    }

                    @Override
                    public void onLost(long count) {
                        recorder.onLost(count);
                    }

                    @Override
                    public void onGone(GpiodException reason) {
                        recorder.onGone(reason);
                    }
                },
                ANY);
        awaitListeners("door", 1);
        Recorder witness = new Recorder();
        register(witness, ANY);
        awaitListeners("door", 2);
        chip.pullUp(DOOR);
        waitFor(busy);
        chip.pullDown(DOOR);
        witness.await(2);

        chip.unplug();
        Await.until(
                "the service is gone, and given back by all",
                () -> service(GpiodStatus.class).configurations().stream()
                        .allMatch(status -> status.state() == State.INACTIVE));
        leave.countDown();

        assertEquals(List.of("RISING 0", "LOST 1", "GONE"), recorder.await(3));
    }

    private static void waitFor(CountDownLatch latch) {
        Await.until("the latch", () -> latch.getCount() == 0);
    }

    @Test
    public void changedTarget_changesOnlyWhatItMatchesOtherwise() throws Exception {
        configureDoor();
        configureWindow();
        ServiceRegistration<EdgeListener> registration = register(recorder, "(gpiod.name=door)");
        awaitListeners("door", 1);
        chip.pullUp(DOOR);
        awaitCalls("door", 1);

        registration.setProperties(properties("(|(gpiod.name=door)(gpiod.name=window))"));
        awaitListeners("window", 1);
        assertEquals(1, callsOf("door"), "the subscription from before");
        registration.setProperties(properties("(gpiod.name=window)"));
        awaitListeners("door", 0);
        awaitListeners("window", 1);
        chip.pullUp(WINDOW);

        assertEquals(List.of("RISING 0", "RISING 1"), recorder.await(2));
    }

    /** So many that returned, to all who listen now. */
    private void awaitCalls(String name, long count) {
        Await.until(() -> count + " calls, have " + requests(), () -> callsOf(name) == count);
    }

    private long callsOf(String name) {
        return requests().stream()
                .filter(request -> request.holder().equals(name))
                .flatMap(request -> subscriptions(request).stream())
                .mapToLong(SubscriptionStatistics::calls)
                .sum();
    }

    @Test
    public void changedNameOfTheLines_endsAndBeginsSubscriptions() throws Exception {
        Configuration door = configureDoor();
        Recorder gates = new Recorder();
        register(recorder, "(gpiod.name=door)");
        register(gates, "(gpiod.name=gate)");
        awaitListeners("door", 1);
        chip.pullUp(DOOR);
        awaitCalls("door", 1);

        Configurations.update(door, input("gate", "DOOR"));
        // The earlier subscription is over.
        awaitCalls("door", 0);
        chip.pullDown(DOOR);

        assertEquals(List.of("FALLING 0"), gates.await(1));
        assertEquals(List.of("RISING 0"), recorder.told());
    }

    @Test
    public void listenerWithoutTargetIsLeftAlone_andToldOf() throws Exception {
        configureDoor();
        try (UserBundle user = UserBundle.empty(context(), "shy")) {
            user.context().registerService(EdgeListener.class, recorder, properties(null));

            awaitLine("Bundle shy has an edge listener without gpiod.lines.target");
            awaitListeners("door", 0);
        }
    }

    @Test
    public void malformedTargetIsToldWithTheBundle_andMayBeCorrected() throws Exception {
        configureDoor();
        try (UserBundle user = UserBundle.empty(context(), "clumsy")) {
            ServiceRegistration<EdgeListener> registration = user.context()
                    .registerService(EdgeListener.class, recorder, properties("gpiod.name=door"));
            awaitLine("Bundle clumsy has an edge listener that is subscribed to nothing, for its"
                    + " gpiod.lines.target is 'gpiod.name=door'; give a filter such as"
                    + " (gpiod.name=door)");
            awaitListeners("door", 0);

            registration.setProperties(properties("(gpiod.name=door)"));
            awaitListeners("door", 1);
            chip.pullUp(DOOR);
            assertEquals(List.of("RISING 0"), recorder.await(1));
        }
    }

    private void awaitLine(String text) {
        Await.until(log()::toString, () -> !log().linesWith(text).isEmpty());
        assertEquals(1, log().linesWith(text).size(), log()::toString);
    }

    /** With a lock of ours held, the other lines could not come. */
    @Test
    public void listenerMayWaitForOtherLinesWhileItIsMade() throws Exception {
        configureDoor();
        register(new Recorder(), ANY);
        awaitListeners("door", 1);
        Waiting waiting = new Waiting();
        CompletableFuture<Void> registering = CompletableFuture.runAsync(() -> registered.add(
                context().registerService(EdgeListener.class.getName(), waiting, properties(ANY))));
        waitFor(waiting.asked);

        configureWindow();
        awaitListeners("window", 1);
        waiting.answer.countDown();

        registering.join();
        awaitListeners("window", 2);
        awaitListeners("door", 2);
    }

    private final class Waiting implements ServiceFactory<EdgeListener> {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch answer = new CountDownLatch(1);

        @Override
        public EdgeListener getService(
                Bundle bundle, ServiceRegistration<EdgeListener> registration) {
            asked.countDown();
            waitFor(answer);
            return recorder;
        }

        @Override
        public void ungetService(
                Bundle bundle,
                ServiceRegistration<EdgeListener> registration,
                EdgeListener service) {}
    }
}
