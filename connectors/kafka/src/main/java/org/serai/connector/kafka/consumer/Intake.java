package org.serai.connector.kafka.consumer;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Takes fetched records in, and pauses the partitions that have enough of them. Confined to the loop. */
final class Intake {
    private static final int ENOUGH = 64;
    private static final int ENOUGH_BATCHES = 8;
    private static final long MOST_BYTES = 64L << 20;

    private final Consumer<byte[], byte[]> client;
    private final Assignment assignment;
    private final Dispatcher dispatcher;
    private final RecordOrder order;
    private final int pauseAt;

    /**
     * The intake of one client.
     *
     * @param maxAhead the most records of a partition that are fetched and not committed
     * @param maxPollRecords the most that one poll brings
     */
    Intake(
            Consumer<byte[], byte[]> client,
            Assignment assignment,
            Dispatcher dispatcher,
            RecordOrder order,
            int maxAhead,
            int maxPollRecords) {
        this.client = client;
        this.assignment = assignment;
        this.dispatcher = dispatcher;
        this.order = order;
        this.pauseAt = Math.max(1, maxAhead - maxPollRecords + 1);
    }

    void take(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition each : records.partitions()) {
            @Nullable AssignedPartition partition = assignment.get(each);
            if (partition != null) {
                for (ConsumerRecord<byte[], byte[]> record : records.records(each)) {
                    dispatcher.offered(partition.accept(record));
                }
            }
        }
    }

    /** Lets the client fetch of those partitions that need more, and of no other. */
    void pauseAndResume(boolean isTaking) {
        List<TopicPartition> pause = new ArrayList<>();
        List<TopicPartition> resume = new ArrayList<>();
        for (AssignedPartition partition : assignment.partitions()) {
            boolean full = !isTaking || isFull(partition);
            if (full != partition.isPaused()) {
                partition.paused(full);
                (full ? pause : resume).add(partition.topicPartition());
            }
        }
        if (!pause.isEmpty()) {
            client.pause(pause);
        }
        if (!resume.isEmpty()) {
            client.resume(resume);
        }
    }

    /** Order by key looks further ahead, for records of other keys than those that are under way. */
    private boolean isFull(AssignedPartition partition) {
        int enough = Math.max(ENOUGH, ENOUGH_BATCHES * dispatcher.recordsPerBatch());
        return partition.window().size() >= pauseAt
                || partition.window().bytes() >= MOST_BYTES
                || (order != RecordOrder.key && partition.waiting() >= enough);
    }

    /** Whether work on everything has begun. */
    boolean isAllBegun() {
        return assignment.partitions().stream().allMatch(partition -> partition.waiting() == 0);
    }

    /** Whether nothing is left to do, but for what is still to be fetched. */
    boolean isIdle() {
        return assignment.partitions().stream()
                .allMatch(partition -> partition.window().size() == 0);
    }
}
