package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.ActivationLayout.NEGATIVE_SUM;
import static org.serai.device.cpu.x86.ActivationLayout.NEGATIVE_SUM_FIRST;
import static org.serai.device.cpu.x86.ActivationLayout.NEGATIVE_SUM_SECOND;
import static org.serai.device.cpu.x86.ActivationLayout.SCALE;
import static org.serai.device.cpu.x86.ActivationLayout.SCALED_SUM;
import static org.serai.device.cpu.x86.ActivationLayout.numberAt;
import static org.serai.device.cpu.x86.BlockLayout.COLUMNS;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.serai.device.cpu.kernel.Operand;
import org.serai.device.cpu.kernel.Preparation;

/**
 * Activations as signed bytes. Each run of 32 columns of a row has the scale {@code d = max |x| / 127}, and each number the
 * code {@code x / d}, rounded to the nearest whole number, halves to even. A number is off by d / 2 at most. A run that has
 * no number of at least {@value #SMALLEST} counts as zeros; one that has a number that is infinite or none makes all its
 * products none.
 */
final class QuantisedActivations implements Preparation {
    static final QuantisedActivations INSTANCE = new QuantisedActivations();

    /** Below this, the reciprocal of a scale would not be a normal number. */
    static final float SMALLEST = 1e-35f;

    static final int LARGEST_CODE = 127;

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_128;
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Adding and subtracting this rounds a number below 2²² to the nearest whole one. */
    private static final float ROUNDING = 0x1.8p23f;

    private QuantisedActivations() {}

    @Override
    public int units(Operand operand) {
        operand.reserveQuantised(
                Math.multiplyExact(operand.rows(), operand.columns() / COLUMNS * ActivationLayout.ROW_BYTES));
        return ActivationLayout.tiles(operand.rows());
    }

    @Override
    public void prepare(Operand operand, int from, int to) {
        int blocks = operand.columns() / COLUMNS;
        int height = ActivationLayout.tallHeight(operand.rows());
        int tall = ActivationLayout.tallTiles(operand.rows());
        for (int tile = from; tile < to; tile++) {
            int row = ActivationLayout.firstRow(tile, height, tall);
            int tileHeight = tile < tall ? height : height - 1;
            int at = row * blocks * ActivationLayout.ROW_BYTES;
            for (int r = 0; r < tileHeight; r++) {
                quantise(operand.x(), (row + r) * operand.columns(), blocks, operand.quantised(), at, r, tileHeight);
            }
        }
    }

    private static void quantise(float[] x, int from, int blocks, byte[] target, int tileAt, int row, int height) {
        int at = tileAt;
        for (int block = 0; block < blocks; block++) {
            FloatVector first = FloatVector.fromArray(FLOATS, x, from + block * COLUMNS);
            FloatVector second = FloatVector.fromArray(FLOATS, x, from + block * COLUMNS + COLUMNS / 2);
            float most = first.abs().max(second.abs()).reduceLanes(VectorOperators.MAX);
            float scale = most / LARGEST_CODE;
            float factor = 1 / scale;
            if (most < SMALLEST) {
                scale = 0;
                factor = 0;
            }
            FloatVector firstCodes = first.mul(factor).add(ROUNDING).sub(ROUNDING);
            FloatVector secondCodes = second.mul(factor).add(ROUNDING).sub(ROUNDING);
            int codesAt = at + ActivationLayout.codesAt(row);
            ((ByteVector) firstCodes.convertShape(VectorOperators.F2B, BYTES, 0)).intoArray(target, codesAt);
            ((ByteVector) secondCodes.convertShape(VectorOperators.F2B, BYTES, 0))
                    .intoArray(target, codesAt + COLUMNS / 2);
            int firstSum = (int) firstCodes.reduceLanes(VectorOperators.ADD);
            int secondSum = (int) secondCodes.reduceLanes(VectorOperators.ADD);
            FLOAT.set(target, at + numberAt(SCALE, row, height), scale);
            INT.set(target, at + numberAt(NEGATIVE_SUM, row, height), -(firstSum + secondSum));
            INT.set(target, at + numberAt(NEGATIVE_SUM_FIRST, row, height), -firstSum);
            INT.set(target, at + numberAt(NEGATIVE_SUM_SECOND, row, height), -secondSum);
            FLOAT.set(target, at + numberAt(SCALED_SUM, row, height), scale * (firstSum + secondSum));
            at += height * ActivationLayout.ROW_BYTES;
        }
    }
}
