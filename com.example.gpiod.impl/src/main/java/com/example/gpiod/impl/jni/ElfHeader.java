package com.example.gpiod.impl.jni;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an ELF file says of the machine that it is for.
 *
 * <p><b>Synchronization:</b> none required; immutable.
 */
record ElfHeader(int bits, boolean bigEndian, int machine, int flags) {
    private static final int LENGTH = 52;
    private static final int MAGIC = 0x7f454c46;
    private static final int ARM = 40;
    private static final int ARM_SOFT_FLOAT = 0x200;
    private static final int ARM_HARD_FLOAT = 0x400;

    /** Reads the header of a file; null if it has none. */
    static @Nullable ElfHeader of(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LENGTH);
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        if (bytes.length < LENGTH || header.getInt(0) != MAGIC) {
            return null;
        }
        boolean wide = header.get(4) == 2;
        boolean bigEndian = header.get(5) == 2;
        header.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return new ElfHeader(
                wide ? 64 : 32, bigEndian, header.getShort(18), header.getInt(wide ? 48 : 36));
    }

    /** Whether a library with this header can be loaded into a process of that program. */
    boolean fits(ElfHeader program) {
        boolean sameMachine = bits == program.bits
                && bigEndian == program.bigEndian
                && machine == program.machine;
        // One that says nothing of floats fits both.
        return sameMachine
                && (floats().isEmpty()
                        || program.floats().isEmpty()
                        || floats().equals(program.floats()));
    }

    private String floats() {
        if (machine != ARM) {
            return "";
        }
        if ((flags & ARM_HARD_FLOAT) != 0) {
            return " with hard floats";
        }
        return (flags & ARM_SOFT_FLOAT) != 0 ? " with soft floats" : "";
    }

    /** Such as "32-bit Arm with hard floats". */
    @Override
    public String toString() {
        String name = switch (machine) {
            case 3 -> "x86";
            case 62 -> "x86-64";
            case ARM, 183 -> "Arm";
            case 243 -> "RISC-V";
            default -> "ELF machine " + machine;
        };
        return bits + "-bit " + name + (bigEndian ? ", big-endian" : "") + floats();
    }
}
