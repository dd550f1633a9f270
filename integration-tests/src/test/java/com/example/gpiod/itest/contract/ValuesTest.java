package com.example.gpiod.itest.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.gpiod.api.Bias;
import com.example.gpiod.api.GpiodException;
import com.example.gpiod.api.GpiodException.Reason;
import com.example.gpiod.api.LineKey;
import com.example.gpiod.api.LineRequest;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.api.RequestConfig;
import com.example.gpiod.itest.board.Board.BoardChip;
import com.example.gpiod.itest.board.ChipPlan;
import com.example.gpiod.spi.Errno;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

    private static List<LineKey> keys(Object... keys) {
        return Arrays.stream(keys)
                .map(key -> key instanceof Integer offset
                        ? LineKey.of(offset)
                        : LineKey.of((String) key))
                .toList();
    }

    @Test
    void maskHasABitForEachKey() throws Exception {
        LineRequest request = request(chip, lines(input(), 5, 0, 3, 1));

        assertEquals(0b0001, request.mask(keys("LAMP")));
        assertEquals(0b1100, request.mask(keys(3, "DOOR")));
        assertEquals(0b1000, request.mask(keys("DOOR", "1", 1)));
        assertEquals(0b1111, request.mask(request.keys()));
        assertIllegal(() -> request.mask(keys()));
        assertIllegal(() -> request.mask(keys(0, 2)));
        assertIllegal(() -> request.mask(keys("WINDOW")));
        assertIllegal(() -> request.mask(keys("2")));
        assertThrows(NullPointerException.class, () -> request.mask(null));
    }

    @Test
    void linesAreReadInTheOrderOfTheKeys() throws Exception {
        LineRequest request = request(chip, lines(input(), 0, 1, 5, 3));
        chip.pullUp(1);
        chip.pullUp(3);

        assertEquals(List.of(true), request.get(keys(1)));
        assertEquals(List.of(false, true, false, true), request.get(request.keys()));
        assertEquals(List.of(true, false, true), request.get(keys("3", "LAMP", "DOOR")));
        assertEquals(List.of(true, false, true), request.get(keys("DOOR", 0, 1)));
        assertIllegal(() -> request.get(keys()));
        assertIllegal(() -> request.get(keys(1, 9)));
        assertIllegal(() -> request.get(keys("WINDOW")));
    }

    @Test
    void linesAreSetByKeys() throws Exception {
        LineRequest request = request(chip, lines(output(false), 0, 1, 5, 3));

        request.set(Map.of(
                LineKey.of(0), true,
                LineKey.of("LAMP"), true,
                LineKey.of("3"), false));
        assertEquals(List.of(true, false, true, false), levels(0, 1, 5, 3));

        request.set(Map.of(LineKey.of("DOOR"), true, LineKey.of(0), false));
        assertEquals(List.of(false, true, true, false), levels(0, 1, 5, 3));
    }

    @Test
    void keysOfOthersSetNothing() throws Exception {
        LineRequest request = request(chip, lines(output(false), 0, 1));

        assertIllegal(() -> request.set(Map.of()));
        assertIllegal(() -> request.set(Map.of(LineKey.of(0), true, LineKey.of(2), true)));
        assertIllegal(() -> request.set(Map.of(LineKey.of(0), true, LineKey.of("LAMP"), true)));
        assertContains(
                "twice",
                assertIllegal(() -> request.set(Map.of(
                                LineKey.of(0),
                                true,
                                LineKey.of(1),
                                true,
                                LineKey.of("DOOR"),
                                false)))
                        .getMessage());
        assertEquals(List.of(false, false, false, false), levels(0, 1, 2, 5));
    }

    @Test
    void noLineIsSetByKeysWhenOneIsAnInput() throws Exception {
        LineRequest request = request(
                chip,
                RequestConfig.builder().line(0, output(false).build()).line(1, input().build()));

        GpiodException refusal = assertRefused(
                Reason.PERMISSION,
                () -> request.set(Map.of(LineKey.of(0), true, LineKey.of("DOOR"), true)));

        assertContains("DOOR", refusal.getMessage());
        assertFalse(chip.isHigh(0));
        assertFalse(request.settings(0).outputValue());
    }

    @Test
    void nameThatIsANumberBeatsTheOffset() throws Exception {
        BoardChip numbered = plug(ChipPlan.of("numbered", 8).line(4, "6"));
        LineSettings in = input().build();
        LineRequest request = request(
                numbered, RequestConfig.builder().line("6", in).line(6, in).line("7", in));
        assertEquals(List.of(4, 6, 7), request.offsets());
        numbered.pullUp(4);

        assertTrue(request.get("6"));
        assertFalse(request.get(6));
        assertEquals(0b001, request.mask(keys("6")));
        assertEquals(0b010, request.mask(keys(6)));
        assertFalse(request.get("7"));
    }

    @Test
    void lineAsItIsCanBeReadAndAnOutputSet() throws Exception {
        request(chip, lines(output(true), 0)).close();
        LineRequest request = request(chip, lines(LineSettings.builder(), 0, 1));

        request.set(0, true);

        assertTrue(chip.isHigh(0));
        assertRefused(Reason.PERMISSION, () -> request.set(1, true));
        assertFalse(request.get(1));
    }
}
