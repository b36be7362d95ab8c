package org.serai.delivery;

import java.time.Duration;

/**
 * How long to wait before the next attempt: twice as long each time.
 *
 * @param first after the first failure
 * @param longest the most
 */
public record Backoff(Duration first, Duration longest) {
    /**
     * The wait after a number of failures.
     *
     * @param failures so far, at least 1
     */
    public Duration after(int failures) {
        Duration delay = first;
        for (int i = 1; i < failures && delay.compareTo(longest) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(longest) < 0 ? delay : longest;
    }
}
