package org.serai.device.cpu.format;

import static org.serai.device.cpu.format.LittleEndian.int16;
import static org.serai.device.cpu.format.LittleEndian.int64;

import org.serai.model.TensorType;

/**
 * Q6_K: {@code d · s · (q − 32)} in sixteen groups of 16; 128 bytes with the low four bits of q, 64 bytes with the high
 * two, 16 signed bytes s, F16 d. Each half of the block stands for 128 elements: byte i of 32 holds parts of elements i,
 * i + 32, i + 64 and i + 96.
 */
final class Q6KFormat extends BlockFormat {
    private static final int HIGH_AT = 128;
    private static final int SCALES_AT = 192;
    private static final int D_AT = 208;

    private static final long HIGH_BITS = 0x0303030303030303L;
    private static final long SIGNS = 0x8080808080808080L;
    private static final long BIASES = 0x2020202020202020L;

    Q6KFormat() {
        super(TensorType.Q6_K, 6, 16, false);
    }

    @Override
    short scaleFactor(byte[] row, int at) {
        return int16(row, at + D_AT);
    }

    @Override
    int scaleMultiple(byte[] row, int at, int group) {
        return row[at + SCALES_AT + group];
    }

    @Override
    void codes(byte[] row, int at, byte[] target) {
        for (int half = 0; half < 2; half++) {
            for (int quarter = 0; quarter < 4; quarter++) {
                for (int i = 0; i < RUN; i++) {
                    int low = (row[lowAt(at, half, quarter) + i] >> lowShift(quarter)) & 15;
                    int high = (row[highAt(at, half) + i] >> (quarter * 2)) & 3;
                    target[half * 128 + quarter * RUN + i] = (byte) ((low | (high << 4)) - 32);
                }
            }
        }
    }

    @Override
    void words(byte[] row, int at, int[] target, int to) {
        int next = to;
        for (int half = 0; half < 2; half++) {
            for (int quarter = 0; quarter < 4; quarter++) {
                for (int i = 0; i < RUN; i += Long.BYTES) {
                    long low = Nibbles.low(int64(row, lowAt(at, half, quarter) + i) >>> lowShift(quarter));
                    long high = (int64(row, highAt(at, half) + i) >>> (quarter * 2)) & HIGH_BITS;
                    // The highest bit of each byte, which is free, keeps the difference from borrowing of its
                    // neighbour.
                    long codes = ((low | (high << 4) | SIGNS) - BIASES) ^ SIGNS;
                    target[next++] = (int) codes;
                    target[next++] = (int) (codes >>> 32);
                }
            }
        }
    }

    private static int lowAt(int at, int half, int quarter) {
        return at + half * 64 + quarter % 2 * RUN;
    }

    private static int lowShift(int quarter) {
        return quarter / 2 * 4;
    }

    private static int highAt(int at, int half) {
        return at + HIGH_AT + half * RUN;
    }
}
