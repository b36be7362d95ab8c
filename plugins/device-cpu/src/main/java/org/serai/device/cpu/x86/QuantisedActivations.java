package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.ActivationLayout.LINE_BYTES;
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

    static final QuantisedActivations ONE_TERM = new QuantisedActivations(ActivationLayout.ONE_TERM);
    static final QuantisedActivations TWO_TERMS = new QuantisedActivations(ActivationLayout.TWO_TERMS);

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_128;
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Adding and subtracting this rounds a number below 2²² to the nearest whole one. */
    private static final float ROUNDING = 0x1.8p23f;

    private final ActivationLayout layout;

    private QuantisedActivations(ActivationLayout layout) {
        this.layout = layout;
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
            int at = Math.toIntExact(layout.bytes(row, blocks));
            for (int r = 0; r < tileHeight; r++) {
                quantise(operand, row + r, at, r * layout.terms(), tileHeight * layout.terms());
            }
        }
    }

    private void quantise(Operand operand, int row, int tileAt, int line, int lines) {
        float[] x = operand.x();
        byte[] target = operand.quantised(layout.terms());
        int from = row * operand.columns();
        int at = tileAt;
        for (int column = 0; column < operand.columns(); column += COLUMNS) {
            FloatVector first = FloatVector.fromArray(FLOATS, x, from + column);
            FloatVector second = FloatVector.fromArray(FLOATS, x, from + column + COLUMNS / 2);
            float most = first.abs().max(second.abs()).reduceLanes(VectorOperators.MAX);
            float scale = most / LARGEST_CODE;
            float factor = 1 / scale;
            if (most < SMALLEST) {
                scale = 0;
                factor = 0;
            }
            FloatVector firstCodes = rounded(first, factor);
            FloatVector secondCodes = rounded(second, factor);
            store(firstCodes, secondCodes, scale, target, at, line, lines);
            if (layout.terms() > 1) {
                FloatVector negativeScale = FloatVector.broadcast(FLOATS, -scale);
                FloatVector firstRemainder = firstCodes.fma(negativeScale, first);
                FloatVector secondRemainder = secondCodes.fma(negativeScale, second);
                float finer = factor * FINER;
                store(
                        rounded(firstRemainder, finer),
                        rounded(secondRemainder, finer),
                        scale / FINER,
                        target,
                        at,
                        line + 1,
                        lines);
            }
            at += lines * LINE_BYTES;
        }
    }

    private static FloatVector rounded(FloatVector x, float factor) {
        return x.mul(factor).add(ROUNDING).sub(ROUNDING);
    }

    private static void store(
            FloatVector firstCodes, FloatVector secondCodes, float scale, byte[] target, int at, int line, int lines) {
        int codesAt = at + ActivationLayout.codesAt(line);
        ((ByteVector) firstCodes.convertShape(VectorOperators.F2B, BYTES, 0)).intoArray(target, codesAt);
        ((ByteVector) secondCodes.convertShape(VectorOperators.F2B, BYTES, 0)).intoArray(target, codesAt + COLUMNS / 2);
        int firstSum = (int) firstCodes.reduceLanes(VectorOperators.ADD);
        int secondSum = (int) secondCodes.reduceLanes(VectorOperators.ADD);
        FLOAT.set(target, at + numberAt(SCALE, line, lines), scale);
        INT.set(target, at + numberAt(NEGATIVE_SUM, line, lines), -(firstSum + secondSum));
        INT.set(target, at + numberAt(NEGATIVE_SUM_FIRST, line, lines), -firstSum);
        INT.set(target, at + numberAt(NEGATIVE_SUM_SECOND, line, lines), -secondSum);
        FLOAT.set(target, at + numberAt(SCALED_SUM, line, lines), scale * (firstSum + secondSum));
    }
}
