package org.serai.device.cpu.kernel;

import org.serai.device.KvShape;

/**
 * Keys and values in half the memory, rounded to F16: off by one part in 2048 at most, and by 2⁻²⁵ where they are below 6e-5.
 * Numbers beyond 65504 become infinite.
 */
public final class F16Pages extends KvPages<F16Page> {
    /** @throws ArithmeticException where a page does not {@linkplain #fits fit} */
    public F16Pages(KvShape shape) {
        super(shape, F16Page::of);
    }

    @Override
    void store(float[] source, int from, int count, F16Page target, int to, int step) {
        short[] numbers = target.numbers();
        for (int i = 0; i < count; i++) {
            numbers[to + i * step] = Float.floatToFloat16(source[from + i]);
        }
    }

    @Override
    void copy(F16Page from, F16Page to) {
        System.arraycopy(from.numbers(), 0, to.numbers(), 0, to.numbers().length);
    }

    @Override
    public float number(F16Page page, int at) {
        return Float.float16ToFloat(page.numbers()[at]);
    }
}
