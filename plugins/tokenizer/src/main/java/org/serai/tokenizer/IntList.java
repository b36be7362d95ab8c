package org.serai.tokenizer;

import java.util.Arrays;

/** A growing array of integers. Not thread-safe. */
final class IntList {
    private int[] items;
    private int size;

    IntList(int capacity) {
        items = new int[Math.max(capacity, 16)];
    }

    void add(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, Math.multiplyExact(size, 2));
        }
        items[size++] = item;
    }

    int get(int index) {
        return items[index];
    }

    void set(int index, int item) {
        items[index] = item;
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    int[] toArray() {
        return Arrays.copyOf(items, size);
    }
}
