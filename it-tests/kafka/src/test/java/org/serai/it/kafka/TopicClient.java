package org.serai.it.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What the world outside does with topics: it sends records, and reads what came. */
final class TopicClient {
    private final String bootstrapServers;

    TopicClient(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Sends records in order, and returns when the broker has them all. */
    void send(Collection<ProducerRecord<String, String>> records) throws ExecutionException, InterruptedException {
        send(records, "none");
    }

    /** Sends records in batches that are compressed in a way. */
    void send(Collection<ProducerRecord<String, String>> records, String compression)
            throws ExecutionException, InterruptedException {
        Map<String, Object> options = Map.of(
                "bootstrap.servers", bootstrapServers, "delivery.timeout.ms", 180_000, "compression.type", compression);
        try (var producer = new KafkaProducer<>(options, new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent =
                    records.stream().map(producer::send).toList();
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    /** Everything that a read-committed reader finds in a topic now, partition by partition. */
    List<ConsumerRecord<String, String>> all(String topic) {
        Map<String, Object> options = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "group.id",
                "reader-" + UUID.randomUUID(),
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                "false");
        List<ConsumerRecord<String, String>> found = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(options, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
        }
        return found;
    }

    /** How often each value is in a topic. */
    Map<String, Integer> counts(String topic) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        all(topic).forEach(each -> counts.merge(each.value(), 1, Integer::sum));
        return counts;
    }

    static String header(ConsumerRecord<?, ?> of, String name) {
        var header = of.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
