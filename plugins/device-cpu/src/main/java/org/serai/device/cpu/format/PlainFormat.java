package org.serai.device.cpu.format;

import org.serai.model.TensorType;

/** Floating-point numbers, one after the other. */
public enum PlainFormat implements WeightFormat {
    F32(TensorType.F32) {
        @Override
        float number(byte[] row, int index) {
            return Float.intBitsToFloat(LittleEndian.int32(row, 4 * index));
        }
    },
    F16(TensorType.F16) {
        @Override
        float number(byte[] row, int index) {
            return LittleEndian.float16(row, 2 * index);
        }
    },
    /** The upper half of an F32. */
    BF16(TensorType.BF16) {
        @Override
        float number(byte[] row, int index) {
            return Float.intBitsToFloat(LittleEndian.int16(row, 2 * index) << 16);
        }
    };

    private final TensorType type;

    PlainFormat(TensorType type) {
        this.type = type;
    }

    abstract float number(byte[] row, int index);

    @Override
    public TensorType type() {
        return type;
    }

    @Override
    public void decode(byte[] row, int elements, float[] target, int at) {
        for (int i = 0; i < elements; i++) {
            target[at + i] = number(row, i);
        }
    }

    @Override
    public int wordsOfRun() {
        return RUN * type.blockBytes() / Integer.BYTES;
    }

    /** The numbers as they are. */
    @Override
    public void words(byte[] row, int elements, int[] target) {
        int words = Math.ceilDiv(elements, RUN) * wordsOfRun();
        for (int i = 0; i < words; i++) {
            target[i] = LittleEndian.int32(row, i * Integer.BYTES);
        }
    }
}
