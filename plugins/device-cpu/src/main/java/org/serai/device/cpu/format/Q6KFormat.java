package org.serai.device.cpu.format;

import static org.serai.device.cpu.format.LittleEndian.float16;

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

    Q6KFormat() {
        super(TensorType.Q6_K, 6, 16, false);
    }

    @Override
    public void unpack(byte[] row, int at, Block block) {
        float d = float16(row, at + D_AT);
        for (int group = 0; group < 16; group++) {
            block.scales[group] = d * row[at + SCALES_AT + group];
        }
        for (int half = 0; half < 2; half++) {
            for (int quarter = 0; quarter < 4; quarter++) {
                for (int i = 0; i < 32; i++) {
                    int low = (row[at + half * 64 + quarter % 2 * 32 + i] >> (quarter / 2 * 4)) & 15;
                    int high = (row[at + HIGH_AT + half * 32 + i] >> (quarter * 2)) & 3;
                    block.codes[half * 128 + quarter * 32 + i] = (byte) ((low | (high << 4)) - 32);
                }
            }
        }
    }
}
