package org.serai.device.cpu.format;

import static org.serai.device.cpu.format.LittleEndian.float16;
import static org.serai.device.cpu.format.LittleEndian.high;
import static org.serai.device.cpu.format.LittleEndian.low;

import org.serai.model.TensorType;

/** Q4_0: {@code d · (q − 8)}; F16 d, then 16 bytes with q of elements i and i + 16. */
final class Q4x0Format extends BlockFormat {
    Q4x0Format() {
        super(TensorType.Q4_0, 4, 32, false);
    }

    @Override
    public void unpack(byte[] row, int at, Block block) {
        block.scales[0] = float16(row, at);
        for (int i = 0; i < 16; i++) {
            int pair = row[at + 2 + i];
            block.codes[i] = (byte) (low(pair) - 8);
            block.codes[i + 16] = (byte) (high(pair) - 8);
        }
    }
}
