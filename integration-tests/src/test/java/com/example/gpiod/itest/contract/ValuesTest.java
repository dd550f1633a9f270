package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;
import com.example.gpiod.spi.Errno;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

/** Values of requested lines. */
class ValuesTest extends Contract {
    private BoardChip chip;

    @BeforeEach
    void plugChip() {
        chip = plug(ChipPlan.of("contract", 64).line(1, "DOOR").line(5, "LAMP"));
    }

    @Test
    void inputFollowsItsPin() throws Exception {
        LineRequest request = request(chip, lines(input(), 3, 1));
        assertFalse(request.get(1));

        chip.pullUp(1);
        assertTrue(request.get(1));
        assertTrue(request.get("DOOR"));
        assertEquals(0b10, request.getMask(0b10));
        assertFalse(request.get(3));

        chip.pullDown(1);
        assertFalse(request.get(1));
        assertFalse(request.get("DOOR"));
        assertEquals(0, request.getMask(0b10));
    }

    @Test
    void bitOfAMaskIsThePlaceInTheRequest() throws Exception {
        LineRequest request = request(chip, lines(input(), 5, 0, 3, 1));
        chip.pullUp(5);
        chip.pullUp(3);

        assertEquals(0b0101, request.getMask(0b1111));
    }

    @Test
    void linesOutsideOfTheMaskReadAsZero() throws Exception {
        LineRequest request = request(chip, lines(input(), 0, 1, 2, 3));
        IntStream.range(0, 4).forEach(chip::pullUp);

        assertEquals(0b1010, request.getMask(0b1010));
    }

    @Test
    void outputDrivesItsPin() throws Exception {
        LineRequest request = request(chip, lines(output(false), 0, 5));

        request.set(5, true);
        assertTrue(chip.isHigh(5));
        assertFalse(chip.isHigh(0));

        request.set("LAMP", false);
        assertFalse(chip.isHigh(5));

        request.set("LAMP", true);
        assertTrue(chip.isHigh(5));
        assertTrue(request.get(5));
        assertFalse(request.get(0));
    }

    @Test
    void maskSetsItsLinesAndNoOthers() throws Exception {
        LineRequest request = request(chip, lines(output(true), 0, 1, 2, 3));

        request.setMask(0b0110, 0b0010);

        assertEquals(List.of(true, true, false, true), levels(0, 1, 2, 3));
        assertEquals(0b1011, request.getMask(0b1111));
    }

    private List<Boolean> levels(int... offsets) {
        return IntStream.of(offsets).mapToObj(chip::isHigh).toList();
    }

    @Test
    void sixtyFourLinesAreSetAndReadAtOnce() throws Exception {
        // Reversed: bit 0 is line 63.
        int[] offsets = IntStream.range(0, 64).map(i -> 63 - i).toArray();
        LineRequest request = request(chip, lines(output(false), offsets));
        long pattern = 0xF0E1_D2C3_B4A5_9687L;

        request.setMask(-1L, pattern);

        assertEquals(pattern, request.getMask(-1L));
        long levels = 0;
        for (int offset = 0; offset < 64; offset++) {
            levels |= (chip.isHigh(offset) ? 1L : 0L) << offset;
        }
        assertEquals(Long.reverse(pattern), levels);
    }

    @Test
    void outputBeginsWithItsValue() throws Exception {
        RequestConfig.Builder config = RequestConfig.builder()
                .line(0, output(true).build())
                .line(1, output(false).build());

        LineRequest request = request(chip, config);

        assertEquals(List.of(true, false), levels(0, 1));
        assertEquals(0b01, request.getMask(0b11));
    }

    @Test
    void activeLowOutputIsLowWhenActive() throws Exception {
        LineRequest request = request(chip, lines(output(true).activeLow(true), 0));
        assertFalse(chip.isHigh(0));
        assertTrue(request.get(0));

        request.set(0, false);

        assertTrue(chip.isHigh(0));
        assertFalse(request.get(0));
    }

    @Test
    void activeLowInputIsActiveWhenLow() throws Exception {
        LineRequest request = request(chip, lines(input().activeLow(true), 0));
        assertTrue(request.get(0));

        chip.pullUp(0);

        assertFalse(request.get(0));
    }

    @Test
    void biasPullsAnUnconnectedInput() throws Exception {
        LineSettings up = input().bias(Bias.PULL_UP).build();
        LineSettings down = input().bias(Bias.PULL_DOWN).build();

        LineRequest request = request(chip, RequestConfig.builder().line(0, up).line(1, down));

        assertTrue(request.get(0));
        assertFalse(request.get(1));
    }

    @Test
    void inputsAndOutputsMix() throws Exception {
        LineRequest request = request(
                chip,
                RequestConfig.builder()
                        .line(0, input().build())
                        .line(1, output(true).build()));
        chip.pullUp(0);

        assertEquals(0b11, request.getMask(0b11));
        request.set(1, false);
        assertEquals(0b01, request.getMask(0b11));
    }

    @Test
    void settingAnInputIsRefused() throws Exception {
        LineRequest request = request(chip, lines(input(), 1));

        GpiodException refusal = assertRefused(Reason.PERMISSION, () -> request.set("DOOR", true));

        assertEquals(Errno.EPERM, refusal.errno());
        assertEquals(List.of("DOOR"), refusal.lines());
        assertContains("DOOR", refusal.getMessage());
        assertContains("output", refusal.getMessage());
    }

    @Test
    void noLineIsSetWhenOneIsAnInput() throws Exception {
        LineRequest request = request(
                chip,
                RequestConfig.builder().line(0, output(false).build()).line(1, input().build()));

        assertRefused(Reason.PERMISSION, () -> request.setMask(0b11, 0b11));

        assertFalse(chip.isHigh(0));
    }

    @Test
    void linesOfOthersAreRefused() throws Exception {
        LineRequest request = request(chip, lines(output(false), 0, 1));

        assertIllegal(() -> request.get(2));
        assertIllegal(() -> request.get(-1));
        assertIllegal(() -> request.get("LAMP"));
        assertIllegal(() -> request.get(""));
        assertIllegal(() -> request.set(2, true));
        assertIllegal(() -> request.set("LAMP", true));
        assertIllegal(() -> request.getMask(0));
        assertIllegal(() -> request.getMask(0b111));
        assertIllegal(() -> request.setMask(0, 0));
        assertIllegal(() -> request.setMask(0b100, 0b100));
        assertFalse(chip.isHigh(5));
    }

    @Test
    void valuesOutsideOfTheMaskAreIgnored() throws Exception {
        LineRequest request = request(chip, lines(output(false), 0, 1));

        request.setMask(0b01, -1L);

        assertEquals(List.of(true, false), levels(0, 1));
    }
}
