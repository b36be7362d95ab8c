package org.serai.connector.kafka.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.connector.kafka.Connections;
import org.serai.connector.kafka.Connections.Client;
import org.serai.error.SeraiException;
import org.serai.settings.Secrets;

class KafkaConnectionsTest {
    @TempDir
    Path home;

    private KafkaConnections connections;

    @BeforeEach
    void open() {
        connections = new KafkaConnections(new Secrets(Map.of("KAFKA_PASSWORD", "p4ss$word")::get, home));
    }

    @Test
    void anOptionGoesToEveryClientThatKnowsItAndAPrefixNarrowsIt() {
        configure(Map.of(
                "bootstrap.servers", "broker:9092",
                "request.timeout.ms", "20000",
                "consumer.request.timeout.ms", "40000",
                "fetch.min.bytes", "10",
                "linger.ms", "3"));

        Map<String, Object> consumer = connections.properties(Connections.DEFAULT, null, Client.CONSUMER);
        assertEquals("broker:9092", consumer.get("bootstrap.servers"));
        assertEquals("40000", consumer.get("request.timeout.ms"));
        assertEquals("10", consumer.get("fetch.min.bytes"));
        assertFalse(consumer.containsKey("linger.ms"), consumer::toString);

        Map<String, Object> producer = connections.properties(Connections.DEFAULT, null, Client.PRODUCER);
        assertEquals("20000", producer.get("request.timeout.ms"));
        assertEquals("3", producer.get("linger.ms"));

        Map<String, Object> admin = connections.properties(Connections.DEFAULT, null, Client.ADMIN);
        assertEquals(Map.of("bootstrap.servers", "broker:9092", "request.timeout.ms", "20000"), admin);
    }

    @Test
    void anEndpointsBrokersWin() {
        configure(Map.of("bootstrap.servers", "broker:9092", "linger.ms", "3"));
        Map<String, Object> producer = connections.properties(Connections.DEFAULT, "other:9092", Client.PRODUCER);
        assertEquals("other:9092", producer.get("bootstrap.servers"));
        assertEquals("3", producer.get("linger.ms"));
    }

    @Test
    void brokersOfAnEndpointNeedNoFile() {
        assertEquals(
                "127.0.0.1:9",
                connections
                        .properties(Connections.DEFAULT, "127.0.0.1:9", Client.ADMIN)
                        .get("bootstrap.servers"));
    }

    @Test
    void aClusterWithoutFileIsNamedWithTheFileToWrite() {
        assertProblem("etc/org.serai.kafka~billing.cfg", "billing");
        assertProblem("etc/org.serai.kafka.cfg", Connections.DEFAULT);
    }

    @Test
    void secretsAreResolvedWhenTheyAreUsed() throws Exception {
        Path file = home.resolve("secret");
        Files.writeString(file, "first\n");
        configure(
                Map.of(
                        "bootstrap.servers",
                        "broker:9092",
                        "ssl.keystore.password",
                        "${file:secret}",
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required password=\"${env:KAFKA_PASSWORD}\";"));
        assertEquals("first", option("ssl.keystore.password"));
        assertTrue(option("sasl.jaas.config").contains("password=\"p4ss$word\""));

        Files.writeString(file, "second");
        assertEquals("second", option("ssl.keystore.password"));

        Files.delete(file);
        assertProblem(file.toString(), Connections.DEFAULT);
        assertFalse(connections.rows().getFirst().healthy());

        Files.writeString(file, "third");
        assertEquals("third", option("ssl.keystore.password"));
        assertTrue(connections.rows().getFirst().healthy());
    }

    @Test
    void aMissingVariableIsNamed() {
        configure(Map.of("bootstrap.servers", "broker:9092", "ssl.key.password", "${env:NOT_THERE}"));
        assertProblem("environment variable NOT_THERE is not set", Connections.DEFAULT);
    }

    @Test
    void unknownOptionsAreRefusedWithTheNearestName() {
        configure(Map.of("bootstrap.servers", "broker:9092", "fetch.min.byte", "1", "producer.linger.mss", "1"));
        assertProblem("unknown option 'fetch.min.byte'; did you mean 'fetch.min.bytes'?", Connections.DEFAULT);
        assertProblem("unknown option 'producer.linger.mss'; did you mean 'producer.linger.ms'?", Connections.DEFAULT);
    }

    @Test
    void anOptionOfAnotherClientIsUnknownBehindAPrefix() {
        configure(Map.of("bootstrap.servers", "broker:9092", "consumer.linger.ms", "1"));
        assertProblem("unknown option 'consumer.linger.ms'", Connections.DEFAULT);
    }

    @Test
    void optionsOfTheConnectorAreRefusedWithTheReason() {
        configure(Map.of("bootstrap.servers", "broker:9092", "enable.auto.commit", "true", "producer.acks", "0"));
        assertProblem(
                "'enable.auto.commit' is not to be set here: an offset is committed when every record before it is"
                        + " finished",
                Connections.DEFAULT);
        assertProblem("'producer.acks' is not to be set here", Connections.DEFAULT);
    }

    @Test
    void wrongValuesAreNamedAndSecretOnesNotShown() {
        configure(Map.of("bootstrap.servers", "broker:9092", "fetch.min.bytes", "many"));
        assertProblem("'fetch.min.bytes': Invalid value many", Connections.DEFAULT);

        configure(Map.of("bootstrap.servers", "broker:9092", "fetch.min.bytes", "${env:KAFKA_PASSWORD}"));
        SeraiException hidden = assertProblem("'fetch.min.bytes': what ${env:KAFKA_PASSWORD}", Connections.DEFAULT);
        assertFalse(String.valueOf(hidden.getMessage()).contains("p4ss"), hidden::getMessage);
    }

    @Test
    void brokersAreNeeded() {
        configure(Map.of("linger.ms", "3"));
        assertProblem("'bootstrap.servers' is missing", Connections.DEFAULT);
    }

    @Test
    void statusTellsWhatIsWrong() {
        connections.configure("good", Map.of("bootstrap.servers", "broker:9092"));
        connections.configure("bad", Map.of("bootstrap.server", "broker:9092"));
        assertEquals(2, connections.rows().size());
        var bad = connections.rows().getFirst();
        assertEquals("bad", bad.name());
        assertEquals("failed", bad.state());
        assertTrue(bad.detail().contains("did you mean 'bootstrap.servers'?"), bad.detail());
        assertTrue(bad.detail().contains("etc/org.serai.kafka~bad.cfg"), bad.detail());
        var good = connections.rows().getLast();
        assertEquals("configured", good.state());
        assertEquals("broker:9092 by PLAINTEXT", good.detail());
    }

    @Test
    void listenersHearOfChanges() {
        List<String> heard = new ArrayList<>();
        connections.addListener(heard::add);
        connections.configure("billing", Map.of("bootstrap.servers", "broker:9092"));
        configure(Map.of("bootstrap.servers", "broker:9092"));
        connections.remove("billing");
        connections.remove(Connections.DEFAULT);
        connections.remove(Connections.DEFAULT);
        assertEquals(List.of("billing", "default", "billing", "default"), heard);
        assertProblem("There is no Kafka cluster 'billing'", "billing");
    }

    private void configure(Map<String, String> options) {
        connections.configure(Connections.DEFAULT, options);
    }

    private String option(String name) {
        return String.valueOf(connections
                .properties(Connections.DEFAULT, null, Client.CONSUMER)
                .get(name));
    }

    private SeraiException assertProblem(String expected, String connection) {
        var failure =
                assertThrows(SeraiException.class, () -> connections.properties(connection, null, Client.CONSUMER));
        assertTrue(String.valueOf(failure.getMessage()).contains(expected), failure::getMessage);
        return failure;
    }
}
