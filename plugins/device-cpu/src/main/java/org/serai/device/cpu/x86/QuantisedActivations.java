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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
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

    private static final int HALF = COLUMNS / 2;

    /** How much smaller the scale of the second term is. */
    static final int FINER = 2 * LARGEST_CODE;

    private static final Map<ActivationLayout, QuantisedActivations> ALL = new ConcurrentHashMap<>();

    /** As wide as this JVM likes it, which may be more than the products are. */
    private static final VectorSpecies<Float> FLOATS =
            FloatVector.SPECIES_PREFERRED.length() < 16 ? FloatVector.SPECIES_256 : FloatVector.SPECIES_512;

    private static final int LANES = FLOATS.length();
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(LANES * Byte.SIZE));
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Adding and subtracting this rounds a number below 2²² to the nearest whole one. */
    private static final float ROUNDING = 0x1.8p23f;

    /** A factor for one of two sums that are added up together, exactly: more than both signs of the other one, 16 · 127, take. */
    private static final int SECOND_HALF = 1 << 13;

    private static final int UNSIGNED = 128;

    private final ActivationLayout layout;

    private QuantisedActivations(ActivationLayout layout) {
        this.layout = layout;
    }

    /** The only ones of a layout. */
    static QuantisedActivations of(ActivationLayout layout) {
        return ALL.computeIfAbsent(layout, QuantisedActivations::new);
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
            float most = largest(x, from + column);
            float scale = most / LARGEST_CODE;
            float factor = 1 / scale;
            if (most < SMALLEST) {
                scale = 0;
                factor = 0;
            }
            float sums = storeCodes(x, from + column, factor, target, at + ActivationLayout.codesAt(line));
            store(scale, sums, target, at, line, lines);
            if (layout.terms() > 1) {
                int codesAt = at + ActivationLayout.codesAt(line + 1);
                sums = storeFinerCodes(x, from + column, scale, factor, target, codesAt);
                store(scale / FINER, sums, target, at, line + 1, lines);
            }
            at += lines * LINE_BYTES;
        }
    }

    /** The largest magnitude of a block: in bits, which are in the order of the numbers, with those that are none at the end. */
    private static float largest(float[] x, int from) {
        IntVector most =
                FloatVector.fromArray(FLOATS, x, from).reinterpretAsInts().and(Integer.MAX_VALUE);
        for (int c = LANES; c < COLUMNS; c += LANES) {
            most = most.max(FloatVector.fromArray(FLOATS, x, from + c)
                    .reinterpretAsInts()
                    .and(Integer.MAX_VALUE));
        }
        return Float.intBitsToFloat(most.reduceLanes(VectorOperators.MAX));
    }

    /**
     * Stores the codes of a block; gives the sum of the first half's codes plus {@link #SECOND_HALF} times that of the others.
     * Rounded numbers still have {@link #ROUNDING} added when their lowest bytes are taken. The steps are spelled out, for the
     * compiler puts vectors on the heap that pass a method which it does not inline.
     */
    private static float storeCodes(float[] x, int from, float factor, byte[] target, int at) {
        FloatVector sums = FloatVector.zero(FLOATS);
        for (int c = 0; c < HALF; c += LANES) {
            FloatVector first =
                    FloatVector.fromArray(FLOATS, x, from + c).mul(factor).add(ROUNDING);
            FloatVector second = FloatVector.fromArray(FLOATS, x, from + HALF + c)
                    .mul(factor)
                    .add(ROUNDING);
            ((ByteVector) first.reinterpretAsInts().convertShape(VectorOperators.I2B, BYTES, 0))
                    .intoArray(target, at + c);
            ((ByteVector) second.reinterpretAsInts().convertShape(VectorOperators.I2B, BYTES, 0))
                    .intoArray(target, at + HALF + c);
            sums = second.sub(ROUNDING).fma(FloatVector.broadcast(FLOATS, SECOND_HALF), sums.add(first.sub(ROUNDING)));
        }
        return sums.reduceLanes(VectorOperators.ADD);
    }

    /** The same for the codes of what the first codes leave. */
    private static float storeFinerCodes(float[] x, int from, float scale, float factor, byte[] target, int at) {
        FloatVector sums = FloatVector.zero(FLOATS);
        FloatVector minusScale = FloatVector.broadcast(FLOATS, -scale);
        float finer = factor * FINER;
        for (int c = 0; c < HALF; c += LANES) {
            FloatVector first = FloatVector.fromArray(FLOATS, x, from + c);
            FloatVector second = FloatVector.fromArray(FLOATS, x, from + HALF + c);
            FloatVector firstFiner = first.mul(factor)
                    .add(ROUNDING)
                    .sub(ROUNDING)
                    .fma(minusScale, first)
                    .mul(finer)
                    .add(ROUNDING);
            FloatVector secondFiner = second.mul(factor)
                    .add(ROUNDING)
                    .sub(ROUNDING)
                    .fma(minusScale, second)
                    .mul(finer)
                    .add(ROUNDING);
            ((ByteVector) firstFiner.reinterpretAsInts().convertShape(VectorOperators.I2B, BYTES, 0))
                    .intoArray(target, at + c);
            ((ByteVector) secondFiner.reinterpretAsInts().convertShape(VectorOperators.I2B, BYTES, 0))
                    .intoArray(target, at + HALF + c);
            sums = secondFiner
                    .sub(ROUNDING)
                    .fma(FloatVector.broadcast(FLOATS, SECOND_HALF), sums.add(firstFiner.sub(ROUNDING)));
        }
        return sums.reduceLanes(VectorOperators.ADD);
    }

    private void store(float scale, float sums, byte[] target, int at, int line, int lines) {
        int both = (int) sums;
        int second = (both + SECOND_HALF / 2) >> Integer.numberOfTrailingZeros(SECOND_HALF);
        int first = both - second * SECOND_HALF;
        FLOAT.set(target, at + numberAt(SCALE, line, lines), scale);
        FLOAT.set(target, at + numberAt(SCALED_SUM, line, lines), scale * (first + second));
        int negativeFirst = -first;
        int negativeSecond = -second;
        int negative = -(first + second);
        if (layout.pairs()) {
            int codesAt = at + ActivationLayout.codesAt(line);
            negativeFirst = negativePairs(target, codesAt);
            negativeSecond = negativePairs(target, codesAt + HALF);
            negative = addPairs(negativeFirst, negativeSecond);
        }
        INT.set(target, at + numberAt(NEGATIVE_SUM, line, lines), negative);
        INT.set(target, at + numberAt(NEGATIVE_SUM_FIRST, line, lines), negativeFirst);
        INT.set(target, at + numberAt(NEGATIVE_SUM_SECOND, line, lines), negativeSecond);
    }

    /** The negative sums of half a block's codes: of those at places 0 and 1 of all quads, and in the upper half of 2 and 3. */
    private static int negativePairs(byte[] codes, int at) {
        long sums = sumsOfPairs((long) LONG.get(codes, at)) + sumsOfPairs((long) LONG.get(codes, at + Long.BYTES));
        int both = (int) sums + (int) (sums >>> Integer.SIZE);
        int offset = HALF / 2 * UNSIGNED;
        return pair(offset - (both & 0xFFFF), offset - (both >>> Short.SIZE));
    }

    /** The sums of bytes 0 and 1, 2 and 3 and so on, each byte {@link #UNSIGNED} larger, so that none borrows from the next. */
    private static long sumsOfPairs(long codes) {
        long unsigned = codes ^ 0x8080_8080_8080_8080L;
        return (unsigned & 0x00FF_00FF_00FF_00FFL) + ((unsigned >>> Byte.SIZE) & 0x00FF_00FF_00FF_00FFL);
    }

    private static int addPairs(int a, int b) {
        return pair(a + b, (a >> Short.SIZE) + (b >> Short.SIZE));
    }

    private static int pair(int lower, int upper) {
        return (lower & 0xFFFF) | (upper << Short.SIZE);
    }
}
