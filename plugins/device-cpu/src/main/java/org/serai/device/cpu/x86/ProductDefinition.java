package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.BlockLayout.COLUMNS;
import static org.serai.device.cpu.x86.QuantisedActivations.FINER;
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
     * @param terms how many codes each activation has: 1 or 2
     */
    static float multiply(BlockFormat format, byte[] weights, float[] x, int at, int columns, int terms) {
        byte[] codes = new byte[columns];
        format.rowCodes(weights, columns, codes);
        float[] scales = new float[columns / format.groupElements()];
        float[] offsets = new float[scales.length];
        format.scales(weights, columns, scales, offsets);
        float[] sums = new float[terms];
        int[][] quantised = new int[terms][COLUMNS];
        float[] xScales = new float[terms];
        for (int block = 0; block < columns; block += COLUMNS) {
            quantise(x, at + block, quantised, xScales);
            for (int term = 0; term < terms; term++) {
                int total = 0;
                for (int run = 0; run < COLUMNS; run += format.groupElements()) {
                    int integers = 0;
                    for (int c = run; c < run + format.groupElements(); c++) {
                        integers += codes[block + c] * quantised[term][c];
                        total += quantised[term][c];
                    }
                    float scale = scales[(block + run) / format.groupElements()];
                    sums[term] = Math.fma(integers * xScales[term], scale, sums[term]);
                }
                if (format.affine()) {
                    sums[term] = Math.fma(xScales[term] * total, offsets[block / COLUMNS], sums[term]);
                }
            }
        }
        return terms == 1 ? sums[0] : sums[0] + sums[1];
    }

    /** Quantises a block to one or two terms. */
    static void quantise(float[] x, int at, int[][] codes, float[] scales) {
        float most = 0;
        for (int c = 0; c < COLUMNS; c++) {
            most = Math.max(most, Math.abs(x[at + c]));
        }
        float scale = most < SMALLEST ? 0 : most / LARGEST_CODE;
        float factor = scale == 0 ? 0 : 1 / scale;
        scales[0] = scale;
        for (int c = 0; c < COLUMNS; c++) {
            codes[0][c] = (int) Math.rint(x[at + c] * factor);
        }
        if (codes.length > 1) {
            scales[1] = scale / FINER;
            for (int c = 0; c < COLUMNS; c++) {
                float remainder = Math.fma(codes[0][c], -scale, x[at + c]);
                codes[1][c] = (int) Math.rint(remainder * (factor * FINER));
            }
        }
    }
}
