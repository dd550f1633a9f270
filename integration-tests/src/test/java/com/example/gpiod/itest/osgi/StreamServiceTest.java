package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.Lines;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.cm.Configuration;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/** A stream of lines that are a service ends with the service, and says why. */
public class StreamServiceTest extends OsgiTest {
    private static final int DOOR = 0;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Flow.Subscriber<EdgeEvent> subscriber = new Flow.Subscriber<>() {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(EdgeEvent event) {
            told.add(event.type().toString());
        }

        @Override
        public void onError(Throwable reason) {
            told.add("error " + ((GpiodException) reason).reason());
        }

        @Override
        public void onComplete() {
            told.add("complete");
        }
    };

    private Configuration configuration;
    private BoardChip chip;

    @BeforeEach
    public void stream() throws Exception {
        chip = board().plug(ChipPlan.of("house", 4).line(DOOR, "DOOR"));
        configuration =
                configurations().create("name=door", "lines=DOOR", "direction=input", "edge=both");
        service(Lines.class, "(gpiod.name=door)").publisher().subscribe(subscriber);
        chip.pullUp(DOOR);
        await(1);
    }

    private List<String> await(int count) {
        Await.until(() -> count + " calls, have " + told, () -> told.size() >= count);
        return List.copyOf(told);
    }

    @Test
    public void deletedConfigurationCompletes() throws Exception {
        configurations().delete(configuration);

        assertEquals(List.of("RISING", "complete"), await(2));
    }

    @Test
    public void unplugIsAnError() {
        chip.unplug();

        assertEquals(List.of("RISING", "error GONE"), await(2));
    }

    @Test
    public void stoppedImplementationCompletes() throws Exception {
        ImplBundle impl = new ImplBundle(context());

        impl.stop();
        impl.start();

        assertEquals(List.of("RISING", "complete"), await(2));
    }
}
