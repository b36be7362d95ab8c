package org.serai.device.cpu.kernel;

/** Scratch memory of one thread, kept from call to call. */
public final class Workspace {
    private float[] weights = {};
    private float[] sums = {};

    /** Room for at least {@code count} decoded weights; the content is undefined. */
    public float[] weights(int count) {
        if (weights.length < count) {
            weights = new float[count];
        }
        return weights;
    }

    /** Room for at least {@code count} intermediate results; the content is undefined. */
    public float[] sums(int count) {
        if (sums.length < count) {
            sums = new float[count];
        }
        return sums;
    }
}
