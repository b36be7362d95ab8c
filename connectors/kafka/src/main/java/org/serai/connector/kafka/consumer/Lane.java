package org.serai.connector.kafka.consumer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Records that are worked on one after the other, each in its place until it is finished. Confined to the loop. */
final class Lane {
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private final AssignedPartition partition;
    private final @Nullable Object key;
    private State state = State.IDLE;
    private int underWay;
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
        /** Its first record can be taken. */
        READY,
        /** Records of it are under way; the others wait. */
        BUSY,
        /** Its first record waits for its next attempt, and the others with it. */
        DELAYED
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

    /** Up to {@code limit} records from the first one on that satisfy a condition. They stay in the lane. */
    List<Delivery> first(int limit, Predicate<Delivery> condition) {
        return waiting.stream().limit(limit).takeWhile(condition).toList();
    }

    /** Lets go of the first record, which is finished. */
    void removeFirst(Delivery finished) {
        if (waiting.removeFirst() != finished) {
            throw new IllegalStateException(finished + " finished before records that are earlier in its lane");
        }
    }

    int underWay() {
        return underWay;
    }

    void begun() {
        underWay++;
    }

    void ended() {
        underWay--;
    }

    /** When its first record is tried again, on the clock of the loop; 0 where it need not wait. */
    long retryAt() {
        return retryAt;
    }

    void retryAt(long nanos) {
        retryAt = nanos;
    }
}
