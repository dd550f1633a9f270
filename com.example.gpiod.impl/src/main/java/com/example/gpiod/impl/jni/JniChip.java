package com.example.gpiod.impl.jni;

import static com.example.gpiod.impl.jni.Result.check;
import static com.example.gpiod.impl.jni.Result.checkHandle;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.spi.BackendChip;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.ErrnoException;

import java.util.List;

/**
 * A {@code struct gpiod_chip}. Its functions keep nothing between calls, so threads may share it
 * until it is closed.
 */
final class JniChip implements BackendChip {
    private final String path;
    private final long chip;

    JniChip(String path, long chip) {
        this.path = path;
        this.chip = chip;
    }

    @Override
    public ChipInfo info() throws ErrnoException {
        byte[] record = new byte[Native.CHIP_RECORD];
        check(Native.chipInfo(chip, record));
        return Records.chipInfo(path, record);
    }

    @Override
    public LineInfo lineInfo(int offset) throws ErrnoException {
        byte[] record = new byte[Native.LINE_RECORD];
        check(Native.lineInfo(chip, offset, record));
        return Records.lineInfo(record);
    }

    @Override
    public BackendRequest request(
            String consumer, int eventBufferSize, int[] offsets, List<LineSettings> settings)
            throws ErrnoException {
        int[] lines = Records.lines(offsets, settings);
        long request =
                checkHandle(Native.request(chip, Records.text(consumer), eventBufferSize, lines));
        return new JniRequest(request, offsets.clone());
    }

    @Override
    public void close() {
        Native.chipClose(chip);
    }
}
