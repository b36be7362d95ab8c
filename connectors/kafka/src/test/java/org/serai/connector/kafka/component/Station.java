package org.serai.connector.kafka.component;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.RunningConsumers;
import org.serai.connector.kafka.config.KafkaConnections;

/** A runtime in a test: a context with the component, its configuration, and what a test asks the broker beside it. */
final class Station implements AutoCloseable {
    final DefaultCamelContext camel = new DefaultCamelContext();
    final RunningConsumers running = new RunningConsumers();
    final KafkaConnections connections;
    private final String brokers;

    /** @param options of the cluster's configuration, beside its address */
    Station(Path home, String brokers, Map<String, String> options) {
        this.brokers = brokers;
        connections = KafkaConnections.in(home);
        configure(options);
        camel.getPropertiesComponent().addInitialProperty("serai.home", home.toString());
        camel.getRegistry().bind("connections", connections);
        camel.getRegistry().bind("running", running);
        camel.getShutdownStrategy().setTimeout(5);
    }

    /** The cluster's file has these options now, beside its address. */
    @SuppressWarnings("JdkObsolete") // Configuration Admin gives nothing else
    void configure(Map<String, String> options) {
        Hashtable<String, Object> configuration = new Hashtable<>(options);
        configuration.put("bootstrap.servers", brokers);
        connections.updated(configuration);
    }

    Station route(RouteBuilder routes) throws Exception {
        camel.addRoutes(routes);
        camel.start();
        return this;
    }

    static void send(String brokers, List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", brokers),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (var each : records) {
                var unused = producer.send(each);
            }
            producer.flush();
        }
    }

    static ProducerRecord<byte[], byte[]> record(String topic, @Nullable String key, String value) {
        return new ProducerRecord<>(topic, key == null ? null : bytes(key), bytes(value));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Reads what a reader of committed records sees, until there are so many or it takes too long. */
    static List<ConsumerRecord<byte[], byte[]>> read(String brokers, String topic, int count) {
        Map<String, Object> options = Map.of(
                "bootstrap.servers",
                brokers,
                "group.id",
                "test-" + UUID.randomUUID(),
                "auto.offset.reset",
                "earliest",
                "isolation.level",
                "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            long end = System.nanoTime() + Duration.ofMinutes(4).toNanos();
            while (records.size() < count && System.nanoTime() - end < 0) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            // What should not be there shows now.
            consumer.poll(Duration.ofMillis(300)).forEach(records::add);
        }
        return records;
    }

    long committed(String group, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            @Nullable
            OffsetAndMetadata offset = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(new TopicPartition(topic, 0));
            return offset == null ? -1 : offset.offset();
        }
    }

    @Override
    public void close() {
        camel.stop();
        connections.close();
    }
}
