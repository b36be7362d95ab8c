package org.serai.alias;

import java.time.Duration;

/**
 * How busy an alias is, and how fast. Connectors take no more work than fits, and say how long it will take.
 *
 * @param slots requests that can be worked on at once; 0 while no model is loaded
 * @param running requests that are worked on
 * @param queued requests that wait
 * @param queuedTokens what waits: tokens of the prompts and the most tokens of the answers, together
 * @param queueLimitTokens what may wait
 * @param prefillRate tokens of prompts a second, all slots together, as measured lately; 0 where nothing was measured
 * @param decodeRate tokens of answers a second, all slots together, as measured lately; 0 where nothing was measured
 * @param requestTime how long one request is worked on, as measured lately (median); zero where nothing was measured
 * @param expectedWait how long a request of event priority that came now would wait for a slot, as far as can be told
 */
public record AliasLoad(
        int slots,
        int running,
        int queued,
        long queuedTokens,
        long queueLimitTokens,
        double prefillRate,
        double decodeRate,
        Duration requestTime,
        Duration expectedWait) {
    /** Slots that nobody waits for and nobody uses: how much more a source may take now. */
    public int freeSlots() {
        return Math.max(0, slots - running - queued);
    }
}
