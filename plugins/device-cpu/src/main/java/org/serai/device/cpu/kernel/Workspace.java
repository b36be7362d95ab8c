package org.serai.device.cpu.kernel;

/** Scratch memory of one thread, kept from call to call. */
public final class Workspace {
    private float[] numbers = {};

    /** At least {@code count} numbers of undefined content; the same array as in the call before, where that suffices. */
    public float[] numbers(int count) {
        if (numbers.length < count) {
            numbers = new float[count];
        }
        return numbers;
    }
}
