package org.serai.device.cpu.format;

import static org.serai.device.cpu.format.LittleEndian.high;
import static org.serai.device.cpu.format.LittleEndian.int16;
import static org.serai.device.cpu.format.LittleEndian.low;

import org.serai.model.TensorType;

/** Q4_0: {@code d · (q − 8)}; F16 d, then 16 bytes with q of elements i and i + 16. */
final class Q4x0Format extends BlockFormat {
    Q4x0Format() {
        super(TensorType.Q4_0, 4, 32, false);
    }

    @Override
    short scaleFactor(byte[] row, int at) {
        return int16(row, at);
    }

    @Override
    void codes(byte[] row, int at, byte[] target) {
        for (int i = 0; i < 16; i++) {
            int pair = row[at + 2 + i];
            target[i] = (byte) (low(pair) - 8);
            target[i + 16] = (byte) (high(pair) - 8);
        }
    }

    @Override
    void words(byte[] row, int at, int[] target, int to) {
        Nibbles.joinHalves(row, at + 2, target, to);
    }
}
