package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.Chip;
import com.example.gpiod.api.Direction;
import com.example.gpiod.api.Drive;
import com.example.gpiod.api.Edge;
import com.example.gpiod.api.EventClock;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.itest.board.ChipPlan;
import com.example.gpiod.itest.board.ChipPlan.HogDirection;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** What a chip says of its lines. */
class LineInfoTest extends Contract {
    private Chip chip;

    @BeforeEach
    void openChip() throws Exception {
        chip = open(plug(ChipPlan.of("contract", 8)
                .line(1, "DOOR")
                .line(2, "TWIN")
                .line(3, "TWIN")
                .line(4, "6")
                .line(5, "LAMP")
                .hog(5, "hog", HogDirection.OUTPUT_HIGH)));
    }

    private static LineInfo line(
            int offset, String name, boolean used, String consumer, Direction direction) {
        return new LineInfo(
                offset,
                name,
                used,
                consumer,
                direction,
                Edge.NONE,
                Bias.UNKNOWN,
                Drive.PUSH_PULL,
                false,
                Duration.ZERO,
                EventClock.MONOTONIC);
    }

    @Test
    void freeUnnamedLineIsDescribed() throws Exception {
        assertEquals(line(0, "", false, "", Direction.INPUT), chip.lineInfo(0));
    }

    @Test
    void heldNamedLineIsDescribed() throws Exception {
        assertEquals(line(5, "LAMP", true, "hog", Direction.OUTPUT), chip.lineInfo(5));
    }

    @Test
    void allLinesAreDescribedAtOnce() throws Exception {
        List<LineInfo> lines = chip.lineInfos();
        assertEquals(chip.info().numLines(), lines.size());
        for (LineInfo line : lines) {
            assertEquals(chip.lineInfo(line.offset()), line);
        }
        assertEquals("LAMP", lines.get(5).name());
    }

    @Test
    void manyLinesAreDescribedAtOnce() throws Exception {
        Chip many = open(plug(ChipPlan.of("many", 40)
                .line(0, "FIRST")
                .line(15, "FIFTEEN")
                .line(16, "SIXTEEN")
                .line(39, "LAST")));

        List<LineInfo> lines = many.lineInfos();

        assertEquals(40, lines.size());
        for (int offset = 0; offset < 40; offset++) {
            assertEquals(many.lineInfo(offset), lines.get(offset));
            assertEquals(offset, lines.get(offset).offset());
        }
        assertEquals("FIFTEEN", lines.get(15).name());
        assertEquals("SIXTEEN", lines.get(16).name());
        assertEquals("LAST", lines.get(39).name());
    }

    @Test
    void lineIsFoundByName() throws Exception {
        assertEquals(1, chip.lineInfo("DOOR").offset());
    }

    @Test
    void firstLineWithANameIsMeant() throws Exception {
        assertEquals(2, chip.lineInfo("TWIN").offset());
    }

    @Test
    void numberMeansTheOffset() throws Exception {
        assertEquals(7, chip.lineInfo("7").offset());
    }

    @Test
    void lineThatIsNamedAsANumberBeatsTheOffset() throws Exception {
        assertEquals(4, chip.lineInfo("6").offset());
    }

    @Test
    void offsetOutOfRangeIsRefused() {
        assertContains("0 to 7", assertIllegal(() -> chip.lineInfo(8)).getMessage());
        assertContains("0 to 7", assertIllegal(() -> chip.lineInfo("8")).getMessage());
        assertIllegal(() -> chip.lineInfo(-1));
    }

    @Test
    void unknownNameIsRefused() {
        GpiodException refusal = assertRefused(Reason.NOT_FOUND, () -> chip.lineInfo("WINDOW"));

        assertContains("WINDOW", refusal.getMessage());
        assertContains(chip.info().name(), refusal.getMessage());
    }

    @Test
    void emptyNameIsNotTheFirstUnnamedLine() {
        assertIllegal(() -> chip.lineInfo(""));
    }
}
