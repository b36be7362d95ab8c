package org.serai.connector.kafka;

import java.time.Duration;
import org.serai.error.ErrorCategory;
import org.serai.error.OverloadException;
import org.serai.error.SeraiException;

/**
 * What becomes of a record whose route failed.
 *
 * @param maxAttempts how often a record is tried at most
 * @param firstDelay how long it waits after the first failure; twice as long after each further one
 * @param longestDelay the longest wait
 */
public record FailurePolicy(int maxAttempts, Duration firstDelay, Duration longestDelay) {
    /** What to do. */
    public sealed interface Decision {}

    /**
     * Try again.
     *
     * @param delay how long to wait before
     * @param counts false where the attempt does not count, because the record was not really tried
     */
    public record Retry(Duration delay, boolean counts) implements Decision {}

    /** Send it to the dead letters. */
    public record GiveUp() implements Decision {}

    /**
     * Decides by the failure's category. An overload says nothing about the record and is waited out for as long as it
     * takes; a failure that would come again is given up at once; whatever can pass is tried again, and so is work that
     * somebody stopped.
     *
     * @param attempts how often the record was tried, the failed attempt included
     */
    public Decision decide(SeraiException failure, int attempts) {
        ErrorCategory category = failure.code().category();
        if (category == ErrorCategory.OVERLOAD) {
            Duration delay = failure instanceof OverloadException overload ? overload.retryAfter() : firstDelay;
            return new Retry(shorter(delay, longestDelay), false);
        }
        boolean canPass = category.retryable() || category == ErrorCategory.CANCELLED;
        return canPass && attempts < maxAttempts ? new Retry(delay(attempts), true) : new GiveUp();
    }

    /** How long a record waits that was tried so often; at least once. */
    public Duration delay(int attempts) {
        Duration delay = firstDelay;
        for (int i = 1; i < attempts && delay.compareTo(longestDelay) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return shorter(delay, longestDelay);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
