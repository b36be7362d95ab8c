package org.serai.tokenizer;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The merges of a vocabulary in an open-addressing table. Immutable once it is filled. */
final class MergeTable implements Merges {
    private static final long EMPTY = -1;

    private final long multiplier = new SplittableRandom().nextLong() | 1;
    private long[] pairs;
    private long[] merges;
    private int size;

    MergeTable(int expected) {
        int capacity = Integer.highestOneBit(Math.max(8, expected)) << 1;
        pairs = emptied(capacity);
        merges = new long[capacity];
    }

    /** Adds a merge; false where the pair has one already, which stays. */
    boolean add(int left, int right, int rank, int merged) {
        if (size >= pairs.length / 4 * 3) {
            grow();
        }
        long pair = pair(left, right);
        int slot = slot(pair);
        if (pairs[slot] == pair) {
            return false;
        }
        pairs[slot] = pair;
        merges[slot] = Merges.pack(rank, merged);
        size++;
        return true;
    }

    @Override
    public long find(int left, int right) {
        long pair = pair(left, right);
        int slot = slot(pair);
        return pairs[slot] == pair ? merges[slot] : NONE;
    }

    private void grow() {
        long[] oldPairs = pairs;
        long[] oldMerges = merges;
        pairs = emptied(oldPairs.length * 2);
        merges = new long[pairs.length];
        for (int i = 0; i < oldPairs.length; i++) {
            if (oldPairs[i] != EMPTY) {
                int slot = slot(oldPairs[i]);
                pairs[slot] = oldPairs[i];
                merges[slot] = oldMerges[i];
            }
        }
    }

    /** Where the pair is or would be. */
    private int slot(long pair) {
        int mask = pairs.length - 1;
        int slot = (int) (((pair ^ (pair >>> 29)) * multiplier) >>> 32) & mask;
        while (pairs[slot] != EMPTY && pairs[slot] != pair) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static long pair(int left, int right) {
        return ((long) left << 32) | right;
    }

    private static long[] emptied(int capacity) {
        long[] slots = new long[capacity];
        Arrays.fill(slots, EMPTY);
        return slots;
    }
}
