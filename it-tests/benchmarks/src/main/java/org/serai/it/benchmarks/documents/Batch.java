package org.serai.it.benchmarks.documents;

import java.util.Arrays;
import java.util.List;

/**
 * Documents that were answered.
 *
 * @param promptTokens of all of them
 * @param answerTokens of all of them
 */
record Batch(int documents, double seconds, long promptTokens, long answerTokens) {
    double perMinute() {
        return 60 * documents / seconds;
    }

    static Batch sum(List<Batch> batches) {
        return batches.stream()
                .reduce(
                        new Batch(0, 0, 0, 0),
                        (a, b) -> new Batch(
                                a.documents + b.documents,
                                a.seconds + b.seconds,
                                a.promptTokens + b.promptTokens,
                                a.answerTokens + b.answerTokens));
    }

    /** The median of the documents per minute. */
    static double median(List<Batch> batches) {
        return middle(batches.stream().mapToDouble(Batch::perMinute).toArray());
    }

    /** The middle of some numbers, which are sorted; of two, their mean. */
    static double middle(double[] numbers) {
        Arrays.sort(numbers);
        int half = numbers.length / 2;
        return numbers.length % 2 == 1 ? numbers[half] : (numbers[half - 1] + numbers[half]) / 2;
    }
}
