package org.serai.device.cpu.vector;

/**
 * Consecutive groups of rows of a matrix, in memory that one thread allocated and filled: on many machines a thread takes
 * longer to get fresh memory than to fill it.
 *
 * @param from the first group
 * @param to the group after the last one
 * @param codes of the groups, which are counted from 0 here
 * @param scales likewise
 */
record Slab(int from, int to, Codes codes, Scales scales) {
    long bytes() {
        return codes.bytes() + scales.bytes();
    }
}
