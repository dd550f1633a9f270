package com.example.gpiod.healthcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.ConfigurationStatus;
import com.example.gpiod.api.ConfigurationStatus.State;
import com.example.gpiod.api.GpiodStatus;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestStatistics;
import com.example.gpiod.api.RequestStatus;
import com.example.gpiod.api.SubscriptionStatistics;

import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.junit.jupiter.api.Test;

import java.util.List;

class GpioHealthCheckTest {
    /** What a framework would tell. */
    private static final class Told implements GpiodStatus {
        List<RequestStatus> requests = List.of();
        List<ConfigurationStatus> configurations = List.of();

        @Override
        public List<RequestStatus> requests() {
            return requests;
        }

        @Override
        public List<ConfigurationStatus> configurations() {
            return configurations;
        }
    }

    private final Told told = new Told();
    private final GpioHealthCheck check = new GpioHealthCheck(told);

    private static List<RequestStatus> door(long lost, long listenersLost, long failures) {
        return List.of(new RequestStatus(
                "door",
                "door",
                new ChipInfo("/dev/gpiochip0", "gpiochip0", "house", "", 8),
                List.of(2),
                List.of("DOOR"),
                List.of(LineSettings.input().build()),
                "",
                "",
                new RequestStatistics(
                        10,
                        lost,
                        List.of(new SubscriptionStatistics(
                                "Alarm", 10, failures, 10, 1, 0, listenersLost)))));
    }

    private Result assertStatus(Status status) {
        Result result = check.execute();
        assertEquals(status, result.getStatus(), result::toString);
        return result;
    }

    @Test
    void nothingConfiguredIsWell() {
        assertStatus(Status.OK);
    }

    @Test
    void linesThatAreNotHeldAreCritical() {
        told.configurations =
                List.of(new ConfigurationStatus("p~1", "door", State.INACTIVE, "There is no chip"));

        String text = assertStatus(Status.CRITICAL).toString();

        assertTrue(text.contains("'door' are not held: There is no chip"), text);
    }

    @Test
    void refusedChangeIsAWarning() {
        told.configurations =
                List.of(new ConfigurationStatus("p~1", "", State.EARLIER, "No line 9"));

        String text = assertStatus(Status.WARN).toString();

        assertTrue(text.contains("p~1") && text.contains("No line 9"), text);
    }

    @Test
    void lossesAreToldOnce() {
        told.requests = door(3, 4, 0);
        String text = assertStatus(Status.WARN).toString();
        assertTrue(text.contains("lines [2] of gpiochip0, held by door: 4 edges did not"), text);
        assertStatus(Status.OK);

        told.requests = door(3, 5, 0);
        assertStatus(Status.WARN);
    }

    @Test
    void failingListenersAreToldOnce() {
        told.requests = door(0, 0, 2);
        String text = assertStatus(Status.WARN).toString();
        assertTrue(text.contains("2 calls of listeners failed"), text);
        assertStatus(Status.OK);
    }

    @Test
    void newRequestOfTheSameLinesBeginsAnew() {
        told.requests = door(3, 0, 0);
        assertStatus(Status.WARN);
        told.requests = List.of();
        assertStatus(Status.OK);
        told.requests = door(1, 0, 0);
        assertStatus(Status.WARN);
    }
}
