package org.serai.connector.kafka.consumer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Records that are worked on one after the other, each in its place until it is finished. From the first on, so many are
 * claimed: an attempt is counted for them; of these, so many are confirmed: the count is committed, and work may begin. Confined
 * to the loop.
 */
final class Lane {
    /** Of the many lanes that a partition can have most hold one record at a time. */
    private final Deque<Delivery> waiting = new ArrayDeque<>(1);

    private final AssignedPartition partition;
    private final @Nullable Object key;
    private State state = State.IDLE;
    private int claimed;
    private int confirmed;
    private int underWay;
    private boolean interrupted;
    private long retryAt;

    /** @param key by which the partition finds it; null where it is for one record */
    Lane(AssignedPartition partition, @Nullable Object key) {
        this.partition = partition;
        this.key = key;
    }

    /** What a lane is doing. */
    enum State {
        /** Nothing waits in it. */
        IDLE,
        /** Its records can be claimed and worked on. */
        OPEN,
        /** Its first record waits for its next attempt, and the others with it. */
        DELAYED,
        /** Its first record is given up, or to be worked on alone; the others wait. */
        HELD
    }

    AssignedPartition partition() {
        return partition;
    }

    @Nullable
    Object key() {
        return key;
    }

    State state() {
        return state;
    }

    /** Whether its records can be claimed. */
    boolean isOpen() {
        return state == State.OPEN && !interrupted;
    }

    void state(State next) {
        state = next;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void add(Delivery delivery) {
        waiting.addLast(delivery);
    }

    /** The first record, whether it is under way or not. */
    Delivery first() {
        return waiting.getFirst();
    }

    /** Records that are claimed, those under way among them. */
    int claimed() {
        return claimed;
    }

    boolean hasUnclaimed() {
        return waiting.size() > claimed;
    }

    /** The records behind the claimed ones, up to {@code limit}, that satisfy a condition. They are claimed from now on. */
    List<Delivery> claim(int limit, Predicate<Delivery> condition) {
        List<Delivery> next = new ArrayList<>();
        int number = 0;
        for (Delivery delivery : waiting) {
            if (number++ >= claimed) {
                if (next.size() == limit || !condition.test(delivery)) {
                    break;
                }
                next.add(delivery);
            }
        }
        claimed += next.size();
        return next;
    }

    /** All claims are committed. */
    void confirm() {
        confirmed = claimed;
    }

    /** Takes back the claims that are not confirmed, and answers whose they were. */
    List<Delivery> retract() {
        return unclaimFrom(confirmed);
    }

    /** Takes back the claims of records that are not under way, and answers whose they were. */
    List<Delivery> release() {
        return unclaimFrom(underWay);
    }

    private List<Delivery> unclaimFrom(int number) {
        List<Delivery> unclaimed = waiting.stream()
                .limit(claimed)
                .skip(number)
                .filter(delivery -> delivery.state() == Delivery.State.CLAIMED)
                .toList();
        claimed = Math.min(claimed, number);
        confirmed = Math.min(confirmed, number);
        return unclaimed;
    }

    /** Whether work on some of its records may begin. */
    boolean isReady() {
        return underWay == 0 && confirmed > 0;
    }

    /** Begins the work on the first records, at most so many, where the lane is ready. */
    List<Delivery> begin(int limit) {
        List<Delivery> begun = new ArrayList<>();
        for (Delivery delivery : waiting) {
            if (begun.size() == Math.min(limit, confirmed)) {
                break;
            }
            begun.add(delivery);
        }
        underWay = begun.size();
        return begun;
    }

    /** Lets go of the first record, which is finished. */
    void removeFirst(Delivery finished) {
        if (waiting.removeFirst() != finished) {
            throw new IllegalStateException(finished + " finished before records that are earlier in its lane");
        }
        claimed = Math.max(0, claimed - 1);
        confirmed = Math.max(0, confirmed - 1);
    }

    int underWay() {
        return underWay;
    }

    /** The work on a record ended. */
    void ended() {
        underWay--;
    }

    /** A record is not finished although its work ended, so what is claimed behind it has to wait. */
    void interrupt() {
        interrupted = true;
    }

    /** Whether it was interrupted since this was asked last. */
    boolean wasInterrupted() {
        boolean was = interrupted;
        interrupted = false;
        return was;
    }

    /** When its first record is tried again, on the clock of the loop; 0 where it need not wait. */
    long retryAt() {
        return retryAt;
    }

    void retryAt(long nanos) {
        retryAt = nanos;
    }
}
