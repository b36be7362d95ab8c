package org.serai.device.cpu.format;

import static org.serai.device.cpu.format.LittleEndian.high;
import static org.serai.device.cpu.format.LittleEndian.int16;
import static org.serai.device.cpu.format.LittleEndian.low;

import org.serai.model.TensorType;

/** Q4_1: {@code d · q + m}; F16 d, F16 m, then 16 bytes with q of elements i and i + 16. */
final class Q4x1Format extends BlockFormat {
    Q4x1Format() {
        super(TensorType.Q4_1, 4, 32, true);
    }

    @Override
    short scaleFactor(byte[] row, int at) {
        return int16(row, at);
    }

    @Override
    short offsetFactor(byte[] row, int at) {
        return int16(row, at + 2);
    }

    @Override
    void codes(byte[] row, int at, byte[] target) {
        for (int i = 0; i < 16; i++) {
            int pair = row[at + 4 + i];
            target[i] = (byte) low(pair);
            target[i + 16] = (byte) high(pair);
        }
    }

    @Override
    void words(byte[] row, int at, int[] target, int to) {
        Nibbles.joinHalves(row, at + 4, target, to);
    }
}
