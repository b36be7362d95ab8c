package org.serai.device.cpu.format;

import static org.serai.device.cpu.format.LittleEndian.fifth;
import static org.serai.device.cpu.format.LittleEndian.high;
import static org.serai.device.cpu.format.LittleEndian.int16;
import static org.serai.device.cpu.format.LittleEndian.int32;
import static org.serai.device.cpu.format.LittleEndian.low;

import org.serai.model.TensorType;

/** Q5_0: {@code d · (q − 16)}; F16 d, 32 fifth bits, then 16 bytes with the low bits of elements i and i + 16. */
final class Q5x0Format extends BlockFormat {
    Q5x0Format() {
        super(TensorType.Q5_0, 5, 32, false);
    }

    @Override
    short scaleFactor(byte[] row, int at) {
        return int16(row, at);
    }

    @Override
    void codes(byte[] row, int at, byte[] target) {
        int fifths = int32(row, at + 2);
        for (int i = 0; i < 16; i++) {
            int pair = row[at + 6 + i];
            target[i] = (byte) ((low(pair) | fifth(fifths, i)) - 16);
            target[i + 16] = (byte) ((high(pair) | fifth(fifths, i + 16)) - 16);
        }
    }

    @Override
    void words(byte[] row, int at, int[] target, int to) {
        Nibbles.joinHalves(row, at + 6, target, to);
        target[to + 4] = int32(row, at + 2);
    }
}
