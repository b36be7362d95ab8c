package org.serai.connector.kafka.deadletter;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.serai.connector.kafka.Clients;
import org.serai.connector.kafka.ClusterAddress;
import org.serai.connector.kafka.Connections;

/**
 * Makes the clients that look into dead-letter topics. Each is closed by whoever asked for it.
 *
 * @param connections where the clusters are
 * @param cluster the one that is meant
 */
record LetterClients(Connections connections, ClusterAddress cluster) {
    /** A consumer outside of any group, which sees what was committed only. */
    Consumer<byte[], byte[]> reader() {
        Map<String, Object> options = new HashMap<>(properties(Connections.Client.CONSUMER));
        options.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        options.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        options.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        options.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return Clients.create(
                () -> new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    Admin admin() {
        Map<String, Object> options = properties(Connections.Client.ADMIN);
        return Clients.create(() -> Admin.create(options));
    }

    private Map<String, Object> properties(Connections.Client client) {
        return connections.properties(cluster, client);
    }
}
