package com.example.gpiod.itest.contract;

import com.example.gpiod.api.Chip;
import com.example.gpiod.itest.board.Board.BoardChip;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.TimeUnit;

/** Threads against each other, on a chip of eight lines. */
@Tag("races")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
abstract class Races extends Contract {
    final Crew crew = new Crew();
    BoardChip plugged;
    Chip chip;

    @BeforeEach
    final void openChip() throws Exception {
        plugged = plug(8);
        chip = open(plugged);
    }

    @AfterEach
    final void endThreads() {
        crew.close();
    }
}
