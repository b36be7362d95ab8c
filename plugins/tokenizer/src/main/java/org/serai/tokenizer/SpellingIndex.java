package org.serai.tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Finds a token by its spelling, also by a part of a text and without making a string of it. An open-addressing table
 * of ids; the spellings stay in the list that it was made from.
 *
 * <p>The hash is a polynomial in a random base, so that the hash of a suffix follows from the hashes of the whole and of
 * the prefix, and so that a file from a stranger cannot be made to collide.
 */
final class SpellingIndex {
    static final int NONE = -1;

    private static final long TAG = 0x7FFFFFFF00000000L;
    private static final long EMPTY = NONE;

    private final List<String> spellings;
    private final long base = new SplittableRandom().nextLong() | 1;
    private final long[] powers = new long[VocabularyReader.MAX_SPELLING + 1];

    /** A part of the hash, so that few spellings have to be looked at, and the id: {@code hash << 32 | id}. */
    private final long[] slots;

    private final int mask;

    /** Makes an empty index over spellings of at most {@link VocabularyReader#MAX_SPELLING} characters. */
    SpellingIndex(List<String> spellings) {
        this.spellings = spellings;
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * base;
        }
        slots = new long[Integer.highestOneBit(Math.max(8, spellings.size()) - 1) << 2];
        mask = slots.length - 1;
        Arrays.fill(slots, EMPTY);
    }

    /** Adds a token; answers the id that already has its spelling, or {@link #NONE} where it was added. */
    int add(int id) {
        String spelling = spellings.get(id);
        long hash = mix(hash(spelling, 0, spelling.length()));
        int slot = slot(hash, spelling, 0, spelling.length());
        if (slots[slot] != EMPTY) {
            return (int) slots[slot];
        }
        slots[slot] = (hash & TAG) | id;
        return NONE;
    }

    /** The token that is spelled like a part of a text. */
    int find(CharSequence text, int from, int to) {
        return find(text, from, to, hash(text, from, to));
    }

    /** The same where the hash of the part is known. */
    int find(CharSequence text, int from, int to, long hash) {
        return (int) slots[slot(mix(hash), text, from, to)];
    }

    /** Where a spelling is or would be. */
    private int slot(long hash, CharSequence text, int from, int to) {
        int slot = (int) hash & mask;
        while (slots[slot] != EMPTY
                && !(((slots[slot] ^ hash) & TAG) == 0
                        && isSpelled(spellings.get((int) slots[slot]), text, from, to))) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static boolean isSpelled(String spelling, CharSequence text, int from, int to) {
        if (spelling.length() != to - from) {
            return false;
        }
        for (int i = 0; i < spelling.length(); i++) {
            if (spelling.charAt(i) != text.charAt(from + i)) {
                return false;
            }
        }
        return true;
    }

    /** The hash of a text that is one character longer. */
    long append(long hash, char c) {
        return hash * base + c + 1;
    }

    /** The hash of two texts, one after the other. */
    long concat(long first, long second, int secondLength) {
        return first * powers[secondLength] + second;
    }

    /** The hash of what follows a prefix. */
    long suffix(long whole, long prefix, int suffixLength) {
        return whole - prefix * powers[suffixLength];
    }

    long hash(CharSequence text, int from, int to) {
        long hash = 0;
        for (int i = from; i < to; i++) {
            hash = append(hash, text.charAt(i));
        }
        return hash;
    }

    private static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 32);
    }
}
