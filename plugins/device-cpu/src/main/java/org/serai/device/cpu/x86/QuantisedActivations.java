package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.BlockLayout.COLUMNS;

import org.serai.device.cpu.kernel.Operand;
import org.serai.device.cpu.kernel.Preparation;

/**
 * Activations as signed bytes. Each run of 32 columns of a row has the scale {@code d = max |x| / 127}, and each number the
 * code {@code x / d}, rounded to the nearest whole number, halves to even. A number is off by d / 2 at most. Where it has a
 * second term, that is its remainder {@code x − d · code}, with the scale {@code d / 254}, so that the number is off by
 * d / 508 at most. A run that has no number of at least {@value #SMALLEST} counts as zeros; one that has a number that is
 * infinite or none makes all its products none.
 */
final class QuantisedActivations implements Preparation {
    /** Below this, the reciprocal of a scale would not be a normal number. */
    static final float SMALLEST = 1e-33f;

    static final int LARGEST_CODE = 127;

    /** How much smaller the scale of the second term is. */
    static final int FINER = 2 * LARGEST_CODE;

    private final ActivationLayout layout;
    private final Quantisation quantisation;

    QuantisedActivations(ActivationLayout layout, Quantisation quantisation) {
        this.layout = layout;
        this.quantisation = quantisation;
    }

    ActivationLayout layout() {
        return layout;
    }

    @Override
    public int units(Operand operand) {
        operand.reserveQuantised(
                layout.terms(), Math.toIntExact(layout.bytes(operand.rows(), operand.columns() / COLUMNS)));
        return layout.tiles(operand.rows());
    }

    @Override
    public void prepare(Operand operand, int from, int to) {
        int blocks = operand.columns() / COLUMNS;
        int height = layout.tallHeight(operand.rows());
        int tall = layout.tallTiles(operand.rows());
        for (int tile = from; tile < to; tile++) {
            int row = layout.firstRow(tile, operand.rows());
            int tileHeight = tile < tall ? height : height - 1;
            for (int r = 0; r < tileHeight; r++) {
                quantisation.quantise(
                        layout.terms(),
                        operand.memory(),
                        (long) (row + r) * operand.columns() * Float.BYTES,
                        operand.quantised(layout.terms()),
                        layout.bytes(row, blocks),
                        r * layout.terms(),
                        tileHeight * layout.terms(),
                        blocks);
            }
        }
    }
}
