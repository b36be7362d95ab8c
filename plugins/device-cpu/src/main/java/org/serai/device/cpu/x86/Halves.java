package org.serai.device.cpu.x86;

/** Two numbers of 32 bits without sign in one argument of a function, of which all systems pass six at most in registers. */
final class Halves {
    private Halves() {}

    /** Both, to be taken apart by {@link Assembler#split}. */
    static long of(long low, long high) {
        return low | high << Integer.SIZE;
    }
}
