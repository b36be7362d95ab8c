package org.serai.device.cpu.format;

import static org.serai.device.cpu.format.LittleEndian.fifth;
import static org.serai.device.cpu.format.LittleEndian.int16;
import static org.serai.device.cpu.format.LittleEndian.int64;

import org.serai.model.TensorType;

/**
 * Q4_K and Q5_K: {@code d · s · q − dmin · m} in eight groups of 32; F16 d, F16 dmin, 12 bytes with s and m of six bits
 * each, for Q5_K 32 bytes of fifth bits (bit g of byte i belongs to element i of group g), then the low four bits: groups
 * 2j and 2j + 1 in the halves of 32 bytes.
 */
final class Q45KFormat extends BlockFormat {
    private static final int GROUPS = 8;
    private static final int SCALES_AT = 4;
    private static final int AFTER_SCALES = 16;

    /** That of an F16 number. */
    private static final int SIGN = 0x8000;

    private final boolean fifthBit;

    private Q45KFormat(TensorType type, int codeBits) {
        super(type, codeBits, 32, true);
        fifthBit = codeBits == 5;
    }

    static Q45KFormat fourBits() {
        return new Q45KFormat(TensorType.Q4_K, 4);
    }

    static Q45KFormat fiveBits() {
        return new Q45KFormat(TensorType.Q5_K, 5);
    }

    @Override
    short scaleFactor(byte[] row, int at) {
        return int16(row, at);
    }

    /** −dmin: the file has what is to be subtracted. */
    @Override
    short offsetFactor(byte[] row, int at) {
        return (short) (int16(row, at + 2) ^ SIGN);
    }

    @Override
    int scaleMultiple(byte[] row, int at, int group) {
        return sixBits(row, at + SCALES_AT, group, 0);
    }

    @Override
    int offsetMultiple(byte[] row, int at, int group) {
        return sixBits(row, at + SCALES_AT, group, 4);
    }

    @Override
    void codes(byte[] row, int at, byte[] target) {
        for (int group = 0; group < GROUPS; group++) {
            for (int i = 0; i < RUN; i++) {
                int code = (row[lowAt(at, group) + i] >> shift(group)) & 15;
                if (fifthBit) {
                    code |= fifth(row[at + AFTER_SCALES + i], group);
                }
                target[group * RUN + i] = (byte) code;
            }
        }
    }

    @Override
    void words(byte[] row, int at, int[] target, int to) {
        int next = to;
        for (int group = 0; group < GROUPS; group++) {
            for (int i = 0; i < RUN; i += Long.BYTES) {
                target[next++] = Nibbles.join(int64(row, lowAt(at, group) + i) >>> shift(group));
            }
            if (fifthBit) {
                target[next++] = fifths(row, at, group);
            }
        }
    }

    private int lowAt(int at, int group) {
        return at + AFTER_SCALES + (fifthBit ? RUN : 0) + group / 2 * RUN;
    }

    private static int shift(int group) {
        return group % 2 * 4;
    }

    private static int fifths(byte[] row, int at, int group) {
        int fifths = 0;
        for (int i = 0; i < RUN; i += Long.BYTES) {
            fifths |= Nibbles.bits(int64(row, at + AFTER_SCALES + i) >>> group) << i;
        }
        return fifths;
    }

    /**
     * The scale ({@code first} = 0) or minimum ({@code first} = 4) of a group. Groups 0 to 3 have bytes of their own; the
     * others have their low bits in the last four bytes and their high bits on top of the first eight.
     */
    private static int sixBits(byte[] row, int at, int group, int first) {
        if (group < 4) {
            return row[at + first + group] & 63;
        }
        int low = (row[at + 4 + group] >> first) & 15;
        int high = (row[at + first + group - 4] >> 6) & 3;
        return low | (high << 4);
    }
}
