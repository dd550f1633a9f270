package com.example.gpiod.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.example.gpiod.api.EdgeEvent;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.spi.BackendChip;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.ErrnoException;

import org.junit.jupiter.api.function.Executable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What the tests do with the SPI again and again. */
final class Spi {
    static final long TIMEOUT_SECONDS = 30;

    private Spi() {}

    static BackendChip open(Simulator simulator, SimulatedChip chip) throws ErrnoException {
        return simulator.open(chip.info().path());
    }

    static LineInfo lineInfo(Simulator simulator, SimulatedChip chip, int offset)
            throws ErrnoException {
        return open(simulator, chip).lineInfo(offset);
    }

    /** Requests lines with the same settings. */
    static BackendRequest request(
            Simulator simulator, SimulatedChip chip, LineSettings.Builder settings, int... offsets)
            throws ErrnoException {
        return open(simulator, chip)
                .request(
                        "test", 64, offsets, Collections.nCopies(offsets.length, settings.build()));
    }

    static List<EdgeEvent> read(BackendRequest request) throws ErrnoException {
        return read(request, 2048);
    }

    static List<EdgeEvent> read(BackendRequest request, int max) throws ErrnoException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(max * BackendRequest.EVENT_BYTES)
                .order(ByteOrder.nativeOrder());
        int count = request.readEvents(buffer);
        assertEquals(count * BackendRequest.EVENT_BYTES, buffer.position());
        List<EdgeEvent> events = new ArrayList<>();
        for (int at = 0; at < buffer.position(); at += BackendRequest.EVENT_BYTES) {
            events.add(new EdgeEvent(
                    buffer.getInt(at + BackendRequest.EVENT_ID) == BackendRequest.RISING
                            ? EdgeEvent.Type.RISING
                            : EdgeEvent.Type.FALLING,
                    buffer.getLong(at + BackendRequest.EVENT_TIMESTAMP),
                    buffer.getInt(at + BackendRequest.EVENT_OFFSET),
                    buffer.getInt(at + BackendRequest.EVENT_SEQNO),
                    buffer.getInt(at + BackendRequest.EVENT_LINE_SEQNO)));
        }
        return events;
    }

    /** Type, offset and both numbers of each event. */
    static List<String> texts(List<EdgeEvent> events) {
        return events.stream()
                .map(e -> e.type() + " " + e.offset() + " " + e.globalSeqno() + " " + e.lineSeqno())
                .toList();
    }

    static void assertErrno(int errno, Executable call) {
        assertEquals(errno, assertThrows(ErrnoException.class, call).errno());
    }

    static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TIMEOUT_SECONDS * 1_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited in vain: " + what);
            }
            Thread.sleep(1);
        }
    }
}
