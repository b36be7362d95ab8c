package org.serai.connector.kafka.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.ConsumerMeters;
import org.serai.connector.kafka.producer.SendFailure;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the outputs of finished records and their offsets in one transaction: exactly once for readers with
 * {@code isolation.level=read_committed}. A transaction is opened only to be committed at once, so it never lasts as long
 * as the work.
 *
 * <p>Two things keep a zombie out. The broker checks the member and the generation of the group with the offsets
 * (KIP-447), so an instance that lost its partitions cannot commit. And the transactional id is the same after a restart, so
 * that the new process aborts what the old one left open.
 */
final class TransactionCommitter implements Committer {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionCommitter.class);

    private final Consumer<byte[], byte[]> client;
    private final OffsetCommitter offsets;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final BiConsumer<Delivery, SeraiException> refused;
    private final Duration timeout;
    private final ConsumerMeters meters;
    private @Nullable Producer<byte[], byte[]> producer;

    /** What a commit whose outcome is not known yet would make true; null where there is none. */
    private @Nullable Map<AssignedPartition, Long> inDoubt;

    private String trouble = "";

    /** An output that could not be sent. */
    private record Unsent(Delivery delivery, ProducerRecord<byte[], byte[]> output, Exception failure) {}

    /**
     * The committer of one client.
     *
     * @param offsets commits counts of attempts, outside transactions
     * @param producers makes transactional producers, which block for a short time only
     * @param refused hears of a record whose outputs are refused for good; it must be given up
     * @param timeout how long reading offsets may take
     */
    TransactionCommitter(
            Consumer<byte[], byte[]> client,
            OffsetCommitter offsets,
            Supplier<Producer<byte[], byte[]>> producers,
            BiConsumer<Delivery, SeraiException> refused,
            Duration timeout,
            ConsumerMeters meters) {
        this.client = client;
        this.offsets = offsets;
        this.producers = producers;
        this.refused = refused;
        this.timeout = timeout;
        this.meters = meters;
    }

    /**
     * Counts are committed beside the transactions, never while one is open, so that the offsets which they repeat are the
     * latest. Records that produced nothing need no transaction.
     */
    @Override
    public void note(Collection<AssignedPartition> partitions, java.util.function.Consumer<Boolean> done) {
        if (resolveDoubt()) {
            offsets.note(partitions, partition -> partition.window().finishedWithoutOutputsTo(), done);
        } else {
            done.accept(false);
        }
    }

    @Override
    public boolean isBusy() {
        return offsets.isBusy();
    }

    @Override
    public void writeResults(Collection<AssignedPartition> partitions) {
        var _ = write(partitions);
    }

    @Override
    public boolean conclude(Collection<AssignedPartition> partitions) {
        return offsets.awaitNote()
                && write(partitions)
                && offsets.write(partitions, partition -> partition.window().finishedWithoutOutputsTo());
    }

    private boolean write(Collection<AssignedPartition> partitions) {
        if (!resolveDoubt()) {
            return false;
        }
        List<AssignedPartition> finished = partitions.stream()
                .filter(partition -> partition.window().hasOutputs())
                .toList();
        if (finished.isEmpty()) {
            return true;
        }
        long begin = System.nanoTime();
        @Nullable Producer<byte[], byte[]> ready = producer();
        if (ready == null || !write(ready, finished)) {
            return false;
        }
        meters.committed(Duration.ofNanos(System.nanoTime() - begin));
        return true;
    }

    @Override
    public String trouble() {
        return trouble.isEmpty() ? offsets.trouble() : trouble;
    }

    @Override
    public void close() {
        discardProducer();
    }

    private @Nullable Producer<byte[], byte[]> producer() {
        if (producer != null) {
            return producer;
        }
        Producer<byte[], byte[]> made = producers.get();
        try {
            made.initTransactions();
            producer = made;
            return made;
        } catch (KafkaException e) {
            made.close(Duration.ZERO);
            trouble = "transactions cannot begin: " + e.getMessage();
            LOG.debug("Transactions cannot begin now", e);
            return null;
        }
    }

    private boolean write(Producer<byte[], byte[]> ready, List<AssignedPartition> finished) {
        Map<AssignedPartition, Long> to = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (AssignedPartition partition : finished) {
            long next = partition.window().finishedTo();
            to.put(partition, next);
            positions.put(partition.topicPartition(), OffsetCommitter.position(partition, next));
        }
        ConcurrentLinkedQueue<Unsent> unsent = new ConcurrentLinkedQueue<>();
        try {
            ready.beginTransaction();
            for (AssignedPartition partition : finished) {
                for (Delivery delivery : partition.window().finishedPrefix()) {
                    send(ready, delivery, unsent);
                }
            }
            ready.sendOffsetsToTransaction(positions, client.groupMetadata());
        } catch (KafkaException e) {
            var _ = abort(ready, unsent, e);
            return false;
        }
        inDoubt = to;
        return commitTransaction(ready, unsent);
    }

    private static void send(Producer<byte[], byte[]> ready, Delivery delivery, ConcurrentLinkedQueue<Unsent> unsent) {
        for (ProducerRecord<byte[], byte[]> output : delivery.outputs()) {
            try {
                var _ = ready.send(output, (metadata, failure) -> {
                    if (failure != null) {
                        unsent.add(new Unsent(delivery, output, failure));
                    }
                });
            } catch (KafkaException e) {
                unsent.add(new Unsent(delivery, output, e));
            }
            @Nullable Unsent first = unsent.peek();
            if (first != null) {
                throw new KafkaException(first.failure());
            }
        }
    }

    private boolean resolveDoubt() {
        if (inDoubt == null) {
            return true;
        }
        if (producer != null) {
            return commitTransaction(producer, new ConcurrentLinkedQueue<>());
        }
        return producer() != null && readOutcome(inDoubt);
    }

    /** Where the brokers do not answer in time the outcome is open; the same call, repeated, tells it. */
    private boolean commitTransaction(Producer<byte[], byte[]> ready, ConcurrentLinkedQueue<Unsent> unsent) {
        try {
            ready.commitTransaction();
        } catch (TimeoutException e) {
            trouble = "a transaction cannot be committed: " + e.getMessage();
            LOG.debug("The outcome of a transaction is not known yet", e);
            return false;
        } catch (KafkaException e) {
            if (abort(ready, unsent, e)) {
                inDoubt = null;
            }
            return false;
        }
        if (inDoubt != null) {
            inDoubt.forEach(TransactionCommitter::committed);
        }
        inDoubt = null;
        trouble = "";
        return true;
    }

    /**
     * The producer of a transaction broke before it told the outcome. The next one with its id has ended the transaction one
     * way or the other, and the offsets tell which.
     */
    private boolean readOutcome(Map<AssignedPartition, Long> doubtful) {
        Map<TopicPartition, AssignedPartition> owned = new HashMap<>();
        for (AssignedPartition partition : doubtful.keySet()) {
            if (!partition.isFenced()) {
                owned.put(partition.topicPartition(), partition);
            }
        }
        try {
            client.committed(owned.keySet(), timeout).forEach((partition, offset) -> {
                @Nullable AssignedPartition asked = owned.get(partition);
                if (offset != null && asked != null) {
                    committed(asked, offset.offset());
                }
            });
        } catch (RetriableException e) {
            LOG.debug("The outcome of a transaction cannot be read now", e);
            return false;
        }
        inDoubt = null;
        return true;
    }

    private static void committed(AssignedPartition partition, long next) {
        if (!partition.isFenced()) {
            partition.window().committed(next);
        }
    }

    /**
     * Nothing of the transaction was written. Its records stay finished, and go into the next one.
     *
     * @return false where even that is not known for sure
     */
    private boolean abort(Producer<byte[], byte[]> ready, ConcurrentLinkedQueue<Unsent> unsent, KafkaException reason) {
        boolean aborted = true;
        try {
            ready.abortTransaction();
        } catch (KafkaException e) {
            reason.addSuppressed(e);
            aborted = false;
            discardProducer();
        }
        @Nullable
        Unsent refusal = unsent.stream()
                .filter(each -> SendFailure.isRefusal(each.failure()))
                .findFirst()
                .orElse(null);
        if (refusal != null && refusal.delivery().letter() == null) {
            refused.accept(refusal.delivery(), SendFailure.typed(refusal.output(), refusal.failure()));
        } else if (!(reason instanceof CommitFailedException)) {
            trouble = "a transaction cannot be written: " + reason.getMessage();
        }
        LOG.debug("A transaction was aborted", reason);
        return aborted;
    }

    private void discardProducer() {
        @Nullable Producer<byte[], byte[]> discarded = producer;
        producer = null;
        if (discarded != null) {
            discarded.close(Duration.ZERO);
        }
    }
}
