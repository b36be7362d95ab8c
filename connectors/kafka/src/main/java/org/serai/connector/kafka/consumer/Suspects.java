package org.serai.connector.kafka.consumer;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Lanes whose first record may be the cause of crashes. Each is worked on with nothing beside it, so that the others do not pay
 * for it once more. Confined to the loop.
 */
final class Suspects {
    private final Deque<Lane> waiting = new ArrayDeque<>();
    private @Nullable Lane alone;

    void add(Lane lane) {
        waiting.addLast(lane);
    }

    /** Whether nothing else may be begun. */
    boolean haveTheFloor() {
        return alone != null || !waiting.isEmpty();
    }

    /** The lane that is to be worked on now, once nothing else is under way; null where one is already. */
    @Nullable
    Lane next() {
        if (alone == null) {
            alone = waiting.pollFirst();
            return alone;
        }
        return null;
    }

    /** What was begun of the lane ended. */
    void ended(Lane lane) {
        alone = alone == lane ? null : alone;
    }

    /** What was claimed of a lane is claimed no more. Answers whether it was one of these; it waits again then. */
    boolean returned(Lane lane) {
        if (alone != lane) {
            return false;
        }
        alone = null;
        waiting.addFirst(lane);
        return true;
    }

    /** A partition is gone. */
    void forget(AssignedPartition gone) {
        waiting.removeIf(lane -> lane.partition() == gone);
        alone = alone != null && alone.partition() == gone ? null : alone;
    }
}
