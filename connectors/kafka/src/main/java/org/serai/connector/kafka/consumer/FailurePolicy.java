package org.serai.connector.kafka.consumer;

import java.time.Duration;
import java.util.Set;
import org.serai.delivery.Backoff;
import org.serai.error.ErrorCategory;
import org.serai.error.OverloadException;
import org.serai.error.SeraiException;

/**
 * Decides what becomes of a record whose route failed.
 *
 * @param maxAttempts how often a record is tried
 * @param retried which failures are worth another attempt
 * @param backoff the wait between attempts
 */
record FailurePolicy(int maxAttempts, RetriedFailures retried, Backoff backoff) {
    /** Failures that say nothing about the record: every other one would fail now, too. */
    private static final Set<ErrorCategory> NOT_ITS_FAULT =
            Set.of(ErrorCategory.OVERLOAD, ErrorCategory.UNAVAILABLE, ErrorCategory.CANCELLED);

    /** Failures that an unchanged record meets again. */
    private static final Set<ErrorCategory> PERMANENT = Set.of(
            ErrorCategory.INVALID,
            ErrorCategory.TOO_LONG,
            ErrorCategory.TRUNCATED,
            ErrorCategory.CONFIGURATION,
            ErrorCategory.NOT_FOUND,
            ErrorCategory.UNSUPPORTED,
            ErrorCategory.CORRUPT);

    /** What to do. */
    sealed interface Decision {
        /** Try again after a while; the attempt counts. */
        record Retry(Duration delay) implements Decision {}

        /** Try again after a while, as if this attempt had not been. */
        record Postpone(Duration delay) implements Decision {}

        /** Write a dead letter. */
        record GiveUp() implements Decision {}
    }

    /**
     * Decides about one failure.
     *
     * @param attempts how often the record was tried, this time included
     * @param postponements how often in a row it was put off before
     */
    Decision decide(SeraiException failure, int attempts, int postponements) {
        ErrorCategory category = failure.code().category();
        if (failure instanceof OverloadException overload) {
            return new Decision.Postpone(overload.retryAfter());
        }
        if (NOT_ITS_FAULT.contains(category)) {
            return new Decision.Postpone(backoff.after(postponements + 1));
        }
        boolean comesAgain = retried == RetriedFailures.passing && PERMANENT.contains(category);
        if (comesAgain || attempts >= maxAttempts) {
            return new Decision.GiveUp();
        }
        return new Decision.Retry(backoff.after(attempts));
    }

    /**
     * True where a record is worked on with nothing beside it, because the process died while it and others were under way:
     * were it the cause, the others would pay for it again.
     *
     * @param attempts how often it was tried so far
     * @param crashes how many of these ended with their process
     */
    boolean isSuspect(int attempts, int crashes) {
        return crashes >= 2 || (crashes == 1 && attempts + 1 >= maxAttempts);
    }

    boolean isExhausted(int attempts) {
        return attempts >= maxAttempts;
    }
}
