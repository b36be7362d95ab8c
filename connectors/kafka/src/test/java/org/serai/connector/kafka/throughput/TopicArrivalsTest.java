package org.serai.connector.kafka.throughput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.serai.broker.BrokerSettings;
import org.serai.broker.LocalBroker;
import org.serai.broker.Topics;
import org.serai.connector.kafka.ClusterAddress;
import org.serai.connector.kafka.ConsumerFigures;
import org.serai.connector.kafka.RunningConsumers;
import org.serai.connector.kafka.config.KafkaConnections;
import org.serai.delivery.Throughput;

/** What a real broker tells about arrivals, from records whose times the test chose. */
@Timeout(180)
class TopicArrivalsTest {
    @TempDir
    static Path folder;

    private static LocalBroker broker;

    private final Instant now = Instant.now();

    @BeforeAll
    static void startBroker() throws Exception {
        broker = LocalBroker.start(BrokerSettings.in(folder.resolve("broker")));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    /** Sends a record to a partition for each age. */
    private void send(String topic, int partition, Duration... ages) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (Duration age : ages) {
                producer.send(new ProducerRecord<>(
                                topic, partition, now.minus(age).toEpochMilli(), null, new byte[1]))
                        .get();
            }
        }
    }

    private void commit(String group, String topic, long... offsets) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        for (int i = 0; i < offsets.length; i++) {
            commits.put(new TopicPartition(topic, i), new OffsetAndMetadata(offsets[i]));
        }
        try (Admin admin = admin()) {
            admin.alterConsumerGroupOffsets(group, commits).all().get();
        }
    }

    private TopicArrivals.Counted count(String topic, String group) throws Exception {
        try (Admin admin = admin()) {
            return new TopicArrivals(admin).count(topic, group, now);
        }
    }

    @Test
    void onlyWhatCameInTheWindowCounts() throws Exception {
        Topics.create(broker.bootstrapServers(), 2, "busy");
        send("busy", 0, Duration.ofHours(2), Duration.ofHours(1), Duration.ofMinutes(9), Duration.ofMinutes(1));
        send("busy", 1, Duration.ofMinutes(5), Duration.ofMinutes(4), Duration.ofMinutes(3));
        commit("group", "busy", 3, 1);

        var counted = count("busy", "group");
        assertEquals(5, counted.records());
        assertEquals(Duration.ofMinutes(10), counted.window());
        assertEquals(1 + 2, counted.waiting());
        assertEquals(2, counted.partitions());
    }

    @Test
    void aTopicThatIsYoungerThanTheWindowIsJudgedByItsAge() throws Exception {
        Topics.create(broker.bootstrapServers(), 1, "young", "new");
        send("young", 0, Duration.ofMinutes(4), Duration.ofMinutes(2));
        send("new", 0, Duration.ofSeconds(2), Duration.ofSeconds(1));
        Duration age = count("young", "nobody").window();
        assertTrue(
                age.minus(Duration.ofMinutes(4)).abs().compareTo(Duration.ofSeconds(1)) < 0, () -> "window of " + age);
        assertEquals(Duration.ofMinutes(1), count("new", "nobody").window(), "seconds say nothing");
        assertEquals(2, count("young", "nobody").waiting(), "the group has finished nothing");
    }

    @Test
    void aTopicThatIsSilentHasNoArrivals() throws Exception {
        Topics.create(broker.bootstrapServers(), 1, "silent", "empty");
        send("silent", 0, Duration.ofDays(1));
        assertEquals(0, count("silent", "nobody").records());
        assertEquals(1, count("silent", "nobody").waiting());
        assertEquals(0, count("empty", "nobody").waiting());
        assertThrows(ExecutionException.class, () -> count("missing", "nobody"));
    }

    /** A consumer with one of two partitions gets half of what comes. */
    @Test
    @SuppressWarnings("JdkObsolete") // Configuration Admin gives nothing else
    void aRouteHasTheShareOfItsPartitions() throws Exception {
        Topics.create(broker.bootstrapServers(), 2, "shared");
        for (int partition = 0; partition < 2; partition++) {
            send("shared", partition, Duration.ofHours(1), Duration.ofMinutes(8), Duration.ofMinutes(3));
        }
        KafkaConnections connections = KafkaConnections.in(folder);
        connections.updated(new Hashtable<>(Map.of("bootstrap.servers", broker.bootstrapServers())));
        RunningConsumers running = new RunningConsumers();
        running.add(new Consumer("shared"));
        running.add(new Consumer("missing"));
        KafkaThroughput throughput = new KafkaThroughput(connections, running);

        Throughput.Arrival arrival = throughput.arrival("to-shared").orElseThrow();
        assertEquals("topic shared", arrival.source());
        assertEquals(2.0 / 600, arrival.perSecond(), 1e-9);
        assertEquals(3, arrival.waiting());
        assertTrue(throughput.arrival("to-missing").isEmpty(), "what cannot be told is not told");
        assertTrue(throughput.arrival("other").isEmpty());
    }

    /** A consumer that has one partition. */
    private record Consumer(String topic) implements ConsumerFigures {
        @Override
        public Snapshot snapshot() {
            return new Snapshot(
                    "to-" + topic,
                    ClusterAddress.of("default", null),
                    topic,
                    "nobody",
                    "running",
                    "",
                    true,
                    1,
                    0,
                    0,
                    -1);
        }
    }
}
