package com.example.gpiod.impl.jni;

import static com.example.gpiod.impl.jni.Result.check;
import static com.example.gpiod.impl.jni.Result.checkLong;

import com.example.gpiod.api.ChipInfo;
import com.example.gpiod.api.InfoEvent;
import com.example.gpiod.api.LineInfo;
import com.example.gpiod.api.LineSettings;
import com.example.gpiod.spi.BackendChip;
import com.example.gpiod.spi.BackendRequest;
import com.example.gpiod.spi.ErrnoException;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A {@code struct gpiod_chip}; its lines are described and watched through its descriptor. Its
 * functions keep nothing between calls, so threads may share it until it is closed.
 */
final class JniChip implements BackendChip, Polled {
    private final String path;
    private final long chip;
    private final int descriptor;

    JniChip(String path, long chip) {
        this.path = path;
        this.chip = chip;
        this.descriptor = Native.chipDescriptor(chip);
    }

    @Override
    public ChipInfo info() throws ErrnoException {
        byte[] record = new byte[Native.CHIP_RECORD];
        check(Native.chipInfo(chip, record));
        return Records.chipInfo(path, record);
    }

    @Override
    public LineInfo lineInfo(int offset) throws ErrnoException {
        byte[] record = new byte[LineRecord.BYTES];
        check(Native.lineInfo(descriptor, offset, 1, record));
        return LineRecord.lineInfo(record);
    }

    @Override
    public List<LineInfo> lineInfos(int numLines) throws ErrnoException {
        LineInfo[] lines = new LineInfo[numLines];
        byte[] records = new byte[Native.LINES_AT_ONCE * LineRecord.BYTES];
        for (int offset = 0; offset < numLines; offset += Native.LINES_AT_ONCE) {
            int count = Math.min(numLines - offset, Native.LINES_AT_ONCE);
            check(Native.lineInfo(descriptor, offset, count, records));
            for (int i = 0; i < count; i++) {
                lines[offset + i] = LineRecord.lineInfo(records, i * LineRecord.BYTES);
            }
        }
        return List.of(lines);
    }

    @Override
    public LineInfo watch(int offset) throws ErrnoException {
        byte[] record = new byte[LineRecord.BYTES];
        check(Native.lineWatch(descriptor, offset, record));
        return LineRecord.lineInfo(record);
    }

    @Override
    public void unwatch(int offset) throws ErrnoException {
        check(Native.lineUnwatch(descriptor, offset));
    }

    @Override
    public @Nullable InfoEvent readInfoEvent() throws ErrnoException {
        byte[] record = new byte[LineRecord.CHANGE_BYTES];
        return check(Native.readInfoEvent(descriptor, record)) == 0
                ? null
                : LineRecord.infoEvent(record);
    }

    @Override
    public int descriptor() {
        return descriptor;
    }

    @Override
    public boolean hasEvents() throws ErrnoException {
        return check(Native.hasEvents(descriptor)) == 1;
    }

    @Override
    public String holder(int offset) throws ErrnoException {
        return Holders.find(info().name(), offset);
    }

    @Override
    public BackendRequest request(
            String consumer, int eventBufferSize, int[] offsets, List<LineSettings> settings)
            throws ErrnoException {
        int[] lines = Records.lines(offsets, settings);
        long request =
                checkLong(Native.request(chip, Records.text(consumer), eventBufferSize, lines));
        return new JniRequest(request, offsets);
    }

    @Override
    public void close() {
        Native.chipClose(chip);
    }
}
