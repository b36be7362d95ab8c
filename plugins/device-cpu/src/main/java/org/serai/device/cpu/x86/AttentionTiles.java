package org.serai.device.cpu.x86;

import java.util.ArrayList;
import java.util.List;

/**
 * The sizes of tiles that there are functions of attention for: as many sums as registers have room for, so that what is read
 * from memory is multiplied often.
 */
final class AttentionTiles {
    /** Queries of the highest tile. */
    static final int HIGHEST = 6;

    /** Strips of the widest tile: the 64 tokens of a usual page. */
    private static final int WIDEST = 4;

    private final int vectors;
    private final int registers;
    private final List<Tile> all = new ArrayList<>();
    private final int[] before = new int[HIGHEST + 1];

    /**
     * A size.
     *
     * @param height queries
     * @param strips how many times {@link AttentionLayout#STRIP} tokens, or elements of values
     */
    record Tile(int height, int strips) {
        @Override
        public String toString() {
            return "queries" + height + "-strips" + strips;
        }
    }

    /** Those for a set of instructions. */
    AttentionTiles(InstructionSet set) {
        vectors = AttentionLayout.STRIP / set.interleaving().lanes();
        registers = set.registers();
        for (int height = 1; height <= HIGHEST; height++) {
            before[height] = all.size();
            for (int strips = 1; strips <= widest(height); strips++) {
                all.add(new Tile(height, strips));
            }
        }
    }

    /** All sizes; {@link #index} says where one stands. */
    List<Tile> all() {
        return all;
    }

    /** Strips of the widest tile of so many queries: a power of two, at least 1. */
    int widest(int height) {
        int strips = WIDEST;
        while (strips > 1 && registers(height, strips) > registers) {
            strips /= 2;
        }
        return strips;
    }

    /** Sums, one operand for each vector, and one number in all lanes. */
    private int registers(int height, int strips) {
        return (height + 1) * strips * vectors + 1;
    }

    int index(int height, int strips) {
        return before[height] + strips - 1;
    }
}
