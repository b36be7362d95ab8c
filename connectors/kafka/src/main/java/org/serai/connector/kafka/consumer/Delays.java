package org.serai.connector.kafka.consumer;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Lanes whose first record is tried again later. Confined to the loop. */
final class Delays {
    private final PriorityQueue<Delayed> delayed = new PriorityQueue<>(Comparator.comparingLong(Delayed::sinceOrigin));
    private final LongSupplier nanoTime;
    private final long origin;

    private record Delayed(Lane lane, long sinceOrigin) {}

    /** @param nanoTime the clock of the loop */
    Delays(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
    }

    /** The lane waits from now on for as long as it says itself. */
    void add(Lane lane) {
        lane.state(Lane.State.DELAYED);
        delayed.add(new Delayed(lane, lane.retryAt() - origin));
    }

    /** The next lane that has waited long enough, which waits no longer; null where there is none. */
    @Nullable
    Lane due() {
        @Nullable Delayed next = delayed.peek();
        if (next == null || next.sinceOrigin() > nanoTime.getAsLong() - origin) {
            return null;
        }
        delayed.remove();
        next.lane().retryAt(0);
        return next.lane();
    }

    /** How long it is until a lane is due, at most so long. */
    long nanosLeft(Duration most) {
        @Nullable Delayed next = delayed.peek();
        return next == null
                ? most.toNanos()
                : Math.clamp(next.sinceOrigin() - (nanoTime.getAsLong() - origin), 0, most.toNanos());
    }
}
