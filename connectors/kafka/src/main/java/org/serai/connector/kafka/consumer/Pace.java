package org.serai.connector.kafka.consumer;

import java.time.Duration;

/**
 * How many records a batch has: as many as are done in a moment, so that handing them over costs little beside the work,
 * and one where a record takes longer than that. Confined to the loop.
 */
final class Pace {
    private static final long MOMENT = Duration.ofMillis(20).toNanos();

    /** What takes longer counts as this long, so that a hiccup is forgotten within a few batches. */
    private static final double LONGEST = 4.0 * MOMENT;

    private static final double WEIGHT = 0.3;
    private static final int LARGEST = 4_000;
    private static final int LARGEST_STEP = 64;

    private final int largest;
    private double nanosPerRecord = MOMENT;

    /** @param ahead whether a batch may have several records, of which most are counted as tried before they begin */
    Pace(boolean ahead) {
        largest = ahead ? LARGEST : 1;
    }

    /**
     * The records of a batch took so long, on average. A slow batch makes the next ones small at once; quick ones make them
     * grow in a few steps.
     */
    void measured(double averageNanos) {
        double smoothed = nanosPerRecord + WEIGHT * (Math.min(averageNanos, LONGEST) - nanosPerRecord);
        nanosPerRecord = Math.min(smoothed, Math.max(averageNanos, nanosPerRecord / LARGEST_STEP));
    }

    /** A record takes longer than a batch may; how long is not known yet. */
    void slow() {
        nanosPerRecord = Math.max(nanosPerRecord, (double) MOMENT);
    }

    int recordsPerBatch() {
        return Math.clamp((long) (MOMENT / Math.max(1, nanosPerRecord)), 1, largest);
    }
}
