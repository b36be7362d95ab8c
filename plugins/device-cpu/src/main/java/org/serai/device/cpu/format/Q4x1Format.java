package org.serai.device.cpu.format;

import static org.serai.device.cpu.format.LittleEndian.float16;
import static org.serai.device.cpu.format.LittleEndian.high;
import static org.serai.device.cpu.format.LittleEndian.low;

import org.serai.model.TensorType;

/** Q4_1: {@code d · q + m}; F16 d, F16 m, then 16 bytes with q of elements i and i + 16. */
final class Q4x1Format extends BlockFormat {
    Q4x1Format() {
        super(TensorType.Q4_1, 4, 32, true);
    }

    @Override
    public void unpack(byte[] row, int at, Block block) {
        block.scales[0] = float16(row, at);
        block.offsets[0] = float16(row, at + 2);
        for (int i = 0; i < 16; i++) {
            int pair = row[at + 4 + i];
            block.codes[i] = (byte) low(pair);
            block.codes[i + 16] = (byte) high(pair);
        }
    }
}
