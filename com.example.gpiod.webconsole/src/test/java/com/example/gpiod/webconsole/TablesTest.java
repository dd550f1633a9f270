package com.example.gpiod.webconsole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.webconsole.Snapshot.ChipLines;
import com.example.gpiod.webconsole.Snapshot.HeldLines;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class TablesTest {
    private static final String HOSTILE = "<script>${appRoot}\"'&\u202e";

    @Test
    void textCannotBecomeMarkupNorAVariableOfTheConsole() {
        assertEquals(
                "&#60;script&#62;&#36;&#123;appRoot&#125;&#34;&#39;&#38;&#92;u&#123;202e&#125;",
                Html.text(HOSTILE));
    }

    @Test
    void namesOfLinesAndChipsAreShownAsText() {
        String html = html(HOSTILE, 0);
        assertFalse(html.contains("<script"), html);
        assertFalse(html.contains("${"), html);
        assertTrue(html.contains("<td>" + Html.text(HOSTILE) + "</td>"), html);
    }

    @Test
    void onlyOutputsForOperatorsHaveAButton() {
        assertFalse(html("LED", 0).contains("<form"));
        String html = html("LED", 1);
        assertTrue(html.contains("name=\"token\" value=\"secret\""), html);
        assertTrue(html.contains("name=\"value\" value=\"inactive\""), html);
    }

    private static String html(String name, long settable) {
        ChipInfo chip = new ChipInfo("/dev/gpiochip0", "gpiochip0", name, "", 1);
        LineInfo line = new LineInfo(
                0,
                name,
                true,
                name,
                Direction.OUTPUT,
                Edge.NONE,
                Bias.UNKNOWN,
                Drive.PUSH_PULL,
                false,
                Duration.ZERO,
                EventClock.MONOTONIC);
        HeldLines held = new HeldLines(7, name, "gpiochip0", List.of(0), settable, 1, "");
        return new Tables("/console/gpio", "secret")
                .html(new Snapshot(
                        List.of(new ChipLines(chip, List.of(line), "")),
                        List.of(held),
                        List.of(),
                        List.of()));
    }
}
