package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.impl.core.GpiodCore;
import com.example.gpiod.impl.core.GpiodView;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;
import com.example.gpiod.spi.GpioBackend;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * What every backend must show through the API. The tests are written once; the {@link Rig} that they
 * run on is chosen by the property {@code itest.backend}. A test that makes sense on one backend only
 * has the tag of the others: {@code vm} runs on the real kernel alone, {@code simulator} on the
 * simulator alone. Only what has the tag {@code races} runs on the stand-in for chips, too.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class Contract {
    /** Held until the test ends, whatever the garbage collector thinks of it. */
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private Rig rig;

    @BeforeEach
    final void openRig() throws Exception {
        rig = Rig.open();
    }

    @AfterEach
    final void closeRig() throws Exception {
        if (rig != null) {
            while (!opened.isEmpty()) {
                opened.pop().close();
            }
            rig.close();
        }
    }

    final GpiodView gpiod() {
        return rig.gpiod();
    }

    final GpiodCore core() {
        return rig.core();
    }

    final GpioBackend backend() {
        return rig.backend();
    }

    final BoardChip plug(ChipPlan plan) {
        return rig.board().plug(plan);
    }

    final BoardChip plug(int lines) {
        return plug(ChipPlan.of("contract", lines));
    }

    /** Opens a chip that is closed when the test ends. */
    final Chip open(BoardChip chip) throws GpiodException {
        return held(gpiod().openChip(chip.path()));
    }

    /** Makes a request that is released when the test ends. */
    final LineRequest request(BoardChip chip, RequestConfig.Builder config) throws GpiodException {
        return held(open(chip).request(config.build()));
    }

    final <T extends AutoCloseable> T held(T resource) {
        opened.push(resource);
        return resource;
    }

    /** The same settings for several lines. */
    static RequestConfig.Builder lines(LineSettings.Builder settings, int... offsets) {
        RequestConfig.Builder config = RequestConfig.builder();
        for (int offset : offsets) {
            config.line(offset, settings.build());
        }
        return config;
    }

    static LineSettings.Builder input() {
        return LineSettings.input();
    }

    static LineSettings.Builder output(boolean active) {
        return LineSettings.output(active);
    }

    static LineSettings.Builder edges(Edge edge) {
        return LineSettings.input().edge(edge);
    }

    static GpiodException assertRefused(Reason reason, Executable call) {
        GpiodException refusal = assertThrows(GpiodException.class, call);
        assertEquals(reason, refusal.reason(), refusal.getMessage());
        return refusal;
    }

    static IllegalArgumentException assertIllegal(Executable call) {
        return assertThrows(IllegalArgumentException.class, call);
    }

    static void assertContains(String part, String text) {
        if (!text.contains(part)) {
            throw new AssertionError("'" + part + "' is not in: " + text);
        }
    }
}
