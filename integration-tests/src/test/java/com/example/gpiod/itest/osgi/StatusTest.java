package com.example.gpiod.itest.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.ConfigurationStatus;
import com.example.gpiod.api.ConfigurationStatus.State;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.GpiodStatus;
import com.example.gpiod.api.Lines;
import com.example.gpiod.api.RequestStatus;
import com.example.gpiod.itest.Await;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.osgi.service.cm.Configuration;

import java.util.List;

/** What those who look after a gateway are told, and the rule for several writers. */
public class StatusTest extends OsgiTest {
    private static final String LAMP = "(gpiod.name=lamp)";
    private static final String[] LAMP_IS_OUTPUT = {
        "name=lamp", "chip=house", "lines=0", "direction=output"
    };

    private ConfigurationStatus only() {
        List<ConfigurationStatus> all = service(GpiodStatus.class).configurations();
        assertEquals(1, all.size(), all::toString);
        return all.get(0);
    }

    private ConfigurationStatus await(State state) {
        Await.until(
                () -> state + ", is " + service(GpiodStatus.class).configurations(),
                () -> service(GpiodStatus.class).configurations().stream()
                        .anyMatch(status -> status.state() == state));
        return only();
    }

    @Test
    public void configurationTellsWhatBecameOfIt() throws Exception {
        Configuration configuration = configurations().create(LAMP_IS_OUTPUT);
        ConfigurationStatus waiting = await(State.INACTIVE);
        Await.until(
                () -> "a reason; " + only(), () -> only().reason().contains("no chip with name"));
        assertEquals("lamp", waiting.name());
        assertEquals(configuration.getPid(), waiting.pid());

        BoardChip chip = board().plug(ChipPlan.of("house", 4));
        assertEquals("", await(State.ACTIVE).reason());

        Configurations.update(configuration, "name=lamp", "chip=house", "lines=9");
        ConfigurationStatus earlier = await(State.EARLIER);
        assertTrue(earlier.reason().contains("9"), earlier::toString);

        Configurations.update(configuration, LAMP_IS_OUTPUT);
        await(State.ACTIVE);
        chip.unplug();
        await(State.INACTIVE);

        configurations().delete(configuration);
        Await.until(
                "it is gone", () -> service(GpiodStatus.class).configurations().isEmpty());
    }

    @Test
    public void malformedConfigurationTellsWhy() throws Exception {
        configurations().create("name=lamp", "chip=house", "lines=0", "direction=outwards");

        ConfigurationStatus status = await(State.INACTIVE);

        assertEquals("lamp", status.name());
        assertTrue(status.reason().contains("direction is 'outwards'"), status::toString);
    }

    @Test
    public void lastWriterWins_untilABundleClaimsTheLines() throws Exception {
        BoardChip chip = board().plug(ChipPlan.of("house", 4));
        configurations().create(LAMP_IS_OUTPUT);
        Lines mine = service(Lines.class, LAMP);
        mine.set(0, true);
        try (UserBundle user = UserBundle.empty(context(), "dimmer")) {
            Lines dimmers =
                    user.context().getService(user.context().getServiceReference(Lines.class));
            dimmers.set(0, false);
            assertEquals("dimmer", held().lastWriter());

            dimmers.claim();
            GpiodException refusal =
                    Assertions.assertThrows(GpiodException.class, () -> mine.set(0, true));
            assertEquals(Reason.BUSY, refusal.reason());
            assertTrue(
                    String.valueOf(refusal.getMessage()).contains("dimmer has claimed"),
                    refusal::getMessage);
            assertEquals("dimmer", held().writer());
            assertEquals(false, mine.get(0));

            user.stop();
            mine.set(0, true);
            assertEquals("", held().writer());
        }
        assertTrue(chip.isHigh(0));
    }

    private RequestStatus held() {
        List<RequestStatus> all = service(GpiodStatus.class).requests();
        assertEquals(1, all.size(), all::toString);
        assertEquals("lamp", all.get(0).holder());
        assertEquals("lamp", all.get(0).consumer());
        return all.get(0);
    }
}
