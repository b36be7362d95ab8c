package org.serai.connector.kafka.deadletter;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what partitions hold at the moment, each from an offset to its end, in the order of time over all of them. Keeps no
 * more than a fetch of each partition. Used by one thread.
 */
final class TopicScan {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(30);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;
    private final Map<TopicPartition, Deque<ConsumerRecord<byte[], byte[]>>> fetched = new HashMap<>();

    /** From the first record of each partition. */
    TopicScan(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        this(consumer, consumer.beginningOffsets(partitions));
    }

    TopicScan(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> from) {
        this.consumer = consumer;
        consumer.assign(from.keySet());
        from.forEach(consumer::seek);
        ends = consumer.endOffsets(from.keySet());
        from.keySet().forEach(partition -> fetched.put(partition, new ArrayDeque<>()));
    }

    /**
     * The next record; null at the end.
     *
     * @throws TimeoutException where the brokers fall silent
     */
    @Nullable
    ConsumerRecord<byte[], byte[]> next() {
        long deadline = System.nanoTime() + SILENCE_LIMIT.toNanos();
        List<TopicPartition> hungry = hungry();
        while (!hungry.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new TimeoutException("nothing came from " + hungry);
            }
            consumer.pause(consumer.assignment());
            consumer.resume(hungry);
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                var partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < end(partition)) {
                    queue(partition).add(record);
                }
            }
            hungry = hungry();
        }
        return oldest().map(TopicScan::take).orElse(null);
    }

    /** Partitions of which nothing is here, and more is there. */
    private List<TopicPartition> hungry() {
        return fetched.entrySet().stream()
                .filter(partition -> partition.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .filter(partition -> consumer.position(partition) < end(partition))
                .toList();
    }

    private Optional<Deque<ConsumerRecord<byte[], byte[]>>> oldest() {
        return fetched.values().stream()
                .filter(queue -> !queue.isEmpty())
                .min(Comparator.comparingLong(queue -> queue.element().timestamp()));
    }

    private static ConsumerRecord<byte[], byte[]> take(Deque<ConsumerRecord<byte[], byte[]>> queue) {
        return queue.remove();
    }

    private long end(TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }

    private Deque<ConsumerRecord<byte[], byte[]>> queue(TopicPartition partition) {
        return fetched.computeIfAbsent(partition, key -> new ArrayDeque<>());
    }
}
