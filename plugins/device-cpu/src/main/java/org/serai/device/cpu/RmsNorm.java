package org.serai.device.cpu;

import org.serai.device.cpu.kernel.Kernels;

/** Root mean square normalisation (Zhang and Sennrich, 2019, arXiv:1910.07467). */
final class RmsNorm extends RowWork {
    private final Kernels kernels;
    private float[] out = {};
    private float[] x = {};
    private float[] gain = {};
    private float epsilon;

    RmsNorm(Kernels kernels) {
        this.kernels = kernels;
    }

    void set(float[] newOut, float[] newX, float[] newGain, float newEpsilon) {
        out = newOut;
        x = newX;
        gain = newGain;
        epsilon = newEpsilon;
    }

    @Override
    void row(int row) {
        int columns = gain.length;
        kernels.rmsNorm(out, row * columns, x, row * columns, columns, gain, epsilon);
    }
}
