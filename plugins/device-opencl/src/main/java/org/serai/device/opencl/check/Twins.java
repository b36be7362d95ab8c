package org.serai.device.opencl.check;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.BiConsumer;
import org.serai.device.Device;
import org.serai.device.DeviceOptions;
import org.serai.device.DeviceSession;
import org.serai.device.KvCache;
import org.serai.device.KvShape;
import org.serai.device.Tensor;
import org.serai.device.Weights;
import org.serai.model.TensorInfo;
import org.serai.model.TensorType;

/** A session on the device under test and one on the device that it is held to, which are given the same. */
final class Twins implements AutoCloseable {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final DeviceSession actual;
    private final DeviceSession expected;

    /** The same thing in both sessions. */
    record Pair<T>(T actual, T expected) {}

    /** @param exact true for a KV cache of F32 on the device under test; the other device always has one */
    Twins(Device actual, Device expected, boolean exact) {
        this.actual = actual.open(new DeviceOptions(OptionalInt.empty(), exact));
        this.expected = expected.open(new DeviceOptions(OptionalInt.empty(), true));
    }

    DeviceSession actual() {
        return actual;
    }

    DeviceSession expected() {
        return expected;
    }

    Pair<Weights> upload(TensorType type, int rows, int columns, MemorySegment data) {
        TensorInfo info = new TensorInfo("check", type, List.of((long) columns, (long) rows));
        return new Pair<>(actual.upload(info, data), expected.upload(info, data));
    }

    /** Weights of F32. */
    Pair<Weights> upload(float[][] rows) {
        int columns = rows[0].length;
        MemorySegment data = MemorySegment.ofArray(new byte[rows.length * columns * Float.BYTES]);
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < columns; c++) {
                data.set(FLOAT, (long) (r * columns + c) * Float.BYTES, rows[r][c]);
            }
        }
        return upload(TensorType.F32, rows.length, columns, data);
    }

    Pair<Tensor> allocate(int rows, int columns) {
        return new Pair<>(actual.allocate(rows, columns), expected.allocate(rows, columns));
    }

    Pair<KvCache> allocate(KvShape shape) {
        return new Pair<>(actual.allocateKvCache(shape), expected.allocateKvCache(shape));
    }

    Pair<Tensor> tensor(float[][] rows) {
        Pair<Tensor> tensor = allocate(rows.length, rows[0].length);
        for (int r = 0; r < rows.length; r++) {
            actual.write(tensor.actual(), r, rows[r]);
            expected.write(tensor.expected(), r, rows[r]);
        }
        return tensor;
    }

    /** Reads a row of both and hands them out: first what is expected. */
    void read(Pair<Tensor> tensor, int row, BiConsumer<float[], float[]> reader) {
        float[] should = new float[tensor.expected().columns()];
        float[] is = new float[tensor.actual().columns()];
        expected.read(tensor.expected(), row, should);
        actual.read(tensor.actual(), row, is);
        reader.accept(should, is);
    }

    static float[][] randomRows(Random random, int rows, int columns) {
        float[][] numbers = new float[rows][columns];
        for (float[] row : numbers) {
            for (int c = 0; c < columns; c++) {
                row[c] = (float) random.nextGaussian();
            }
        }
        return numbers;
    }

    @Override
    public void close() {
        try (expected) {
            actual.close();
        }
    }
}
