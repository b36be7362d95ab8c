package org.serai.device.cpu.format;

import static org.serai.device.cpu.format.LittleEndian.fifth;
import static org.serai.device.cpu.format.LittleEndian.float16;
import static org.serai.device.cpu.format.LittleEndian.high;
import static org.serai.device.cpu.format.LittleEndian.int32;
import static org.serai.device.cpu.format.LittleEndian.low;

import org.serai.model.TensorType;

/** Q5_1: {@code d · q + m}; F16 d, F16 m, 32 fifth bits, then 16 bytes with the low bits of elements i and i + 16. */
final class Q5x1Format extends BlockFormat {
    Q5x1Format() {
        super(TensorType.Q5_1, 5, 32, true);
    }

    @Override
    public void unpack(byte[] row, int at, Block block) {
        block.scales[0] = float16(row, at);
        block.offsets[0] = float16(row, at + 2);
        int fifths = int32(row, at + 4);
        for (int i = 0; i < 16; i++) {
            int pair = row[at + 8 + i];
            block.codes[i] = (byte) (low(pair) | fifth(fifths, i));
            block.codes[i + 16] = (byte) (high(pair) | fifth(fifths, i + 16));
        }
    }
}
