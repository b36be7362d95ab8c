package org.serai.tokenizer;

/** Which two neighbouring tokens make one, and which merge goes first. */
@FunctionalInterface
interface Merges {
    /** The pair does not merge. */
    long NONE = -1;

    /**
     * Looks a pair up.
     *
     * @return rank and merged token, as {@link #pack} puts them together, or {@link #NONE}; the lowest rank goes first
     */
    long find(int left, int right);

    static long pack(int rank, int merged) {
        return ((long) rank << 32) | merged;
    }

    static int rank(long merge) {
        return (int) (merge >>> 32);
    }

    static int merged(long merge) {
        return (int) merge;
    }
}
