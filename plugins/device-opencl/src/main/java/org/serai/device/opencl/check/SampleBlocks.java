package org.serai.device.opencl.check;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.serai.device.Device;
import org.serai.device.DeviceOptions;
import org.serai.device.DeviceSession;
import org.serai.device.Tensor;
import org.serai.model.TensorInfo;
import org.serai.model.TensorType;

/**
 * Random blocks of a type: any bits are a block, and those are taken whose numbers a sum can hold beside others, for which
 * they are decoded by the device that is the definition.
 */
final class SampleBlocks {
    private static final float LARGEST = 1e4f;

    private final TensorType type;
    private final int count;
    private final byte[] bytes;
    private final float[][] numbers;
    private final int[] moderate;

    /** @param count blocks to choose from */
    SampleBlocks(TensorType type, int count, Device definition, Random random) {
        this.type = type;
        this.count = count;
        bytes = new byte[count * type.blockBytes()];
        random.nextBytes(bytes);
        plainNumbers(random);
        numbers = decode(definition);
        moderate = IntStream.range(0, count)
                .filter(block -> isModerate(numbers[block]))
                .toArray();
    }

    /** Few random bits are a useful number where a block is nothing but one. */
    private void plainNumbers(Random random) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = count / 2; i < count; i++) {
            float number = (float) random.nextGaussian();
            switch (type) {
                case F32 -> buffer.putFloat(i * 4, number);
                case F16 -> buffer.putShort(i * 2, Float.floatToFloat16(number));
                case BF16 -> buffer.putShort(i * 2, (short) (Float.floatToIntBits(number) >>> 16));
                default -> {
                    // Blocks have whole numbers of few bits, and scales of which many will do.
                }
            }
        }
    }

    private float[][] decode(Device definition) {
        try (DeviceSession session = definition.open(new DeviceOptions(OptionalInt.empty(), true))) {
            TensorInfo info = new TensorInfo("check", type, List.of((long) type.blockElements(), (long) count));
            Tensor out = session.allocate(count, type.blockElements());
            session.embed(
                    out, session.upload(info, all()), IntStream.range(0, count).toArray(), count);
            float[][] rows = new float[count][type.blockElements()];
            for (int row = 0; row < count; row++) {
                session.read(out, row, rows[row]);
            }
            return rows;
        }
    }

    private static boolean isModerate(float[] numbers) {
        for (float number : numbers) {
            if (!(Math.abs(number) < LARGEST)) {
                return false;
            }
        }
        return true;
    }

    /** All blocks, those with infinities and without numbers, too. */
    MemorySegment all() {
        return MemorySegment.ofArray(bytes);
    }

    int count() {
        return count;
    }

    /** A matrix of moderate blocks: its data, and in {@code target} its numbers. */
    MemorySegment matrix(float[][] target, Random random) {
        int rowBlocks = target[0].length / type.blockElements();
        MemorySegment data = MemorySegment.ofArray(new byte[target.length * rowBlocks * type.blockBytes()]);
        for (int i = 0; i < target.length * rowBlocks; i++) {
            int block = moderate[random.nextInt(moderate.length)];
            MemorySegment.copy(
                    bytes,
                    block * type.blockBytes(),
                    data,
                    ValueLayout.JAVA_BYTE,
                    (long) i * type.blockBytes(),
                    type.blockBytes());
            System.arraycopy(
                    numbers[block],
                    0,
                    target[i / rowBlocks],
                    i % rowBlocks * type.blockElements(),
                    type.blockElements());
        }
        return data;
    }
}
