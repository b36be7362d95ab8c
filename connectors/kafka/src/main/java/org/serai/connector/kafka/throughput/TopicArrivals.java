package org.serai.connector.kafka.throughput;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts what came to a topic, from the offsets that the brokers had at a time: nobody needs to watch for that. Control
 * records of transactions are counted as records.
 */
final class TopicArrivals {
    /** How far back it looks. */
    private static final Duration WINDOW = Duration.ofMinutes(10);

    /** A topic that began just now says nothing about the next minutes. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private final Admin admin;

    TopicArrivals(Admin admin) {
        this.admin = admin;
    }

    /**
     * What came and what waits, all partitions together.
     *
     * @param records that came in the window
     * @param window how long it was
     * @param waiting records behind the committed offsets of the group
     * @param partitions of the topic
     */
    record Counted(long records, Duration window, long waiting, int partitions) {}

    Counted count(String topic, String group, Instant now) throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = partitions(topic);
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        Map<TopicPartition, Long> starts = offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, ListOffsetsResultInfo> firsts = admin.listOffsets(request(
                        partitions, OffsetSpec.forTimestamp(now.minus(WINDOW).toEpochMilli())))
                .all()
                .get();
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        long records = 0;
        long waiting = 0;
        boolean isOlder = false;
        Instant oldest = now;
        for (TopicPartition partition : partitions) {
            long end = ends.getOrDefault(partition, 0L);
            long start = starts.getOrDefault(partition, 0L);
            ListOffsetsResultInfo first = firsts.get(partition);
            if (first != null && first.offset() >= 0) {
                records += end - first.offset();
                isOlder |= first.offset() > start;
                Instant time = Instant.ofEpochMilli(first.timestamp());
                oldest = time.isBefore(oldest) ? time : oldest;
            } else {
                isOlder |= end > start;
            }
            OffsetAndMetadata finished = committed.get(partition);
            waiting += end - Math.max(start, finished == null ? start : finished.offset());
        }
        return new Counted(records, isOlder ? WINDOW : window(oldest, now), waiting, partitions.size());
    }

    private static Duration window(Instant oldest, Instant now) {
        Duration since = Duration.between(oldest, now);
        return since.compareTo(SHORTEST) < 0 ? SHORTEST : since;
    }

    private List<TopicPartition> partitions(String topic) throws ExecutionException, InterruptedException {
        int count = admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                .mapToInt(description -> description.partitions().size())
                .sum();
        return IntStream.range(0, count)
                .mapToObj(number -> new TopicPartition(topic, number))
                .toList();
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        return admin.listOffsets(request(partitions, which)).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private static Map<TopicPartition, OffsetSpec> request(Collection<TopicPartition> partitions, OffsetSpec which) {
        return partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which));
    }
}
