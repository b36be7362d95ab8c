package org.serai.engine;

import java.time.Duration;

/**
 * Where the time of a generation went.
 *
 * @param queued from acceptance to the first work on it
 * @param prefill work on the prompt, to the first token
 * @param decode from the first token to the last
 */
public record Timings(Duration queued, Duration prefill, Duration decode) {
    /** Waiting and working, together. */
    public Duration total() {
        return queued.plus(prefill).plus(decode);
    }
}
