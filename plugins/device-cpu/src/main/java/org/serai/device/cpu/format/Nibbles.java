package org.serai.device.cpu.format;

import static org.serai.device.cpu.format.LittleEndian.int64;

/** Works on eight bytes of a block at once, each of which has one number of four bits in its low half or its high one. */
final class Nibbles {
    private static final long LOW_HALVES = 0x0F0F0F0F0F0F0F0FL;
    private static final long ONES = 0x0101010101010101L;

    /** Brings bit 0 of byte i to bit 56 + i. */
    private static final long GATHER = 0x0102040810204080L;

    private Nibbles() {}

    /** The low halves of eight bytes as one word, the first in the lowest bits. */
    static int join(long bytes) {
        long x = low(bytes);
        x = (x | x >>> 4) & 0x00FF00FF00FF00FFL;
        x = (x | x >>> 8) & 0x0000FFFF0000FFFFL;
        return (int) (x | x >>> 16);
    }

    /** The low halves of eight bytes, a byte each. */
    static long low(long bytes) {
        return bytes & LOW_HALVES;
    }

    /** Bit 0 of each of eight bytes, that of the first in the lowest bit. */
    static int bits(long bytes) {
        return (int) (((bytes & ONES) * GATHER) >>> 56);
    }

    /** 16 bytes with elements i and i + 16 in their halves, as four words. */
    static void joinHalves(byte[] row, int at, int[] target, int to) {
        long first = int64(row, at);
        long second = int64(row, at + 8);
        target[to] = join(first);
        target[to + 1] = join(second);
        target[to + 2] = join(first >>> 4);
        target[to + 3] = join(second >>> 4);
    }
}
