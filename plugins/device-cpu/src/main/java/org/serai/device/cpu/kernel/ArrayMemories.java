package org.serai.device.cpu.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Arrays as functions of machine code take them. Those that were asked for last are kept, for the same come again and again.
 * Belongs to one thread.
 */
final class ArrayMemories {
    /** More than the inputs and outputs of a model's operations. */
    private static final int ARRAYS = 16;

    private final float[][] arrays = new float[ARRAYS][];
    private final MemorySegment[] memories = new MemorySegment[ARRAYS];
    private int replaced;

    MemorySegment of(float[] array) {
        for (int i = 0; i < ARRAYS; i++) {
            if (arrays[i] == array) {
                return memories[i];
            }
        }
        int place = replaced++ % ARRAYS;
        arrays[place] = array;
        memories[place] = MemorySegment.ofArray(array);
        return memories[place];
    }
}
