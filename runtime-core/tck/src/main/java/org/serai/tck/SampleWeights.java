package org.serai.tck;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.serai.model.TensorInfo;
import org.serai.model.TensorType;

/**
 * A matrix with known numbers, as a model file would hold it.
 *
 * @param numbers {@code rows × columns}, what the data stands for
 */
@SuppressWarnings("ArrayRecordComponent") // test data, compared by nobody
public record SampleWeights(TensorInfo info, MemorySegment data, float[] numbers) {
    /** Blocks above this would make every other number of a sum vanish. */
    private static final float LARGEST = 1e4f;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** A matrix of F32 with the numbers given. */
    public static SampleWeights of(String name, int rows, int columns, float... numbers) {
        SampleWeights weights = empty(name, TensorType.F32, rows, columns);
        for (int i = 0; i < numbers.length; i++) {
            weights.put(i, numbers[i]);
        }
        return weights;
    }

    /** A matrix of any type that there is reference data for, with random numbers. */
    public static SampleWeights random(String name, TensorType type, int rows, int columns, Random random) {
        SampleWeights weights = empty(name, type, rows, columns);
        if (type.blockElements() > 1) {
            weights.fillWithBlocks(random);
        } else {
            for (int i = 0; i < weights.numbers.length; i++) {
                weights.put(i, (float) random.nextGaussian());
            }
        }
        return weights;
    }

    private static SampleWeights empty(String name, TensorType type, int rows, int columns) {
        TensorInfo info = new TensorInfo(name, type, List.of((long) columns, (long) rows));
        MemorySegment data = MemorySegment.ofArray(new byte[Math.toIntExact(info.bytes())]);
        return new SampleWeights(info, data, new float[rows * columns]);
    }

    private void put(int index, float number) {
        switch (info.type()) {
            case F32 -> data.set(INT, 4L * index, Float.floatToRawIntBits(number));
            case F16 -> data.set(SHORT, 2L * index, Float.floatToFloat16(number));
            case BF16 -> data.set(SHORT, 2L * index, (short) (Float.floatToRawIntBits(number) >>> 16));
            default -> throw new IllegalArgumentException(info.type() + " has blocks");
        }
        numbers[index] = switch (info.type()) {
            case F16 -> Float.float16ToFloat(Float.floatToFloat16(number));
            case BF16 -> Float.intBitsToFloat(Float.floatToRawIntBits(number) & 0xFFFF0000);
            default -> number;
        };
    }

    private void fillWithBlocks(Random random) {
        GoldenBlocks golden = GoldenBlocks.all().stream()
                .filter(blocks -> blocks.type() == info.type())
                .findAny()
                .orElseThrow();
        int[] usable = new Random(random.nextLong())
                .ints(0, golden.blocks())
                .filter(block -> golden.magnitude(block) < LARGEST)
                .limit(Math.max(1, numbers.length / info.type().blockElements()))
                .toArray();
        for (int i = 0; i < usable.length; i++) {
            golden.copyBytes(usable[i], data, (long) i * info.type().blockBytes());
            golden.copyNumbers(usable[i], numbers, i * info.type().blockElements());
        }
    }

    public int rows() {
        return (int) info.rows();
    }

    public int columns() {
        return (int) info.columns();
    }

    /** The numbers of a row. */
    public float[] row(int row) {
        return Arrays.copyOfRange(numbers, row * columns(), (row + 1) * columns());
    }
}
