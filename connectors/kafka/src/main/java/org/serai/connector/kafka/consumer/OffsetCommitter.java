package org.serai.connector.kafka.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.ConsumerMeters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits offsets by the consumer alone: at least once. Of these commits only one is under way at a time. */
final class OffsetCommitter implements Committer {
    private static final Logger LOG = LoggerFactory.getLogger(OffsetCommitter.class);

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> client;
    private final Duration timeout;
    private final ConsumerMeters meters;
    private @Nullable Commit underWay;
    private @Nullable RuntimeException fatal;
    private String trouble = "";

    /** Offsets on their way to the brokers. */
    private record Commit(
            Map<AssignedPartition, Long> to, Map<TopicPartition, OffsetAndMetadata> offsets, long begunNanos) {}

    /** @param timeout how long a commit may take; well below the client's {@code max.poll.interval.ms} */
    OffsetCommitter(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> client,
            Duration timeout,
            ConsumerMeters meters) {
        this.client = client;
        this.timeout = timeout;
        this.meters = meters;
    }

    @Override
    public void note(Collection<AssignedPartition> partitions, Consumer<Boolean> done) {
        note(partitions, partition -> partition.window().finishedTo(), done);
    }

    /** Commits an offset of each partition that has something to tell, without waiting for it. */
    void note(
            Collection<AssignedPartition> partitions,
            ToLongFunction<AssignedPartition> offset,
            Consumer<Boolean> done) {
        Commit commit = commit(partitions, offset);
        if (commit.offsets().isEmpty()) {
            done.accept(true);
            return;
        }
        underWay = commit;
        client.commitAsync(commit.offsets(), (offsets, failure) -> {
            underWay = null;
            done.accept(ended(commit, failure));
        });
    }

    /** @throws KafkaException where a commit met something that ends the client */
    @Override
    public boolean isBusy() {
        if (fatal != null) {
            throw fatal;
        }
        return underWay != null;
    }

    @Override
    public void writeResults(Collection<AssignedPartition> partitions) {
        // They were written while the route ran.
    }

    @Override
    public boolean conclude(Collection<AssignedPartition> partitions) {
        return awaitNote() && write(partitions, partition -> partition.window().finishedTo());
    }

    /** Waits until nothing is under way, which is told to its caller. False where that takes too long. */
    boolean awaitNote() {
        if (isBusy()) {
            try {
                // With nothing to commit it waits for commits that were begun before.
                client.commitSync(Map.of(), timeout);
            } catch (RetriableException e) {
                LOG.debug("The brokers do not answer a commit", e);
            }
        }
        return !isBusy();
    }

    /** Commits an offset of each partition that has something to tell, and waits for it. */
    boolean write(Collection<AssignedPartition> partitions, ToLongFunction<AssignedPartition> offset) {
        Commit commit = commit(partitions, offset);
        if (commit.offsets().isEmpty()) {
            return true;
        }
        @Nullable Exception failure = null;
        try {
            client.commitSync(commit.offsets(), timeout);
        } catch (KafkaException e) {
            failure = e;
        }
        boolean committed = ended(commit, failure);
        return !isBusy() && committed;
    }

    private Commit commit(Collection<AssignedPartition> partitions, ToLongFunction<AssignedPartition> offset) {
        Commit commit = new Commit(new HashMap<>(), new HashMap<>(), System.nanoTime());
        for (AssignedPartition partition : partitions) {
            long next = offset.applyAsLong(partition);
            if (partition.isChanged() || next > partition.window().committed()) {
                commit.to().put(partition, next);
                commit.offsets().put(partition.topicPartition(), position(partition, next));
                partition.changed(false);
            }
        }
        return commit;
    }

    /** A member that lost its partitions fails here, and hears of it when it polls. */
    private boolean ended(Commit commit, @Nullable Exception failure) {
        if (failure == null) {
            trouble = "";
            meters.committed(Duration.ofNanos(System.nanoTime() - commit.begunNanos()));
            commit.to().forEach((partition, next) -> partition.window().committed(next));
            return true;
        }
        commit.to().keySet().forEach(partition -> partition.changed(true));
        trouble = "offsets cannot be committed: " + failure.getMessage();
        LOG.debug("Offsets {} cannot be committed now", commit.offsets(), failure);
        if (!(failure instanceof RetriableException
                || failure instanceof RebalanceInProgressException
                || failure instanceof CommitFailedException)) {
            fatal = failure instanceof RuntimeException unchecked ? unchecked : new KafkaException(failure);
        }
        return false;
    }

    @Override
    public String trouble() {
        if (underWay != null && System.nanoTime() - underWay.begunNanos() > timeout.toNanos()) {
            return "offsets cannot be committed: the brokers do not answer";
        }
        return trouble;
    }

    @Override
    public void close() {
        // The consumer is the loop's.
    }

    static OffsetAndMetadata position(AssignedPartition partition, long offset) {
        return new OffsetAndMetadata(offset, partition.metadata(offset));
    }
}
