package org.serai.tokenizer;

import java.util.Arrays;

/**
 * Byte-pair encoding (Sennrich et al., 2016, arXiv:1508.07909): merges neighbouring symbols until no pair merges, the
 * lowest rank first and of equal ranks the leftmost.
 *
 * <p>Symbols form a linked list and candidate pairs a binary heap. A pair enters the heap once when its left or right
 * symbol comes into being, so n symbols take O(n log n) steps whatever they are. Holds buffers for one thread.
 */
final class PairMerger {
    /** A symbol that no merge knows, such as a character that the vocabulary cannot spell. */
    static final int UNKNOWN = -1;

    private static final int GONE = -2;
    private static final int END = -1;

    private final Merges merges;
    private int[] symbols = new int[64];
    private int[] previous = new int[64];
    private int[] next = new int[64];
    private int size;

    /** A min-heap of rank and place of the left symbol, {@code rank << 32 | place}. */
    private long[] heap = new long[64];

    private int heapSize;

    PairMerger(Merges merges) {
        this.merges = merges;
    }

    /** Begins a new run of symbols. */
    void clear() {
        size = 0;
        heapSize = 0;
    }

    /** Appends a symbol: a token id or {@link #UNKNOWN}. */
    void add(int symbol) {
        if (size == symbols.length) {
            int capacity = Math.multiplyExact(size, 2);
            symbols = Arrays.copyOf(symbols, capacity);
            previous = Arrays.copyOf(previous, capacity);
            next = Arrays.copyOf(next, capacity);
        }
        symbols[size++] = symbol;
    }

    int size() {
        return size;
    }

    /** Merges the run. Afterwards {@link #symbol} tells what stands at each place. */
    void merge() {
        for (int i = 0; i < size; i++) {
            previous[i] = i - 1;
            next[i] = i + 1 < size ? i + 1 : END;
        }
        for (int i = 0; i + 1 < size; i++) {
            offer(i);
        }
        while (heapSize > 0) {
            long candidate = poll();
            int left = (int) candidate;
            int right = symbols[left] == GONE ? END : next[left];
            if (right == END) {
                continue;
            }
            long merge = merges.find(symbols[left], symbols[right]);
            // The pair may have changed since it was offered; its successor is in the heap by its own rank.
            if (merge != Merges.NONE && Merges.rank(merge) == (int) (candidate >>> 32)) {
                join(left, right, Merges.merged(merge));
            }
        }
    }

    /** True where a symbol begins at a place once merging is done. */
    boolean begins(int place) {
        return symbols[place] != GONE;
    }

    int symbol(int place) {
        return symbols[place];
    }

    private void join(int left, int right, int merged) {
        symbols[left] = merged;
        symbols[right] = GONE;
        next[left] = next[right];
        if (next[left] != END) {
            previous[next[left]] = left;
            offer(left);
        }
        if (previous[left] != END) {
            offer(previous[left]);
        }
    }

    private void offer(int left) {
        int a = symbols[left];
        int b = symbols[next[left]];
        if (a == UNKNOWN || b == UNKNOWN) {
            return;
        }
        long merge = merges.find(a, b);
        if (merge != Merges.NONE) {
            push(((long) Merges.rank(merge) << 32) | left);
        }
    }

    private void push(long item) {
        if (heapSize == heap.length) {
            heap = Arrays.copyOf(heap, Math.multiplyExact(heapSize, 2));
        }
        int at = heapSize++;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (heap[parent] <= item) {
                break;
            }
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = item;
    }

    private long poll() {
        long first = heap[0];
        long last = heap[--heapSize];
        int at = 0;
        while (2 * at + 1 < heapSize) {
            int child = 2 * at + 1;
            if (child + 1 < heapSize && heap[child + 1] < heap[child]) {
                child++;
            }
            if (last <= heap[child]) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = last;
        return first;
    }
}
