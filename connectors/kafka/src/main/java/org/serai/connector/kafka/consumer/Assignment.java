package org.serai.connector.kafka.consumer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions that are assigned to a consumer, as they come and go. Belongs to the loop, which it is called in. */
final class Assignment implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);

    private final Map<TopicPartition, AssignedPartition> partitions = new HashMap<>();
    private final Set<TopicPartition> unread = new HashSet<>();
    private final Consumer<byte[], byte[]> client;
    private final RecordOrder order;
    private final Leaving leaving;
    private final Duration timeout;

    /** Lets partitions finish what they can before they go. */
    interface Leaving {
        /** Waits for work under way, within a limit, and commits what is finished. */
        void finish(Collection<AssignedPartition> going);

        /** It belongs to somebody else from now on, and is fenced. */
        void gone(AssignedPartition partition);
    }

    /** @param timeout how long reading committed offsets may take at once */
    Assignment(Consumer<byte[], byte[]> client, RecordOrder order, Leaving leaving, Duration timeout) {
        this.client = client;
        this.order = order;
        this.leaving = leaving;
        this.timeout = timeout;
    }

    /** The partitions that records can be taken of. */
    Collection<AssignedPartition> partitions() {
        return partitions.values();
    }

    int size() {
        return partitions.size() + unread.size();
    }

    @Nullable
    AssignedPartition get(TopicPartition partition) {
        return partitions.get(partition);
    }

    /** New partitions are paused until the counts of attempts that came with them are read. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        LOG.info("Assigned: {}", assigned);
        unread.addAll(assigned);
        client.pause(assigned);
    }

    /** Reads what was committed for new partitions. What cannot be read now is tried at the next turn. */
    void readCommitted() {
        if (unread.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> committed;
        try {
            committed = client.committed(Set.copyOf(unread), timeout);
        } catch (RetriableException e) {
            LOG.debug("Committed offsets of {} cannot be read now", unread, e);
            return;
        }
        for (TopicPartition partition : unread) {
            @Nullable OffsetAndMetadata offset = committed.get(partition);
            AssignedPartition assigned = offset == null
                    ? new AssignedPartition(partition, order, 0, "")
                    : new AssignedPartition(partition, order, offset.offset(), offset.metadata());
            assigned.paused(true);
            partitions.put(partition, assigned);
        }
        unread.clear();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        if (!revoked.isEmpty()) {
            LOG.info("Revoked: {}", revoked);
        }
        List<AssignedPartition> going = known(revoked);
        going.forEach(AssignedPartition::close);
        if (!going.isEmpty()) {
            leaving.finish(going);
        }
        forget(revoked);
    }

    /** They belong to somebody else already; nothing can be committed. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        if (!lost.isEmpty()) {
            LOG.warn("Lost: {}. The group took this member for dead", lost);
        }
        forget(lost);
    }

    /** Gives every partition up. */
    void forgetAll() {
        forget(Set.copyOf(partitions.keySet()));
        unread.clear();
    }

    private List<AssignedPartition> known(Collection<TopicPartition> wanted) {
        List<AssignedPartition> known = new ArrayList<>();
        for (TopicPartition partition : wanted) {
            @Nullable AssignedPartition assigned = partitions.get(partition);
            if (assigned != null) {
                known.add(assigned);
            }
        }
        return known;
    }

    private void forget(Collection<TopicPartition> gone) {
        for (TopicPartition partition : gone) {
            unread.remove(partition);
            @Nullable AssignedPartition assigned = partitions.remove(partition);
            if (assigned != null) {
                assigned.fence();
                leaving.gone(assigned);
            }
        }
    }
}
