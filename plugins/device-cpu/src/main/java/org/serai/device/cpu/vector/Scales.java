package org.serai.device.cpu.vector;

import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * What the codes of a matrix mean: {@code weight = scale · (code − bias) + offset}, with one scale, and perhaps one offset,
 * for some columns of a row. The lanes of a group of rows stand together.
 */
final class Scales {
    private final int columns;
    private final int perRow;
    private final int step;
    private final int bias;
    private final float[] scales;
    private final float[] offsets;

    private Scales(int columns, int perRow, int step, int bias, float[] scales, float[] offsets) {
        this.columns = columns;
        this.perRow = perRow;
        this.step = step;
        this.bias = bias;
        this.scales = scales;
        this.offsets = offsets;
    }

    /** Codes that are the weights themselves: one scale of 1 for all. */
    static Scales none() {
        float[] ones = new float[COUNT];
        Arrays.fill(ones, 1);
        return new Scales(Codes.BLOCK, 0, 0, 0, ones, new float[0]);
    }

    /**
     * All scales zero at first, so that rows and columns of padding are zero.
     *
     * @param groups groups of rows
     * @param columns columns that share a scale
     * @param perRow scales in a row
     * @param affine true where there are offsets
     * @param bias what is to be subtracted from a code
     */
    static Scales zero(int groups, int columns, int perRow, boolean affine, int bias) {
        int count = groups * perRow * COUNT;
        return new Scales(columns, perRow, COUNT, bias, new float[count], new float[affine ? count : 0]);
    }

    /** Columns that share a scale: 16 or 32. */
    int columns() {
        return columns;
    }

    /** Scales in a row; 0 where one serves all. */
    int perRow() {
        return perRow;
    }

    /** Index of the scales of a group of rows, for the columns from {@code index · columns()} on. */
    int at(int group, int index) {
        return (group * perRow + index) * step;
    }

    /** Distance from one index of {@link #at} to the next. */
    int step() {
        return step;
    }

    /** Puts the scales and offsets of a row in their places, once, while the matrix is made. */
    void setRow(int group, int lane, float[] rowScales, float[] rowOffsets) {
        int at = at(group, 0) + lane;
        for (int i = 0; i < perRow; i++) {
            scales[at + i * step] = rowScales[i];
        }
        if (affine()) {
            for (int i = 0; i < perRow; i++) {
                offsets[at + i * step] = rowOffsets[i];
            }
        }
    }

    long bytes() {
        return (long) Float.BYTES * (scales.length + offsets.length);
    }

    /** The scales; see {@link #at}. */
    float[] factors() {
        return scales;
    }

    /** The offsets; see {@link #at}. Empty where there are none. */
    float[] summands() {
        return offsets;
    }

    /** True where there are offsets. */
    boolean affine() {
        return offsets.length > 0;
    }

    /** What is to be subtracted from a code. */
    float bias() {
        return bias;
    }

    /** The weight of one lane. */
    float weight(float code, int at, int lane) {
        float scaled = scales[at + lane] * (code - bias);
        return offsets.length == 0 ? scaled : scaled + offsets[at + lane];
    }

    /** Turns unpacked codes into weights, in place: {@code groups} scale groups from the one at {@code scalesAt} on. */
    void apply(float[] codes, int codesAt, int stride, int scalesAt, int groups) {
        if (step == 0) {
            return;
        }
        for (int g = 0; g < groups; g++) {
            FloatVector scale = FloatVector.fromArray(FLOATS, scales, scalesAt + g * step);
            int at = codesAt + g * columns * stride;
            if (offsets.length == 0) {
                for (int c = 0; c < columns; c++, at += stride) {
                    FloatVector.fromArray(FLOATS, codes, at)
                            .sub(bias)
                            .mul(scale)
                            .intoArray(codes, at);
                }
            } else {
                FloatVector offset = FloatVector.fromArray(FLOATS, offsets, scalesAt + g * step);
                for (int c = 0; c < columns; c++, at += stride) {
                    FloatVector.fromArray(FLOATS, codes, at).fma(scale, offset).intoArray(codes, at);
                }
            }
        }
    }
}
