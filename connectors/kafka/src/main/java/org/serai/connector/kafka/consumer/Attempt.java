package org.serai.connector.kafka.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.DeliveryScope;
import org.serai.connector.kafka.KafkaErrors;
import org.serai.connector.kafka.OtherCluster;
import org.serai.delivery.Cancellation;
import org.serai.error.SeraiException;

/** One passage of a record through the route. What it produces in a transaction gathers here. */
final class Attempt implements DeliveryScope {
    private final ConsumerRecord<byte[], byte[]> record;
    private final int number;
    private final @Nullable String alias;
    private final @Nullable String cluster;
    private final BooleanSupplier fenced;
    private final List<ProducerRecord<byte[], byte[]>> outputs;
    private final Cancellation cancellation = new Cancellation();
    private String sourceCluster = "";
    private volatile @Nullable String contentDigest;
    private boolean over;
    private @Nullable Exchange exchange;
    private @Nullable SeraiException failure;
    private boolean touched;

    /**
     * An attempt that has not begun.
     *
     * @param number 1 for the record's first
     * @param alias to ask instead of the route's; null for that
     * @param cluster of the transaction; null where there is none
     * @param fenced whether the record belongs to somebody else by now
     */
    Attempt(
            ConsumerRecord<byte[], byte[]> record,
            int number,
            @Nullable String alias,
            @Nullable String cluster,
            BooleanSupplier fenced) {
        this.record = record;
        this.number = number;
        this.alias = alias;
        this.cluster = cluster;
        this.fenced = fenced;
        this.outputs = cluster == null ? List.of() : new ArrayList<>();
    }

    /** @param clusterId of the cluster that the record comes from */
    void from(String clusterId) {
        sourceCluster = clusterId;
    }

    /** The name of the record all over the world. */
    @Override
    public Optional<String> sourceId() {
        return Optional.of("kafka:" + sourceCluster + "/" + this);
    }

    @Override
    public String contentDigest() {
        @Nullable String known = contentDigest;
        if (known == null) {
            known = ContentDigest.of(record.value());
            contentDigest = known;
        }
        return known;
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    int number() {
        return number;
    }

    @Nullable
    String alias() {
        return alias;
    }

    @Override
    public Optional<Cancellation> cancellation() {
        return Optional.of(cancellation);
    }

    /** Tells the route that nobody waits for it any more. */
    void cancel() {
        cancellation.cancel();
    }

    boolean isFenced() {
        return fenced.getAsBoolean();
    }

    void begun(Exchange started) {
        touched = true;
        exchange = started;
    }

    /** @param reason null where the route ended well */
    void over(@Nullable SeraiException reason) {
        if (isTransactional()) {
            synchronized (outputs) {
                over = true;
            }
        }
        touched = true;
        failure = reason;
    }

    /** False where nobody began with it. */
    boolean isTouched() {
        return touched;
    }

    @Nullable
    Exchange exchange() {
        return exchange;
    }

    @Nullable
    SeraiException failure() {
        return failure;
    }

    /** What the route produced for the transaction. */
    List<ProducerRecord<byte[], byte[]>> outputs() {
        if (!isTransactional()) {
            return List.of();
        }
        synchronized (outputs) {
            return List.copyOf(outputs);
        }
    }

    @Override
    public void requireOwned() {
        if (isFenced()) {
            throw new SeraiException(
                    KafkaErrors.FENCED,
                    "The result of " + this
                            + " is dropped: its partition went to another member of the group, which works on"
                            + " it again.");
        }
    }

    @Override
    public boolean isTransactional() {
        return cluster != null;
    }

    @Override
    public void add(ProducerRecord<byte[], byte[]> output, String target) {
        if (!target.equals(cluster)) {
            throw OtherCluster.refusal(record.topic(), String.valueOf(cluster), target);
        }
        synchronized (outputs) {
            if (over) {
                throw new SeraiException(
                        KafkaErrors.TOO_LATE,
                        "A result for " + output.topic() + " came after the route had ended with " + this
                                + ", so it cannot be written in its transaction. Let the route wait for it: no wireTap and no"
                                + " seda before serai-kafka.");
            }
            outputs.add(output);
        }
    }

    @Override
    public String toString() {
        return record.topic() + "/" + record.partition() + "/" + record.offset();
    }
}
