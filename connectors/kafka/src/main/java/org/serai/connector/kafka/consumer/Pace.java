package org.serai.connector.kafka.consumer;

import java.time.Duration;

/**
 * How many records a batch has: as many as are done in a moment, so that handing them over costs little beside the work,
 * and one where a record takes longer than that. Confined to the loop.
 */
final class Pace {
    private static final long MOMENT = Duration.ofMillis(5).toNanos();
    private static final double WEIGHT = 0.1;
    private static final int LARGEST = 500;

    private double nanosPerRecord = MOMENT;

    /** A record took so long. One slow record makes batches small at once; many fast ones make them large again. */
    void measured(long nanos) {
        nanosPerRecord = nanos >= MOMENT ? nanos : nanosPerRecord + WEIGHT * (Math.min(nanos, MOMENT) - nanosPerRecord);
    }

    int recordsPerBatch() {
        return Math.clamp((long) (MOMENT / Math.max(1, nanosPerRecord)), 1, LARGEST);
    }
}
