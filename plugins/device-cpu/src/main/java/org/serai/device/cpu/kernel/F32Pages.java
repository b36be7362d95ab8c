package org.serai.device.cpu.kernel;

import org.serai.device.KvShape;

/** Keys and values as they were computed. */
public final class F32Pages extends KvPages<float[]> {
    /** A cache of one number, for places where there is no cache yet. */
    static final F32Pages NONE = new F32Pages(new KvShape(1, 1, 1, 1, 1, 1));

    /** @throws ArithmeticException where a page does not {@linkplain #fits fit} */
    public F32Pages(KvShape shape) {
        super(shape, float[]::new);
    }

    @Override
    void store(float[] source, int from, int count, float[] target, int to, int step) {
        for (int i = 0; i < count; i++) {
            target[to + i * step] = source[from + i];
        }
    }

    @Override
    void copy(float[] from, float[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }

    @Override
    public float number(float[] numbers, int at) {
        return numbers[at];
    }
}
