package org.serai.connector.rest.security;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.serai.connector.rest.RestErrors;
import org.serai.connector.rest.http.Caller;
import org.serai.error.OverloadException;

/**
 * How much each key may use in a minute. Two token buckets a key, which hold what a minute allows and are refilled
 * steadily, so that a burst is possible and the long-term rate holds. Thread-safe.
 */
public final class RateLimits {
    private final int requestsPerMinute;
    private final int tokensPerMinute;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> requests = new ConcurrentHashMap<>();
    private final Map<String, Bucket> tokens = new ConcurrentHashMap<>();

    /**
     * @param requestsPerMinute for each key; 0 for no limit
     * @param tokensPerMinute for each key, prompts and answers together; 0 for no limit
     * @param nanoTime as {@link System#nanoTime}
     */
    public RateLimits(int requestsPerMinute, int tokensPerMinute, LongSupplier nanoTime) {
        this.requestsPerMinute = requestsPerMinute;
        this.tokensPerMinute = tokensPerMinute;
        this.nanoTime = nanoTime;
    }

    /** What is left of a limit. */
    public record Remaining(int limit, long left) {}

    /** Counts a request, or refuses it. Gives what is left, or a limit of 0 where there is none. */
    public Remaining takeRequest(Caller caller) {
        if (requestsPerMinute == 0) {
            return new Remaining(0, 0);
        }
        Bucket bucket = bucket(requests, caller, requestsPerMinute);
        Duration wait = bucket.take(1, 1, nanoTime.getAsLong());
        if (!wait.isZero()) {
            throw refused("requests", requestsPerMinute, caller, wait);
        }
        return new Remaining(requestsPerMinute, bucket.left());
    }

    /** Refuses a caller who has used up the tokens. */
    public void requireTokens(Caller caller) {
        if (tokensPerMinute > 0) {
            Duration wait = bucket(tokens, caller, tokensPerMinute).take(0, 1, nanoTime.getAsLong());
            if (!wait.isZero()) {
                throw refused("tokens", tokensPerMinute, caller, wait);
            }
        }
    }

    /** Counts tokens that were used. How many an answer takes is only known afterwards, so this may go below zero. */
    public void useTokens(Caller caller, int count) {
        if (tokensPerMinute > 0) {
            bucket(tokens, caller, tokensPerMinute).take(count, Long.MIN_VALUE, nanoTime.getAsLong());
        }
    }

    private Bucket bucket(Map<String, Bucket> buckets, Caller caller, int perMinute) {
        return buckets.computeIfAbsent(caller.name(), name -> new Bucket(perMinute, nanoTime.getAsLong()));
    }

    private static OverloadException refused(String what, int limit, Caller caller, Duration wait) {
        String who = caller.isAnonymous() ? "Callers without a key" : "Key '" + caller.name() + "'";
        return new OverloadException(
                RestErrors.RATE_LIMIT,
                who + " may use " + limit + " " + what + " a minute, and has. Try again in "
                        + Math.max(1, wait.plusMillis(999).toSeconds()) + " s, or ask the operator for more.",
                wait);
    }

    /** Holds what a minute allows, and is refilled steadily. */
    private static final class Bucket {
        private static final double NANOS_PER_MINUTE = 60e9;

        private final int capacity;
        private double level;
        private long filledNanos;

        Bucket(int capacity, long now) {
            this.capacity = capacity;
            this.level = capacity;
            this.filledNanos = now;
        }

        /** Takes {@code count} where there are at least {@code needed}; else says how long it takes until there are. */
        synchronized Duration take(int count, long needed, long now) {
            level = Math.min(capacity, level + (now - filledNanos) * capacity / NANOS_PER_MINUTE);
            filledNanos = now;
            if (level < needed) {
                return Duration.ofNanos((long) Math.ceil((needed - level) * NANOS_PER_MINUTE / capacity));
            }
            level -= count;
            return Duration.ZERO;
        }

        synchronized long left() {
            return (long) Math.max(0, Math.floor(level));
        }
    }
}
