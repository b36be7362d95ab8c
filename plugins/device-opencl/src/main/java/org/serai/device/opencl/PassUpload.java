package org.serai.device.opencl;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.serai.device.Batch;
import org.serai.device.Rope;

/**
 * What the layers of a pass share: where its tokens stand, and the angles of their positions. It is sent to the device for
 * the first layer and found again by the others. Not thread-safe.
 */
final class PassUpload {
    private final Transfer transfer;
    private final Scratch batchScratch;
    private final Scratch angleScratch;

    /** What the device has. */
    private int[] sentBatch = {};

    private int[] sentPositions = {};
    private Rope sentRope = new Rope(Rope.Style.HALVES, new float[0], 1);

    /** Room to describe a batch in. */
    private int[] description = {};

    PassUpload(SessionBuffers buffers, Transfer transfer) {
        this.transfer = transfer;
        batchScratch = new Scratch(buffers, "The description of a batch");
        angleScratch = new Scratch(buffers, "The angles of a batch");
    }

    /** The batch as the kernels read it: positions, beginnings of page tables, page tables. */
    MemorySegment batch(Batch batch, int pageTokens) {
        int size = describe(batch, pageTokens);
        long bytes = (long) size * Integer.BYTES;
        if (batchScratch.holds(bytes)
                && sentBatch.length == size
                && Arrays.equals(sentBatch, 0, size, description, 0, size)) {
            return batchScratch.reserve(bytes);
        }
        MemorySegment buffer = batchScratch.reserve(bytes);
        transfer.write(buffer, description, size);
        sentBatch = Arrays.copyOf(description, size);
        return buffer;
    }

    private int describe(Batch batch, int pageTokens) {
        int rows = batch.rows();
        int size = 2 * rows;
        int begin = size;
        for (int row = 0; row < rows; row++) {
            if (row > 0 && batch.pageTable(row) != batch.pageTable(row - 1)) {
                begin = size;
            }
            int pages = batch.position(row) / pageTokens + 1;
            size = Math.max(size, begin + pages);
            if (description.length < size) {
                description = Arrays.copyOf(description, 2 * size);
            }
            description[row] = batch.position(row);
            description[rows + row] = begin;
            System.arraycopy(batch.pageTable(row), 0, description, begin, pages);
        }
        return size;
    }

    /** Cosine and sine of each pair of each row of the batch. */
    MemorySegment angles(Batch batch, Rope rope) {
        int rows = batch.rows();
        int pairs = rope.frequencies().length;
        // A buffer has at least one element, also where nothing is turned.
        int size = Math.max(1, 2 * rows * pairs);
        long bytes = (long) size * Float.BYTES;
        int[] positions = new int[rows];
        Arrays.setAll(positions, batch::position);
        if (angleScratch.holds(bytes) && rope.equals(sentRope) && Arrays.equals(positions, sentPositions)) {
            return angleScratch.reserve(bytes);
        }
        float[] angles = new float[size];
        for (int row = 0; row < rows; row++) {
            turn(angles, row * pairs, positions[row], rope);
        }
        MemorySegment buffer = angleScratch.reserve(bytes);
        transfer.write(buffer, 0, angles, size);
        sentRope = rope;
        sentPositions = positions;
        return buffer;
    }

    /** In double precision: a far position times a frequency has no digits left in F32. */
    private static void turn(float[] angles, int first, int position, Rope rope) {
        float[] frequencies = rope.frequencies();
        for (int i = 0; i < frequencies.length; i++) {
            double angle = (double) position * frequencies[i];
            angles[2 * (first + i)] = (float) (Math.cos(angle) * rope.magnitude());
            angles[2 * (first + i) + 1] = (float) (Math.sin(angle) * rope.magnitude());
        }
    }
}
