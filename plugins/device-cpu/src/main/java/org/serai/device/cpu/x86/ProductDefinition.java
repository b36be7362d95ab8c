package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.BlockLayout.COLUMNS;
import static org.serai.device.cpu.x86.QuantisedActivations.LARGEST_CODE;
import static org.serai.device.cpu.x86.QuantisedActivations.SMALLEST;

import org.serai.device.cpu.format.BlockFormat;

/**
 * What the assembled kernels compute, slow and obvious: they give the same bits. One row of weights is multiplied with one
 * row of activations.
 */
final class ProductDefinition {
    private ProductDefinition() {}

    /**
     * The product.
     *
     * @param weights a row as the model file has it
     * @param x activations
     * @param at index of the first activation
     */
    static float multiply(BlockFormat format, byte[] weights, float[] x, int at, int columns) {
        byte[] codes = new byte[columns];
        format.rowCodes(weights, columns, codes);
        float[] scales = new float[columns / format.groupElements()];
        float[] offsets = new float[scales.length];
        format.scales(weights, columns, scales, offsets);
        float sum = 0;
        int[] quantised = new int[COLUMNS];
        for (int block = 0; block < columns; block += COLUMNS) {
            float scale = quantise(x, at + block, quantised);
            int total = 0;
            for (int run = 0; run < COLUMNS; run += format.groupElements()) {
                int integers = 0;
                for (int c = run; c < run + format.groupElements(); c++) {
                    integers += codes[block + c] * quantised[c];
                    total += quantised[c];
                }
                sum = Math.fma(integers * scale, scales[(block + run) / format.groupElements()], sum);
            }
            if (format.affine()) {
                sum = Math.fma(scale * total, offsets[block / COLUMNS], sum);
            }
        }
        return sum;
    }

    /** Quantises a block, and gives its scale. */
    static float quantise(float[] x, int at, int[] codes) {
        float most = 0;
        for (int c = 0; c < COLUMNS; c++) {
            most = Math.max(most, Math.abs(x[at + c]));
        }
        float scale = most < SMALLEST ? 0 : most / LARGEST_CODE;
        for (int c = 0; c < COLUMNS; c++) {
            codes[c] = scale == 0 ? 0 : (int) Math.rint(x[at + c] * (1 / scale));
        }
        return scale;
    }
}
