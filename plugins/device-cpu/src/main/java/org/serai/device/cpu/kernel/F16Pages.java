package org.serai.device.cpu.kernel;

import org.serai.device.KvShape;

/**
 * Keys and values in half the memory, rounded to F16: off by one part in 2048 at most, and by 2⁻²⁵ where they are below 6e-5.
 * Numbers beyond 65504 become infinite.
 */
public final class F16Pages extends KvPages<short[]> {
    /** @throws ArithmeticException where a page does not {@linkplain #fits fit} */
    public F16Pages(KvShape shape) {
        super(shape, short[]::new);
    }

    @Override
    void store(float[] source, int from, int count, short[] target, int to, int step) {
        for (int i = 0; i < count; i++) {
            target[to + i * step] = Float.floatToFloat16(source[from + i]);
        }
    }

    @Override
    public float number(short[] numbers, int at) {
        return Float.float16ToFloat(numbers[at]);
    }
}
