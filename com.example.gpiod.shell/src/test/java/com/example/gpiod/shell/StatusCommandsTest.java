package com.example.gpiod.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.ConfigurationStatus;
import com.example.gpiod.api.GpiodStatus;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestStatistics;
import com.example.gpiod.api.RequestStatus;
import com.example.gpiod.api.SubscriptionStatistics;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** The commands that tell what is held and configured. */
class StatusCommandsTest {
    private final List<RequestStatus> requests = new ArrayList<>();
    private final List<ConfigurationStatus> configurations = new ArrayList<>();
    private final GpiodStatus status = new GpiodStatus() {
        @Override
        public List<RequestStatus> requests() {
            return requests;
        }

        @Override
        public List<ConfigurationStatus> configurations() {
            return configurations;
        }
    };

    @Test
    void nothingIsToldInWords() {
        assertEquals("no request in this framework", new RequestsCommand(status).requests());
        assertEquals("no configuration of lines", new LinesCommand(status).lines());
    }

    @Test
    void requestsAreATable() {
        request("door", "", "", 4, 0, List.of(listener()), List.of("DOOR", ""));
        request("siren", "", "com.example.porch", 0, 0, List.of(), List.of("SIREN"));
        request("valve\u001b", "com.example.heating", "x", 12345, 7, List.of(), List.of("A"));
        assertEquals("""
                HOLDER       CONSUMER  CHIP       WRITER                       EVENTS  LOST  LISTENERS  LINES
                door         me        gpiochip0  -                            4       0     1          0 "DOOR", 1
                siren        me        gpiochip0  com.example.porch            0       0     0          0 "SIREN"
                valve\\u{1b}  me        gpiochip0  com.example.heating (claim)  12345   7     0          0 "A\"""", new RequestsCommand(status).requests());
        assertEquals("""
                HOLDER  CALLS  FAILURES  QUEUED  LOST  MEAN  LONGEST  LISTENER
                door    4      1         2       3     2us   5us      com.example.Alarm""", new RequestsCommand(status).requests("--listeners"));
    }

    private static SubscriptionStatistics listener() {
        return new SubscriptionStatistics("com.example.Alarm", 4, 1, 10_000, 5_000, 2, 3);
    }

    private void request(
            String holder,
            String writer,
            String lastWriter,
            long events,
            long lost,
            List<SubscriptionStatistics> listeners,
            List<String> names) {
        List<Integer> offsets = new ArrayList<>();
        List<LineSettings> settings = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            offsets.add(i);
            settings.add(LineSettings.input().build());
        }
        requests.add(new RequestStatus(
                holder,
                "me",
                new ChipInfo("/dev/gpiochip0", "gpiochip0", "house", "", 8),
                offsets,
                names,
                settings,
                writer,
                lastWriter,
                new RequestStatistics(events, lost, listeners)));
    }

    @Test
    void configurationsAreATableWithReasons() {
        configurations.add(
                new ConfigurationStatus("p~door", "door", ConfigurationStatus.State.ACTIVE, ""));
        configurations.add(new ConfigurationStatus(
                "p~pump", "", ConfigurationStatus.State.INACTIVE, "attribute name is missing"));
        configurations.add(new ConfigurationStatus(
                "p~siren", "siren", ConfigurationStatus.State.EARLIER, "no line 'SIRN'"));
        assertEquals("""
                NAME   STATE     PID      REASON
                door   active    p~door
                -      inactive  p~pump   attribute name is missing
                siren  earlier   p~siren  no line 'SIRN'""", new LinesCommand(status).lines());
    }
}
