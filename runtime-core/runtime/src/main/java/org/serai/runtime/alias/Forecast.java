package org.serai.runtime.alias;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Tells how long a request will wait, from what was measured, what runs and what goes before it. Slots are taken to work
 * off the tokens that requests weigh at the rate of late; where nothing was measured yet, what runs is taken to be half
 * done.
 *
 * @param slots slots of the session; 0 while there is none
 * @param secondsPerToken seconds that a slot works for a token, where that was measured
 * @param running what the slots work on
 */
record Forecast(int slots, OptionalDouble secondsPerToken, List<Work> running) {
    /** What is told while there is no session, so that nothing is known. */
    static final Duration UNKNOWN = Duration.ofSeconds(5);

    private static final double NANOS = 1e9;

    /**
     * A request that is worked on.
     *
     * @param tokens what it weighs
     * @param seconds how long it has been worked on
     */
    record Work(long tokens, double seconds) {}

    /** How long a request waits for a slot that so many tokens go before. */
    Duration waitBehind(long tokens) {
        if (slots == 0) {
            return UNKNOWN;
        }
        double pace = secondsPerToken.orElseGet(this::guessedPace);
        double untilSlot = running.size() < slots
                ? 0
                : running.stream()
                        .mapToDouble(work -> remaining(work, pace))
                        .min()
                        .orElse(0);
        return Duration.ofNanos((long) ((untilSlot + tokens * pace / slots) * NANOS));
    }

    /** What takes longer than it should is taken to go on for as long as it is late. */
    private static double remaining(Work work, double pace) {
        return Math.abs(work.tokens * pace - work.seconds);
    }

    private double guessedPace() {
        double tokens = running.stream().mapToDouble(Work::tokens).sum();
        return tokens == 0 ? 0 : 2 * running.stream().mapToDouble(Work::seconds).sum() / tokens;
    }
}
