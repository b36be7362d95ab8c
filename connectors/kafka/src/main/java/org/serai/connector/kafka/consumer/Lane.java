package org.serai.connector.kafka.consumer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records that are worked on one after the other, each in its place until it is finished. From the first on, some are under
 * way; behind them, some are confirmed: an attempt is counted for them, and the count is committed, so that work may begin;
 * behind those, some are claimed: an attempt is counted. Confined to the loop.
 *
 * <p>The records are linked to each other, and the ends of these stretches are kept as the first record behind each, so that
 * no step costs more where many wait. Most lanes, of the many that a partition can have, hold one record.
 */
final class Lane {
    private final AssignedPartition partition;
    private final @Nullable Object key;
    private State state = State.IDLE;
    private @Nullable Delivery first;
    private @Nullable Delivery last;
    private @Nullable Delivery toBegin;
    private @Nullable Delivery toConfirm;
    private @Nullable Delivery toClaim;
    private int claimed;
    private int underWay;
    private @Nullable Batch batch;
    private boolean interrupted;
    private boolean wanting;
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

    void state(State next) {
        state = next;
    }

    /** Whether its records can be claimed. */
    boolean isOpen() {
        return state == State.OPEN && !interrupted && !partition.isClosing();
    }

    boolean isEmpty() {
        return first == null;
    }

    void add(Delivery delivery) {
        if (last == null) {
            first = delivery;
        } else {
            last.next(delivery);
        }
        last = delivery;
        toBegin = toBegin == null ? delivery : toBegin;
        toConfirm = toConfirm == null ? delivery : toConfirm;
        toClaim = toClaim == null ? delivery : toClaim;
    }

    /** The first record, whether it is under way or not. The lane must not be empty. */
    Delivery first() {
        if (first == null) {
            throw new IllegalStateException("No record waits in this lane of " + partition.topicPartition());
        }
        return first;
    }

    /** Records that are claimed, those confirmed and under way among them. */
    int claimed() {
        return claimed;
    }

    boolean hasUnclaimed() {
        return toClaim != null;
    }

    /** The record behind the claimed ones; null where there is none. */
    @Nullable
    Delivery toClaim() {
        return toClaim;
    }

    /** So many records behind the claimed ones are claimed from now on. */
    void claim(int records) {
        toClaim = behind(toClaim, records);
        claimed += records;
    }

    private static @Nullable Delivery behind(@Nullable Delivery first, int records) {
        @Nullable Delivery next = first;
        for (int i = 0; i < records && next != null; i++) {
            next = next.next();
        }
        return next;
    }

    /** All claims are committed. */
    void confirm() {
        toConfirm = toClaim;
    }

    /** Takes back the claims that are not confirmed, and answers whose they were. */
    List<Delivery> retract() {
        return unclaim(toConfirm);
    }

    /** Takes back the claims of records that are not under way, and answers whose they were. */
    List<Delivery> release() {
        @Nullable Delivery from = underWay == 0 ? first : toBegin;
        toBegin = from;
        toConfirm = from;
        return unclaim(from);
    }

    private List<Delivery> unclaim(@Nullable Delivery from) {
        List<Delivery> unclaimed = new ArrayList<>();
        for (@Nullable Delivery each = from; each != null && each != toClaim; each = each.next()) {
            if (each.state() == Delivery.State.CLAIMED) {
                unclaimed.add(each);
            }
        }
        toClaim = from;
        claimed = from == first ? 0 : claimed - unclaimed.size();
        return unclaimed;
    }

    /** Whether work on some of its records may begin. */
    boolean hasConfirmed() {
        return toBegin != null && toBegin != toConfirm;
    }

    /** Whether work may begin, in any batch: nothing of it is under way. */
    boolean isReady() {
        return underWay == 0 && hasConfirmed() && !partition.isClosing();
    }

    /** The batch that works on it, where more of it may be given to that; null otherwise. */
    @Nullable
    Batch extendable() {
        return underWay > 0 && hasConfirmed() && !interrupted && !partition.isClosing() ? batch : null;
    }

    /** The confirmed records, whose work may begin. */
    List<Delivery> confirmed() {
        List<Delivery> next = new ArrayList<>();
        for (@Nullable Delivery each = toBegin; each != null && each != toConfirm; each = each.next()) {
            next.add(each);
        }
        return next;
    }

    /** The next confirmed records were given to a batch. */
    void begun(int records, Batch by) {
        toBegin = behind(toBegin, records);
        underWay += records;
        batch = by;
    }

    /** Lets go of the first record, which is finished. */
    void removeFirst(Delivery finished) {
        if (finished != first) {
            throw new IllegalStateException(finished + " finished before records that are earlier in its lane");
        }
        @Nullable Delivery behind = finished.next();
        first = behind;
        last = behind == null ? null : last;
        toBegin = finished == toBegin ? behind : toBegin;
        toConfirm = finished == toConfirm ? behind : toConfirm;
        toClaim = finished == toClaim ? behind : toClaim;
        claimed = Math.max(0, claimed - 1);
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

    /** Whether it stands in line for claims. */
    boolean isWanting() {
        return wanting;
    }

    void wanting(boolean value) {
        wanting = value;
    }

    /** When its first record is tried again, on the clock of the loop; 0 where it need not wait. */
    long retryAt() {
        return retryAt;
    }

    void retryAt(long nanos) {
        retryAt = nanos;
    }
}
