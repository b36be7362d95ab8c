package org.serai.connector.kafka.consumer;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.serai.connector.kafka.Clients;
import org.serai.connector.kafka.Connections;
import org.serai.connector.kafka.KafkaErrors;
import org.serai.error.SeraiException;

/** Makes real clients, with the options of the connection and those that the connector's promises rest on. */
public final class KafkaClientFactory implements ClientFactory {
    private static final int DEFAULT_POLL_INTERVAL = 300_000;
    private static final int DEFAULT_POLL_RECORDS = 2_000;
    private static final int LONGEST_FETCH = 100;
    private static final int LONGEST_BLOCK = 5_000;

    private final Connections connections;
    private final ConsumerOptions options;
    private final String clientId;
    private final String transactionalId;
    private volatile String clusterId = "unknown";

    /**
     * A factory for one consumer.
     *
     * @param transactionalId the same after a restart, and nobody else's
     */
    public KafkaClientFactory(
            Connections connections, ConsumerOptions options, String clientId, String transactionalId) {
        this.connections = connections;
        this.options = options;
        this.clientId = clientId;
        this.transactionalId = transactionalId;
    }

    @Override
    public Consumer<byte[], byte[]> consumer() {
        return consumer(consumerProperties());
    }

    @Override
    public void rehearse() {
        Map<String, Object> properties = consumerProperties();
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, properties.get(ConsumerConfig.CLIENT_ID_CONFIG) + "-rehearsal");
        consumer(properties).close(CloseOptions.timeout(Duration.ZERO));
    }

    @Override
    public long version() {
        return connections.version(options.cluster().name());
    }

    private Consumer<byte[], byte[]> consumer(Map<String, Object> properties) {
        Limits limits = limits();
        if (options.revokeTimeout().toMillis() > limits.maxPollIntervalMillis() / 2) {
            throw new SeraiException(
                    KafkaErrors.INVALID_OPTION,
                    "Option revokeTimeout=" + options.revokeTimeout().toMillis() + " must be at most half of"
                            + " max.poll.interval.ms, which is " + limits.maxPollIntervalMillis()
                            + ": lower the one or raise the other.");
        }
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, limits.maxPollRecords());
        ByteArrayDeserializer values = new ClusterAwareDeserializer();
        return Clients.create(() -> new KafkaConsumer<>(properties, new ByteArrayDeserializer(), values));
    }

    private Map<String, Object> consumerProperties() {
        Map<String, Object> properties =
                new HashMap<>(connections.properties(options.cluster(), Connections.Client.CONSUMER));
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, options.group());
        if (options.groupInstanceId() != null) {
            properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, options.groupInstanceId());
        }
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, options.startAt());
        properties.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        properties.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        properties.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.putIfAbsent(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.putIfAbsent(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 5_000);
        // While the brokers wait for records of some partitions, others that go on after a pause cannot be fetched.
        properties.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, LONGEST_FETCH);
        return properties;
    }

    @Override
    public Producer<byte[], byte[]> transactionalProducer() {
        Map<String, Object> properties = transactional(transactionalId);
        properties.put(
                ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.min(LONGEST_BLOCK, limits().maxPollIntervalMillis() / 4));
        return producer(properties);
    }

    /** Several may run at once, and none of them needs to be fenced: a replay does not go on in another process. */
    @Override
    public Producer<byte[], byte[]> replayProducer() {
        return producer(transactional(transactionalId + "-replay-" + UUID.randomUUID()));
    }

    private Map<String, Object> transactional(String id) {
        Map<String, Object> properties =
                new HashMap<>(connections.properties(options.cluster(), Connections.Client.PRODUCER));
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        properties.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        properties.putIfAbsent(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 5_000);
        return properties;
    }

    /** An idempotent producer with the options of a connection. */
    public static Producer<byte[], byte[]> producer(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        // A route waits for each record that it writes, so waiting for more of them would only make it slower.
        all.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        return Clients.create(() -> new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    @Override
    public Limits limits() {
        Map<String, Object> properties = connections.properties(options.cluster(), Connections.Client.CONSUMER);
        return new Limits(
                number(properties, ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, DEFAULT_POLL_INTERVAL),
                Math.min(
                        options.maxAhead(),
                        number(properties, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, DEFAULT_POLL_RECORDS)));
    }

    private static int number(Map<String, Object> properties, String name, int otherwise) {
        return Integer.parseInt(Objects.toString(properties.get(name), Integer.toString(otherwise))
                .strip());
    }

    @Override
    public String clusterId() {
        return clusterId;
    }

    /** Kafka tells deserializers which cluster their records come from, before the first record. */
    private final class ClusterAwareDeserializer extends ByteArrayDeserializer implements ClusterResourceListener {
        @Override
        public void onUpdate(ClusterResource cluster) {
            if (cluster.clusterId() != null) {
                clusterId = cluster.clusterId();
            }
        }
    }
}
