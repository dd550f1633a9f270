package com.example.gpiod.itest.contract;

import com.example.gpiod.impl.core.GpiodCore;
import com.example.gpiod.impl.core.GpiodView;
import com.example.gpiod.impl.jni.JniBackend;
import com.example.gpiod.itest.board.Board;
import com.example.gpiod.itest.board.GpioSimBoard;
import com.example.gpiod.itest.board.SimulatedBoard;
import com.example.gpiod.itest.board.StandInBoard;
import com.example.gpiod.simulator.Simulator;
import com.example.gpiod.spi.GpioBackend;

import java.time.Duration;

/** The library on one backend, the board with that backend's chips, and a door to them. */
record Rig(GpioBackend backend, Board board, GpiodCore core, GpiodView gpiod) {
    /** Default consumer of the requests. */
    static final String CONSUMER = "contract";

    /** Opens the one that run-tests asks for. */
    static Rig open() throws Exception {
        String backend = System.getProperty("itest.backend", "simulator");
        return switch (backend) {
            case "simulator" -> {
                Simulator simulator = new Simulator();
                yield of(simulator, new SimulatedBoard(simulator));
            }
            case "gpio-sim" -> of(jni(), new GpioSimBoard());
            case "stand-in" -> of(jni(), new StandInBoard());
            default -> throw new IllegalArgumentException("itest.backend=" + backend);
        };
    }

    private static GpioBackend jni() throws Exception {
        return JniBackend.load(System.getProperty(JniBackend.LIBRARY), Duration.ZERO);
    }

    private static Rig of(GpioBackend backend, Board board) throws Exception {
        GpiodCore core = new GpiodCore();
        core.add(backend, () -> {}, () -> {});
        return new Rig(backend, board, core, core.door(CONSUMER));
    }

    void close() throws Exception {
        try (core) {
            board.close();
        }
        if (backend instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
