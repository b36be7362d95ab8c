package org.serai.engine.decoder.sampling;

import java.util.Arrays;

/**
 * The tokens that can still be chosen. Each is one long that holds logit and id, such that rising longs are falling
 * logits and, among equal ones, rising ids: selecting and sorting then work on plain numbers. Reused from token to
 * token; not thread-safe.
 */
final class Candidates {
    /** Selecting with a heap pays up to this share of what there is; beyond it all are sorted. */
    private static final int HEAP_SHARE = 16;

    /** How finely top-p looks at logits before it sorts those about its cut: buckets of 1/32, down to 32 below the top. */
    private static final int BUCKETS_PER_UNIT = 32;

    private static final int BUCKETS = 32 * BUCKETS_PER_UNIT;

    private final long[] keys;
    private final double[] weights;
    private long[] byDistance = {};
    private long[] kept = {};
    private final double[] bucketWeights = new double[BUCKETS];
    private int size;
    private int sorted;
    private float max;
    private double totalWeight;

    /** @param capacity the size of the vocabulary */
    Candidates(int capacity) {
        keys = new long[capacity];
        weights = new double[capacity];
    }

    /** Begins anew with all tokens whose logit is a number above negative infinity. */
    void load(float[] logits, int count) {
        int n = 0;
        float largest = Float.NEGATIVE_INFINITY;
        for (int id = 0; id < count; id++) {
            float logit = logits[id];
            if (logit > Float.NEGATIVE_INFINITY) {
                keys[n++] = key(logit, id);
                largest = Math.max(largest, logit);
            }
        }
        if (n == 0) {
            throw Softmax.notFinite();
        }
        size = n;
        sorted = 0;
        max = largest;
    }

    int size() {
        return size;
    }

    int id(int index) {
        return (int) keys[index];
    }

    float logit(int index) {
        return logitOf(keys[index]);
    }

    /** The probability, once {@link #soften} has been called. */
    double probability(int index) {
        return weights[index] / totalWeight;
    }

    /** Keeps the logits within n standard deviations of the largest (arXiv:2411.07641). */
    void keepTopNSigma(double n) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += logit(i);
        }
        double mean = sum / size;
        double squares = 0;
        for (int i = 0; i < size; i++) {
            double distance = logit(i) - mean;
            squares += distance * distance;
        }
        keepFrom(max - n * Math.sqrt(squares / size));
    }

    void keepTopK(int k) {
        if (k < size) {
            sortTop(k);
            size = k;
        }
    }

    /** Keeps the tokens whose information is nearest to the expected one, up to a probability (arXiv:2202.00666). */
    void keepTypical(double p) {
        soften(1);
        if (byDistance.length == 0) {
            byDistance = new long[keys.length];
            kept = new long[keys.length];
        }
        double logTotal = Math.log(totalWeight) + max;
        double entropy = 0;
        for (int i = 0; i < size; i++) {
            entropy += probability(i) * (logTotal - logit(i));
        }
        for (int i = 0; i < size; i++) {
            float distance = (float) Math.abs(logTotal - logit(i) - entropy);
            byDistance[i] = (long) Float.floatToRawIntBits(distance) << 32 | i;
        }
        Arrays.sort(byDistance, 0, size);
        int n = 0;
        float largest = Float.NEGATIVE_INFINITY;
        for (double reached = 0; n < size && reached <= p; n++) {
            int index = (int) byDistance[n];
            reached += probability(index);
            kept[n] = keys[index];
            largest = Math.max(largest, logit(index));
        }
        max = largest;
        System.arraycopy(kept, 0, keys, 0, n);
        size = n;
        sorted = 0;
    }

    /** Keeps the smallest set of likeliest tokens whose probability reaches p (arXiv:1904.09751). */
    void keepTopP(double p) {
        Arrays.fill(bucketWeights, 0);
        double total = 0;
        for (int i = 0; i < size; i++) {
            double weight = Exponential.of(logit(i) - max);
            bucketWeights[bucket(i)] += weight;
            total += weight;
        }
        double wanted = p * total;
        double reached = 0;
        int cut = 0;
        while (cut < BUCKETS - 1 && reached + bucketWeights[cut] < wanted) {
            reached += bucketWeights[cut++];
        }
        int n = moveToFront(cut, size);
        int certain = moveToFront(cut - 1, n);
        Arrays.sort(keys, certain, n);
        size = certain;
        while (size < n && (size == 0 || reached < wanted)) {
            reached += Exponential.of(logit(size) - max);
            size++;
        }
        sorted = 0;
    }

    private int bucket(int index) {
        return (int) Math.min(BUCKETS - 1, (max - logit(index)) * BUCKETS_PER_UNIT);
    }

    /** Brings the tokens of the buckets up to {@code last} to the front, and counts them. */
    private int moveToFront(int last, int count) {
        int front = 0;
        for (int i = 0; i < count; i++) {
            if (bucket(i) <= last) {
                long key = keys[i];
                keys[i] = keys[front];
                keys[front++] = key;
            }
        }
        return front;
    }

    /** Keeps what is at least p times as likely as the likeliest (arXiv:2407.01082). */
    void keepMinP(double p) {
        keepFrom(max + Math.log(p));
    }

    /** Keeps the likeliest token alone. */
    void keepLargest() {
        keepTopK(1);
    }

    /** Computes the probabilities at a temperature above 0. */
    void soften(double temperature) {
        double coldness = Math.min(1 / temperature, Double.MAX_VALUE);
        double total = 0;
        for (int i = 0; i < size; i++) {
            double weight = Exponential.of((logit(i) - max) * coldness);
            weights[i] = weight;
            total += weight;
        }
        totalWeight = total;
    }

    /**
     * The token at a place of the cumulative distribution.
     *
     * @param place from 0 to below 1
     */
    int draw(double place) {
        double left = place * totalWeight;
        for (int i = 0; i < size - 1; i++) {
            left -= weights[i];
            if (left < 0) {
                return id(i);
            }
        }
        return id(size - 1);
    }

    /** Makes the first n the n likeliest, in order. */
    void sortTop(int n) {
        if (n <= sorted) {
            return;
        }
        if (n >= size || n - sorted > (size - sorted) / HEAP_SHARE) {
            Arrays.sort(keys, sorted, size);
            sorted = size;
            return;
        }
        selectWithHeap(sorted, n);
        Arrays.sort(keys, sorted, n);
        sorted = n;
    }

    /** Brings the smallest keys of {@code from … size} to {@code from … to}, with a heap whose root is the largest. */
    private void selectWithHeap(int from, int to) {
        int length = to - from;
        for (int i = length / 2 - 1; i >= 0; i--) {
            siftDown(from, length, i);
        }
        for (int i = to; i < size; i++) {
            long key = keys[i];
            if (key < keys[from]) {
                keys[i] = keys[from];
                keys[from] = key;
                siftDown(from, length, 0);
            }
        }
    }

    private void siftDown(int from, int length, int start) {
        int parent = start;
        long key = keys[from + parent];
        for (int child = 2 * parent + 1; child < length; child = 2 * parent + 1) {
            if (child + 1 < length && keys[from + child + 1] > keys[from + child]) {
                child++;
            }
            if (keys[from + child] <= key) {
                break;
            }
            keys[from + parent] = keys[from + child];
            parent = child;
        }
        keys[from + parent] = key;
    }

    private void keepFrom(double smallest) {
        int n = 0;
        for (int i = 0; i < size; i++) {
            if (logit(i) >= smallest) {
                keys[n++] = keys[i];
            }
        }
        size = n;
        sorted = Math.min(sorted, n);
    }

    private static long key(float logit, int id) {
        int bits = Float.floatToRawIntBits(logit + 0.0f); // adding zero makes the two zeros one
        int ordered = bits ^ (bits >> 31 & Integer.MAX_VALUE);
        return (long) ~ordered << 32 | id;
    }

    private static float logitOf(long key) {
        int ordered = ~(int) (key >> 32);
        return Float.intBitsToFloat(ordered ^ (ordered >> 31 & Integer.MAX_VALUE));
    }
}
