package org.serai.connector.kafka.consumer;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A record between fetch and commit. Confined to the loop, but for what is final. */
final class Delivery {
    private final ConsumerRecord<byte[], byte[]> record;
    private final AssignedPartition partition;
    private final Lane lane;
    private List<ProducerRecord<byte[], byte[]>> outputs = List.of();
    private State state = State.WAITING;
    private @Nullable Attempt inWork;
    private int attempt;
    private int postponements;
    private @Nullable Instant firstTaken;
    private @Nullable ProducerRecord<byte[], byte[]> letter;

    Delivery(ConsumerRecord<byte[], byte[]> record, AssignedPartition partition, Lane lane) {
        this.record = record;
        this.partition = partition;
        this.lane = lane;
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    AssignedPartition partition() {
        return partition;
    }

    Lane lane() {
        return lane;
    }

    TopicPartition topicPartition() {
        return partition.topicPartition();
    }

    long offset() {
        return record.offset();
    }

    /** Bytes that it holds in memory, about. */
    int size() {
        return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    }

    /** How far it is. */
    enum State {
        /** No attempt is counted for what comes next. */
        WAITING,
        /** An attempt is counted, and not begun. */
        CLAIMED,
        /** The route works on it, or its dead letter is being written. */
        UNDER_WAY,
        /** Its offset may be committed. */
        FINISHED
    }

    State state() {
        return state;
    }

    void state(State next) {
        state = next;
    }

    /** An attempt is counted for it. */
    void claimed(int number) {
        attempt = number;
        state = State.CLAIMED;
    }

    /** The number of the attempt that is claimed or under way: 1 for the first. */
    int attempt() {
        return attempt;
    }

    /** The attempt that the route makes at the moment; null where it makes none. */
    @Nullable
    Attempt inWork() {
        return inWork;
    }

    void inWork(@Nullable Attempt attempt) {
        inWork = attempt;
    }

    boolean isFinished() {
        return state == State.FINISHED;
    }

    /** @param results what is to be written in the transaction of its offset */
    void finish(List<ProducerRecord<byte[], byte[]>> results) {
        outputs = List.copyOf(results);
        state = State.FINISHED;
    }

    List<ProducerRecord<byte[], byte[]>> outputs() {
        return outputs;
    }

    /** How often in a row it was put off for reasons that are not its own. */
    int postponements() {
        return postponements;
    }

    void postponed() {
        postponements++;
    }

    void taken(Instant now) {
        if (firstTaken == null) {
            firstTaken = now;
        }
    }

    Instant firstTaken() {
        return firstTaken == null ? Instant.now() : firstTaken;
    }

    /** The letter that is to be written for it; null where it is not given up. */
    @Nullable
    ProducerRecord<byte[], byte[]> letter() {
        return letter;
    }

    void letter(ProducerRecord<byte[], byte[]> envelope) {
        letter = envelope;
    }

    /** For messages: the record by its topic, partition and offset. */
    @Override
    public String toString() {
        return record.topic() + "/" + record.partition() + "/" + record.offset();
    }
}
