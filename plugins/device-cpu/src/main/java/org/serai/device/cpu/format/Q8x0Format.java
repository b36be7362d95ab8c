package org.serai.device.cpu.format;

import static org.serai.device.cpu.format.LittleEndian.int16;
import static org.serai.device.cpu.format.LittleEndian.int32;

import org.serai.model.TensorType;

/** Q8_0: {@code d · q}; F16 d, then 32 signed bytes. */
final class Q8x0Format extends BlockFormat {
    Q8x0Format() {
        super(TensorType.Q8_0, 8, 32, false);
    }

    @Override
    short scaleFactor(byte[] row, int at) {
        return int16(row, at);
    }

    @Override
    void codes(byte[] row, int at, byte[] target) {
        System.arraycopy(row, at + 2, target, 0, 32);
    }

    @Override
    void words(byte[] row, int at, int[] target, int to) {
        for (int i = 0; i < 8; i++) {
            target[to + i] = int32(row, at + 2 + i * Integer.BYTES);
        }
    }
}
