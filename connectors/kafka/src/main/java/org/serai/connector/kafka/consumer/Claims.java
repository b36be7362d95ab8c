package org.serai.connector.kafka.consumer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Attempts that are counted before their work begins. A claim counts an attempt for each of the records that can be begun
 * soon; once it is committed, their work may begin. Where records are done in a moment, as many as keep all hands busy for the
 * time of a few commits are claimed while others are worked on. Where a record takes longer than that none is claimed ahead.
 *
 * <p>A crash counts for all that is claimed, begun or not. That does no harm, because of three bounds: no more than
 * {@link #MOST_AHEAD} records are claimed ahead; of records that were tried before, no more than {@link #MOST_BURDENED}; and
 * none of those that are to be tried alone, as each is before its last attempt. Confined to the loop.
 */
final class Claims {
    static final int MOST_AHEAD = 50_000;
    static final int MOST_BURDENED = 100;

    /** Batches that a lane has claimed at once, the one under way included. */
    private static final int BATCHES_OF_LANE = 4;

    private final FailurePolicy failures;
    private final Deque<Lane> wanting = new ArrayDeque<>();
    private final List<Lane> unconfirmed = new ArrayList<>();
    private final Set<AssignedPartition> partitions = new HashSet<>();
    private final Set<Delivery> burdened = new HashSet<>();
    private int reserve;
    private boolean closingGaps;

    Claims(FailurePolicy failures) {
        this.failures = failures;
    }

    /** The lane may have records that can be claimed. */
    void want(Lane lane) {
        if (!lane.isWanting() && lane.hasUnclaimed()) {
            lane.wanting(true);
            wanting.addLast(lane);
        }
    }

    /** Records that are claimed and whose work has not begun. */
    int reserve() {
        return reserve;
    }

    /**
     * Claims records of lanes that want it.
     *
     * @param room how many batches may begin
     * @param running how many are under way
     * @param perBatch how many records a batch has
     * @return whether something was claimed, which is to be committed now
     */
    boolean take(int room, int running, int perBatch) {
        boolean isFast = perBatch > 1;
        int mostOfLane = isFast ? BATCHES_OF_LANE * perBatch : 1;
        int mostBurdened = isFast ? MOST_BURDENED : Integer.MAX_VALUE;
        int budget = (isFast ? Math.min(MOST_AHEAD, (2 * room + running) * perBatch) : room) - reserve;
        for (int left = wanting.size(); left > 0 && budget > 0; left--) {
            Lane lane = wanting.removeFirst();
            lane.wanting(false);
            if (closingGaps && !isGap(lane.toClaim())) {
                want(lane);
            } else if (lane.isOpen()) {
                budget -= claim(lane, Math.min(budget, mostOfLane - lane.claimed()), mostBurdened);
                if (lane.claimed() < mostOfLane) {
                    want(lane);
                }
            }
        }
        return !unconfirmed.isEmpty();
    }

    /** Claims the first record of a lane, whatever became of it before, and of no other. */
    void takeFirst(Lane lane) {
        count(lane.first());
        claimed(lane, 1);
    }

    private int claim(Lane lane, int most, int mostBurdened) {
        int count = 0;
        @Nullable Delivery next = lane.toClaim();
        while (next != null && count < most && mayBeClaimed(next, mostBurdened) && (!closingGaps || isGap(next))) {
            count(next);
            next = next.next();
            count++;
        }
        if (count > 0) {
            claimed(lane, count);
        }
        return count;
    }

    private static boolean isGap(@Nullable Delivery delivery) {
        return delivery != null && delivery.partition().isGap(delivery);
    }

    /** From now on only records are claimed that lie before others whose work was begun. */
    void closeGaps() {
        closingGaps = true;
    }

    boolean isClosingGaps() {
        return closingGaps;
    }

    private void count(Delivery delivery) {
        if (!delivery.attempts().isNew()) {
            burdened.add(delivery);
        }
        delivery.claim();
    }

    private void claimed(Lane lane, int records) {
        lane.claim(records);
        lane.partition().changed(true);
        partitions.add(lane.partition());
        unconfirmed.add(lane);
        reserve += records;
    }

    /** What is to be tried alone, or no more, is seen to when it is the first of its lane. */
    private boolean mayBeClaimed(Delivery delivery, int mostBurdened) {
        AttemptState before = delivery.attempts();
        return before.isNew()
                || (burdened.size() < mostBurdened
                        && !failures.isExhausted(before.attempts())
                        && !failures.isSuspect(before.attempts(), before.crashes()));
    }

    /** What was claimed is committed: answers the lanes that it was claimed of. */
    List<Lane> confirm() {
        List<Lane> lanes = List.copyOf(unconfirmed);
        unconfirmed.clear();
        lanes.forEach(Lane::confirm);
        return lanes;
    }

    /** What was claimed cannot be committed: it is taken back. Answers the lanes that it was claimed of. */
    List<Lane> retract() {
        List<Lane> lanes = List.copyOf(unconfirmed);
        unconfirmed.clear();
        lanes.forEach(lane -> withdraw(lane.retract()));
        return lanes;
    }

    /** The work on records begins. */
    void begun(int records) {
        reserve -= records;
    }

    /** The work on a record ended. */
    void ended(Delivery delivery) {
        if (!burdened.isEmpty()) {
            burdened.remove(delivery);
        }
    }

    /** Takes back what is claimed of a lane and has not begun. */
    void release(Lane lane) {
        withdraw(lane.release());
    }

    /** Takes back whatever is claimed and has not begun. Answers the lanes that it was claimed of. */
    Set<Lane> releaseAll() {
        Set<Lane> lanes = new LinkedHashSet<>();
        if (reserve > 0) {
            partitions.forEach(partition -> lanes.addAll(claimed(partition)));
            lanes.forEach(this::release);
        }
        return lanes;
    }

    /** Takes back what is claimed of a partition that goes. */
    void forget(AssignedPartition gone) {
        claimed(gone).forEach(this::release);
        partitions.remove(gone);
        wanting.removeIf(lane -> lane.partition() == gone);
        unconfirmed.removeIf(lane -> lane.partition() == gone);
    }

    private static Set<Lane> claimed(AssignedPartition partition) {
        Set<Lane> lanes = new LinkedHashSet<>();
        for (Delivery delivery : partition.window().deliveries()) {
            if (delivery.state() == Delivery.State.CLAIMED) {
                lanes.add(delivery.lane());
            }
        }
        return lanes;
    }

    private void withdraw(List<Delivery> claimed) {
        for (Delivery delivery : claimed) {
            ended(delivery);
            delivery.withdraw();
            delivery.state(Delivery.State.WAITING);
            delivery.partition().changed(true);
        }
        reserve -= claimed.size();
    }
}
