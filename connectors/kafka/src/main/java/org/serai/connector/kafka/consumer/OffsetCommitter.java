package org.serai.connector.kafka.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.serai.connector.kafka.Attempts;
import org.serai.connector.kafka.ConsumerMeters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits offsets by the consumer alone: at least once. */
final class OffsetCommitter implements Committer {
    private static final Logger LOG = LoggerFactory.getLogger(OffsetCommitter.class);

    private final Consumer<byte[], byte[]> client;
    private final Attempts attempts;
    private final Duration timeout;
    private final ConsumerMeters meters;
    private String trouble = "";

    /** @param timeout how long a commit may take; well below the client's {@code max.poll.interval.ms} */
    OffsetCommitter(Consumer<byte[], byte[]> client, Attempts attempts, Duration timeout, ConsumerMeters meters) {
        this.client = client;
        this.attempts = attempts;
        this.timeout = timeout;
        this.meters = meters;
    }

    @Override
    public boolean claim(Collection<AssignedPartition> partitions) {
        return commit(partitions);
    }

    @Override
    public boolean commit(Collection<AssignedPartition> partitions) {
        return write(partitions, partition -> partition.window().finishedTo());
    }

    @Override
    public String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        // The consumer is the loop's.
    }

    /** Commits an offset of each partition that has something to tell. */
    boolean write(Collection<AssignedPartition> partitions, ToLongFunction<AssignedPartition> offset) {
        Map<AssignedPartition, Long> to = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (AssignedPartition partition : partitions) {
            long next = offset.applyAsLong(partition);
            if (partition.isChanged() || next > partition.window().committed()) {
                to.put(partition, next);
                offsets.put(partition.topicPartition(), position(partition, next));
            }
        }
        if (offsets.isEmpty()) {
            return true;
        }
        long begin = System.nanoTime();
        try {
            client.commitSync(offsets, timeout);
        } catch (RetriableException | RebalanceInProgressException | CommitFailedException e) {
            // A member that lost its partitions hears of it when it polls.
            trouble = "offsets cannot be committed: " + e.getMessage();
            LOG.debug("Offsets {} cannot be committed now", offsets, e);
            return false;
        }
        trouble = "";
        meters.committed(Duration.ofNanos(System.nanoTime() - begin));
        to.forEach((partition, next) -> {
            partition.changed(false);
            partition.window().committed(next);
        });
        return true;
    }

    OffsetAndMetadata position(AssignedPartition partition, long offset) {
        return new OffsetAndMetadata(offset, attempts.metadata(partition.topicPartition(), offset));
    }
}
