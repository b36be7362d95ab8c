package org.serai.device.cpu.format;

import static org.serai.device.cpu.format.LittleEndian.float16;

import org.serai.model.TensorType;

/** Q8_0: {@code d · q}; F16 d, then 32 signed bytes. */
final class Q8x0Format extends BlockFormat {
    Q8x0Format() {
        super(TensorType.Q8_0, 8, 32, false);
    }

    @Override
    public void unpack(byte[] row, int at, Block block) {
        block.scales[0] = float16(row, at);
        System.arraycopy(row, at + 2, block.codes, 0, 32);
    }
}
