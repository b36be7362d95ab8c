package org.serai.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.serai.model.TensorType;

/**
 * Blocks of a tensor type and the numbers that they stand for, as the reference implementation decodes them.
 *
 * @param bytes whole blocks
 * @param numbers what the blocks stand for
 */
@SuppressWarnings("ArrayRecordComponent") // reference data, compared by nobody
public record GoldenBlocks(TensorType type, byte[] bytes, float[] numbers) {
    private static final int NPY_HEADER_LENGTH_AT = 8;
    private static final int NPY_HEADER_AT = 10;

    /** All types that there is reference data for; at least one. */
    public static List<GoldenBlocks> all() {
        Path folder = Goldens.directory("dequant");
        try (Stream<Path> files = Files.list(folder)) {
            List<GoldenBlocks> all = files.filter(file -> file.toString().endsWith(".bin"))
                    .sorted()
                    .map(GoldenBlocks::read)
                    .toList();
            if (all.isEmpty()) {
                throw new IllegalStateException("There is no reference data in " + folder);
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GoldenBlocks read(Path file) {
        String name = file.getFileName().toString().replace(".bin", "");
        try {
            byte[] npy = Files.readAllBytes(file.resolveSibling(name + ".npy"));
            ByteBuffer buffer = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
            int dataAt = NPY_HEADER_AT + buffer.getShort(NPY_HEADER_LENGTH_AT);
            float[] numbers = new float[(npy.length - dataAt) / Float.BYTES];
            buffer.position(dataAt)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(numbers);
            return new GoldenBlocks(TensorType.valueOf(name), Files.readAllBytes(file), numbers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of blocks. */
    public int blocks() {
        return bytes.length / type.blockBytes();
    }

    /** Copies one block's bytes. */
    void copyBytes(int block, MemorySegment target, long at) {
        MemorySegment.copy(bytes, block * type.blockBytes(), target, ValueLayout.JAVA_BYTE, at, type.blockBytes());
    }

    /** Copies one block's numbers. */
    void copyNumbers(int block, float[] target, int at) {
        System.arraycopy(numbers, block * type.blockElements(), target, at, type.blockElements());
    }

    /** The largest magnitude in a block; not finite where the block has a number that is not. */
    float magnitude(int block) {
        float most = 0;
        for (int i = block * type.blockElements(); i < (block + 1) * type.blockElements(); i++) {
            most = Math.max(most, Math.abs(numbers[i]));
        }
        return most;
    }
}
