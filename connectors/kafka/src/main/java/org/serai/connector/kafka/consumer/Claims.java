package org.serai.connector.kafka.consumer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.serai.connector.kafka.Attempts;

/**
 * Attempts that are counted before their work begins. A claim counts an attempt for each of the records that can be begun
 * soon; once it is committed, their work may begin. Where records are done in a moment, as many as keep all hands busy are
 * claimed while others are worked on, so that nobody waits for a commit. Where a record takes longer than that none is claimed
 * ahead, and a crash counts for what was worked on alone. Confined to the loop.
 */
final class Claims {
    private final Attempts attempts;
    private final Set<Lane> wanting = new LinkedHashSet<>();
    private final List<Lane> open = new ArrayList<>();
    private final Set<AssignedPartition> partitions = new HashSet<>();
    private int reserve;

    Claims(Attempts attempts) {
        this.attempts = attempts;
    }

    /** The lane has records that may be claimed. */
    void want(Lane lane) {
        wanting.add(lane);
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
        int mostOfLane = isFast ? 2 * perBatch : 1;
        int budget = (isFast ? 2 * room + running : room) * perBatch - reserve;
        Iterator<Lane> lanes = wanting.iterator();
        while (budget > 0 && lanes.hasNext()) {
            Lane lane = lanes.next();
            if (lane.isOpen() && !lane.partition().isClosing()) {
                budget -= claim(lane, Math.min(budget, mostOfLane - lane.claimed()));
            }
            if (budget > 0 || !lane.hasUnclaimed()) {
                lanes.remove();
            }
        }
        return !open.isEmpty();
    }

    /** Claims the first record of a lane, and of no other. */
    void takeFirst(Lane lane) {
        claim(lane, 1);
    }

    private int claim(Lane lane, int most) {
        if (most <= 0) {
            return 0;
        }
        Delivery first = lane.first();
        List<Delivery> claimed = lane.claim(most, delivery -> delivery == first || isUnburdened(delivery));
        for (Delivery delivery : claimed) {
            delivery.claimed(attempts.begin(delivery.topicPartition(), delivery.offset()));
        }
        if (!claimed.isEmpty()) {
            lane.partition().changed(true);
            partitions.add(lane.partition());
            open.add(lane);
            reserve += claimed.size();
        }
        return claimed.size();
    }

    /** A record that was tried before is looked at when it is the first of its lane. */
    private boolean isUnburdened(Delivery delivery) {
        return attempts.count(delivery.topicPartition(), delivery.offset()) == 0;
    }

    /** What was claimed is committed: answers the lanes that it was claimed of. */
    List<Lane> confirm() {
        List<Lane> lanes = List.copyOf(open);
        open.clear();
        lanes.forEach(Lane::confirm);
        return lanes;
    }

    /** What was claimed cannot be committed: it is taken back. Answers the lanes that it was claimed of. */
    List<Lane> retract() {
        List<Lane> lanes = List.copyOf(open);
        open.clear();
        lanes.forEach(lane -> withdraw(lane.retract()));
        return lanes;
    }

    /** The work on records begins. */
    void begun(int records) {
        reserve -= records;
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
        open.removeIf(lane -> lane.partition() == gone);
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
            attempts.withdraw(delivery.topicPartition(), delivery.offset());
            delivery.state(Delivery.State.WAITING);
            delivery.partition().changed(true);
        }
        reserve -= claimed.size();
    }
}
