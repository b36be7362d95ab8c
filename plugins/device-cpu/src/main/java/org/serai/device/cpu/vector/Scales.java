package org.serai.device.cpu.vector;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/**
 * What the codes of a matrix mean: {@code weight = scale · (code − bias) + offset}, with one scale, and perhaps one offset,
 * for some columns of a row. The lanes of a group of rows stand together.
 */
final class Scales {
    private static final ValueLayout.OfFloat NUMBER = ValueLayout.JAVA_FLOAT.withOrder(LITTLE_ENDIAN);
    private static final Scales NONE = ones();

    private final int columns;
    private final int perRow;
    private final int step;
    private final int bias;
    private final MemorySegment scales;
    private final MemorySegment offsets;
    private final boolean affine;

    private Scales(int columns, int perRow, int step, int bias, MemorySegment scales, MemorySegment offsets) {
        this.columns = columns;
        this.perRow = perRow;
        this.step = step;
        this.bias = bias;
        this.scales = scales;
        this.offsets = offsets;
        affine = offsets.byteSize() > 0;
    }

    /** Codes that are the weights themselves: one scale of 1 for all. */
    static Scales none() {
        return NONE;
    }

    /**
     * The scales, and perhaps offsets, of all groups of rows, F32 in the order of {@link #at}.
     *
     * @param columns columns that share a scale
     * @param perRow scales in a row
     * @param bias what is to be subtracted from a code
     * @param offsets as many as scales, or nothing
     */
    static Scales of(int columns, int perRow, int bias, MemorySegment scales, MemorySegment offsets) {
        return new Scales(columns, perRow, COUNT, bias, scales, offsets);
    }

    private static Scales ones() {
        MemorySegment ones = Arena.global().allocate((long) COUNT * Float.BYTES, Long.BYTES);
        for (int lane = 0; lane < COUNT; lane++) {
            ones.setAtIndex(NUMBER, lane, 1);
        }
        return new Scales(Codes.BLOCK, 0, 0, 0, ones, ones.asSlice(0, 0));
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

    /** The scales; see {@link #at}. */
    MemorySegment factors() {
        return scales;
    }

    /** The offsets; see {@link #at}. Empty where there are none. */
    MemorySegment summands() {
        return offsets;
    }

    /** True where there are offsets. */
    boolean affine() {
        return affine;
    }

    /** What is to be subtracted from a code. */
    float bias() {
        return bias;
    }

    /** The weight of one lane. */
    float weight(float code, int at, int lane) {
        float scaled = scales.getAtIndex(NUMBER, at + lane) * (code - bias);
        return affine ? scaled + offsets.getAtIndex(NUMBER, at + lane) : scaled;
    }

    /** Turns unpacked codes into weights, in place: {@code groups} scale groups from the one at {@code scalesAt} on. */
    void apply(float[] codes, int codesAt, int stride, int scalesAt, int groups) {
        if (step == 0) {
            return;
        }
        for (int g = 0; g < groups; g++) {
            long scaleAt = (long) Float.BYTES * (scalesAt + g * step);
            FloatVector scale = FloatVector.fromMemorySegment(FLOATS, scales, scaleAt, LITTLE_ENDIAN);
            int at = codesAt + g * columns * stride;
            if (!affine) {
                for (int c = 0; c < columns; c++, at += stride) {
                    FloatVector.fromArray(FLOATS, codes, at)
                            .sub(bias)
                            .mul(scale)
                            .intoArray(codes, at);
                }
            } else {
                FloatVector offset = FloatVector.fromMemorySegment(FLOATS, offsets, scaleAt, LITTLE_ENDIAN);
                for (int c = 0; c < columns; c++, at += stride) {
                    FloatVector.fromArray(FLOATS, codes, at).fma(scale, offset).intoArray(codes, at);
                }
            }
        }
    }
}
