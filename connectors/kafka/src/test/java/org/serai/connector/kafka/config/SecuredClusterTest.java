package org.serai.connector.kafka.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.serai.broker.BrokerSettings;
import org.serai.broker.FreePort;
import org.serai.broker.LocalBroker;
import org.serai.connector.kafka.Clients;
import org.serai.connector.kafka.ClusterAddress;
import org.serai.connector.kafka.Connections;
import org.serai.connector.kafka.Connections.Client;
import org.serai.settings.Secrets;

/** All three kinds of clients against a broker that wants a password, a certificate, or both. */
@Timeout(600)
class SecuredClusterTest {
    private static final String STORE_PASSWORD = "changeit-b7e1";
    private static final String USER_PASSWORD = "hush-2f9c";
    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required" + " username=\"serai\" password=\"%s\";";

    @TempDir
    static Path folder;

    private static LocalBroker broker;
    private static int saslPort;
    private static int tlsPort;
    private static int bothPort;

    private ClusterAddress address = ClusterAddress.of(Connections.DEFAULT, null);
    private KafkaConnections connections = connections();

    private static KafkaConnections connections() {
        return new KafkaConnections(
                new Secrets(Map.of("KAFKA_PASSWORD", USER_PASSWORD)::get, folder),
                new BrokerTrial(),
                Duration.ofMillis(100));
    }

    @BeforeAll
    static void start() throws Exception {
        Certificates.create(folder, STORE_PASSWORD);
        saslPort = FreePort.next();
        tlsPort = FreePort.next();
        bothPort = FreePort.next();
        String users = "org.apache.kafka.common.security.plain.PlainLoginModule required user_serai=\"" + USER_PASSWORD
                + "\";";
        broker = LocalBroker.start(BrokerSettings.in(folder.resolve("broker"))
                .withListener("SASL_PLAINTEXT", saslPort)
                .withListener("SSL", tlsPort)
                .withListener("SASL_SSL", bothPort)
                .withProperty("sasl.enabled.mechanisms", "PLAIN")
                .withProperty("listener.name.sasl_plaintext.plain.sasl.jaas.config", users)
                .withProperty("listener.name.sasl_ssl.plain.sasl.jaas.config", users)
                .withProperty(
                        "ssl.keystore.location", folder.resolve("broker.p12").toString())
                .withProperty("ssl.keystore.type", "PKCS12")
                .withProperty("ssl.keystore.password", STORE_PASSWORD)
                .withProperty("listener.name.ssl.ssl.client.auth", "required")
                .withProperty(
                        "ssl.truststore.location", folder.resolve("trust.p12").toString())
                .withProperty("ssl.truststore.type", "PKCS12")
                .withProperty("ssl.truststore.password", STORE_PASSWORD));
        Files.writeString(folder.resolve("store-password"), STORE_PASSWORD + "\n");
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @AfterEach
    void close() {
        connections.close();
    }

    @Test
    void passwordOfTheEnvironment() throws Exception {
        configure(byPassword("${env:KAFKA_PASSWORD}"));
        assertRoundTrip("by-password");
    }

    @Test
    void aWrongPasswordIsRefused() {
        configure(byPassword("guess"));
        try (Admin admin = Clients.create(() -> Admin.create(properties(Client.ADMIN)))) {
            var refused = assertThrows(
                    ExecutionException.class, () -> admin.listTopics().names().get());
            assertInstanceOf(SaslAuthenticationException.class, refused.getCause());
        }
    }

    @Test
    void aChangeToAWrongPasswordLeavesTheFormerOneInUse() throws Exception {
        passwordOfTheEnvironment();
        connections.configure(Connections.DEFAULT, byPassword("guess"));
        await(() -> connections.rows().getFirst().state().equals("unchanged"));
        String detail = connections.rows().getFirst().detail();
        assertTrue(detail.contains("Invalid username or password"), detail);
        assertFalse(detail.contains("guess") || detail.contains(USER_PASSWORD), detail);
        assertRoundTrip("by-former-password");
    }

    @Test
    void optionsOfAnEndpoint() throws Exception {
        configure(Map.of("bootstrap.servers", "127.0.0.1:" + saslPort));
        Map<String, String> options = new HashMap<>(byPassword("${env:KAFKA_PASSWORD}"));
        options.remove("bootstrap.servers");
        address = new ClusterAddress(Connections.DEFAULT, null, options);
        connections.check(address);
        assertRoundTrip("by-endpoint");
        assertFalse(address.toString().contains(USER_PASSWORD), address::toString);
    }

    private static Map<String, String> byPassword(String password) {
        return Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + saslPort,
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                LOGIN.formatted(password));
    }

    @Test
    void certificateOfAKeystoreWithItsPasswordInAFile() throws Exception {
        configure(Map.of(
                "bootstrap.servers", "127.0.0.1:" + tlsPort,
                "security.protocol", "SSL",
                "ssl.truststore.location", folder.resolve("trust.p12").toString(),
                "ssl.truststore.type", "PKCS12",
                "ssl.truststore.password", "${file:store-password}",
                "ssl.keystore.location", folder.resolve("client.p12").toString(),
                "ssl.keystore.type", "PKCS12",
                "ssl.keystore.password", "${file:store-password}"));
        assertRoundTrip("by-keystore");
    }

    @Test
    void pemFilesAndAPassword() throws Exception {
        configure(Map.of(
                "bootstrap.servers", "127.0.0.1:" + bothPort,
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", LOGIN.formatted("${env:KAFKA_PASSWORD}"),
                "ssl.truststore.type", "PEM",
                "ssl.truststore.certificates", "${file:ca.pem}"));
        assertRoundTrip("by-both");
    }

    @Test
    void secretsAreNotLogged() throws Exception {
        PrintStream before = System.err;
        var log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            passwordOfTheEnvironment();
            certificateOfAKeystoreWithItsPasswordInAFile();
            optionsOfAnEndpoint();
            aChangeToAWrongPasswordLeavesTheFormerOneInUse();
        } finally {
            System.setErr(before);
        }
        String written = log.toString(StandardCharsets.UTF_8);
        assertFalse(written.contains(USER_PASSWORD) || written.contains(STORE_PASSWORD), written);
        assertTrue(written.contains("sasl.jaas.config"), "Kafka logs its options, else this shows nothing");
    }

    private void configure(Map<String, String> options) {
        connections.close();
        connections = connections();
        connections.configure(Connections.DEFAULT, options);
    }

    private Map<String, Object> properties(Client client) {
        return connections.properties(address, client);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(4).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - end < 0, "it does not come");
            Thread.sleep(20);
        }
    }

    private void assertRoundTrip(String topic) throws Exception {
        byte[] value = topic.getBytes(StandardCharsets.UTF_8);
        try (Admin admin = Clients.create(() -> Admin.create(properties(Client.ADMIN)));
                var producer = Clients.create(() -> new KafkaProducer<>(
                        properties(Client.PRODUCER), new ByteArraySerializer(), new ByteArraySerializer()));
                var consumer = Clients.create(() -> new KafkaConsumer<>(
                        properties(Client.CONSUMER), new ByteArrayDeserializer(), new ByteArrayDeserializer()))) {
            producer.send(new ProducerRecord<>(topic, value)).get();
            assertTrue(admin.listTopics().names().get().contains(topic));
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var records = consumer.poll(Duration.ofMinutes(4)).records(partition);
            assertEquals(topic, new String(records.getFirst().value(), StandardCharsets.UTF_8));
        }
    }
}
