package org.serai.connector.kafka.consumer;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
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
    private AttemptState attempts;
    private @Nullable Attempt inWork;
    private @Nullable Delivery next;
    private int postponements;
    private @Nullable Instant firstTaken;
    private @Nullable ProducerRecord<byte[], byte[]> letter;

    /** @param attempts that were counted for it before it was fetched */
    Delivery(ConsumerRecord<byte[], byte[]> record, AssignedPartition partition, Lane lane, AttemptState attempts) {
        this.record = record;
        this.partition = partition;
        this.lane = lane;
        this.attempts = attempts;
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

    /** The record behind it in its lane; null where it is the last. */
    @Nullable
    Delivery next() {
        return next;
    }

    void next(Delivery behind) {
        next = behind;
    }

    /** The attempts that are counted for it, the one that is claimed or under way included. */
    AttemptState attempts() {
        return attempts;
    }

    /** Counts an attempt for it. */
    void claim() {
        attempts = attempts.begun();
        state = State.CLAIMED;
    }

    /** Takes back the attempt that was counted for it. */
    void withdraw() {
        attempts = attempts.withdrawn();
    }

    /** The attempt failed, and counts. */
    void failed() {
        attempts = attempts.ended();
    }

    /** The attempt that the route makes at the moment; null where it makes none. */
    @Nullable
    Attempt inWork() {
        return inWork;
    }

    /** It is given to a batch. */
    void handOver(Attempt attempt) {
        inWork = attempt;
    }

    /** The batch has done with it: answers the attempt. */
    Attempt takeBack() {
        Attempt made = Objects.requireNonNull(inWork, "not handed over");
        inWork = null;
        return made;
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
