package org.serai.connector.kafka.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.serai.connector.kafka.Clients;
import org.serai.connector.kafka.Connections.Client;

/** Asks the brokers who they are, which needs no permission but that to connect, and makes a client of each kind. */
final class BrokerTrial implements Trial {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Override
    public void run(Function<Client, Map<String, Object>> properties) throws InterruptedException {
        askBrokers(named(properties.apply(Client.ADMIN)));
        Clients.create(() -> new KafkaConsumer<>(
                        named(properties.apply(Client.CONSUMER)),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()))
                .close();
        Clients.create(() -> new KafkaProducer<>(
                        named(properties.apply(Client.PRODUCER)), new ByteArraySerializer(), new ByteArraySerializer()))
                .close(Duration.ZERO);
    }

    private static void askBrokers(Map<String, Object> properties) throws InterruptedException {
        Admin admin = Clients.create(() -> Admin.create(properties));
        try {
            var _ = admin.describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new KafkaException("no broker answered within " + PATIENCE.toSeconds() + " s", e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    /** Kafka registers clients by their names, and warns of two with the same. */
    private static Map<String, Object> named(Map<String, Object> properties) {
        Map<String, Object> named = new HashMap<>(properties);
        named.put(CommonClientConfigs.CLIENT_ID_CONFIG, "serai-trial");
        return named;
    }
}
