package org.serai.connector.kafka.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.connector.kafka.ClusterAddress;
import org.serai.connector.kafka.Connections;
import org.serai.connector.kafka.Connections.Client;
import org.serai.error.SeraiException;
import org.serai.settings.Secrets;
import org.serai.status.StatusSource;

class KafkaConnectionsTest {
    @TempDir
    Path home;

    private KafkaConnections connections;

    /** Why no broker can be reached; empty where one can. */
    private volatile String refusal = "";

    @BeforeEach
    void open() {
        connections = new KafkaConnections(
                new Secrets(Map.of("KAFKA_PASSWORD", "p4ss$word")::get, home), this::tryOut, Duration.ofMillis(10));
    }

    @AfterEach
    void close() {
        connections.close();
    }

    private void tryOut(Function<Client, Map<String, Object>> properties) {
        String reason = refusal;
        if (!reason.isEmpty()) {
            throw new KafkaException(reason + " by " + properties.apply(Client.ADMIN));
        }
    }

    @Test
    void anOptionGoesToEveryClientThatKnowsItAndAPrefixNarrowsIt() {
        configure(Map.of(
                "bootstrap.servers", "broker:9092",
                "request.timeout.ms", "20000",
                "consumer.request.timeout.ms", "40000",
                "fetch.min.bytes", "10",
                "linger.ms", "3"));

        Map<String, Object> consumer =
                connections.properties(ClusterAddress.of(Connections.DEFAULT, null), Client.CONSUMER);
        assertEquals("broker:9092", consumer.get("bootstrap.servers"));
        assertEquals("40000", consumer.get("request.timeout.ms"));
        assertEquals("10", consumer.get("fetch.min.bytes"));
        assertFalse(consumer.containsKey("linger.ms"), consumer::toString);

        Map<String, Object> producer =
                connections.properties(ClusterAddress.of(Connections.DEFAULT, null), Client.PRODUCER);
        assertEquals("20000", producer.get("request.timeout.ms"));
        assertEquals("3", producer.get("linger.ms"));

        Map<String, Object> admin = connections.properties(ClusterAddress.of(Connections.DEFAULT, null), Client.ADMIN);
        assertEquals(Map.of("bootstrap.servers", "broker:9092", "request.timeout.ms", "20000"), admin);
    }

    @Test
    void anEndpointsBrokersWin() {
        configure(Map.of("bootstrap.servers", "broker:9092", "linger.ms", "3"));
        Map<String, Object> producer =
                connections.properties(ClusterAddress.of(Connections.DEFAULT, "other:9092"), Client.PRODUCER);
        assertEquals("other:9092", producer.get("bootstrap.servers"));
        assertEquals("3", producer.get("linger.ms"));
    }

    @Test
    void brokersOfAnEndpointNeedNoFile() {
        assertEquals(
                "127.0.0.1:9",
                connections
                        .properties(ClusterAddress.of(Connections.DEFAULT, "127.0.0.1:9"), Client.ADMIN)
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
    void aClusterThatGoesIsAnotherVersion() {
        long none = connections.version("billing");
        connections.configure("billing", Map.of("bootstrap.servers", "broker:9092"));
        long there = connections.version("billing");
        connections.remove("billing");
        long gone = connections.version("billing");
        assertTrue(none < there && there < gone);
        connections.remove("billing");
        assertEquals(gone, connections.version("billing"));
        assertEquals(0, connections.version(Connections.DEFAULT), "of which nobody has spoken");
        assertProblem("There is no Kafka cluster 'billing'", "billing");
    }

    @Test
    void aChangeIsUsedOnceABrokerAnswers() throws Exception {
        configure(Map.of("bootstrap.servers", "broker:9092"));
        long before = connections.version(Connections.DEFAULT);
        refusal = "nobody answers";
        configure(Map.of("bootstrap.servers", "other:9092"));
        await(() -> row().state().equals("unchanged"));
        assertTrue(row().detail().contains("broker:9092 by PLAINTEXT as before"), row().detail());
        assertTrue(row().detail().contains("other:9092: nobody answers"), row().detail());
        assertFalse(row().healthy());
        assertEquals("broker:9092", option("bootstrap.servers"));
        assertEquals(before, connections.version(Connections.DEFAULT));

        refusal = "";
        await(() -> option("bootstrap.servers").equals("other:9092"));
        assertEquals(before + 1, connections.version(Connections.DEFAULT));
        assertEquals("configured", row().state());
    }

    @Test
    void aWrongChangeLeavesWhatWasThere() throws Exception {
        configure(Map.of("bootstrap.servers", "broker:9092"));
        long before = connections.version(Connections.DEFAULT);
        configure(Map.of("bootstrap.server", "other:9092"));
        await(() -> row().state().equals("unchanged"));
        assertTrue(row().detail().contains("did you mean 'bootstrap.servers'?"), row().detail());
        assertEquals("broker:9092", option("bootstrap.servers"));

        configure(Map.of("bootstrap.servers", "broker:9092"));
        assertEquals("configured", row().state());
        assertEquals(before, connections.version(Connections.DEFAULT), "nothing is new");
    }

    @Test
    void whatWasNeverWellIsReplacedAtOnce() {
        refusal = "nobody answers";
        configure(Map.of("bootstrap.server", "broker:9092"));
        configure(Map.of("bootstrap.servers", "other:9092"));
        assertEquals("other:9092", option("bootstrap.servers"));
    }

    @Test
    void optionsOfAnEndpointWin() {
        configure(Map.of(
                "bootstrap.servers", "broker:9092",
                "fetch.min.bytes", "10",
                "consumer.request.timeout.ms", "20000",
                "linger.ms", "3"));
        var address = new ClusterAddress(
                Connections.DEFAULT,
                null,
                Map.of(
                        "request.timeout.ms", "40000",
                        "fetch.min.bytes", "20",
                        "producer.request.timeout.ms", "50000",
                        "ssl.key.password", "${env:KAFKA_PASSWORD}"));
        connections.check(address);
        Map<String, Object> consumer = connections.properties(address, Client.CONSUMER);
        assertEquals("20", consumer.get("fetch.min.bytes"));
        assertEquals("40000", consumer.get("request.timeout.ms"), "the endpoint's, though it is less special");
        assertEquals("p4ss$word", consumer.get("ssl.key.password"));
        assertFalse(consumer.containsKey("linger.ms"), consumer::toString);
        Map<String, Object> producer = connections.properties(address, Client.PRODUCER);
        assertEquals("50000", producer.get("request.timeout.ms"));
        assertEquals("3", producer.get("linger.ms"));
        assertFalse(address.toString().contains("p4ss"), address::toString);
    }

    @Test
    void optionsOfAnEndpointAreCheckedAsThoseOfAFile() {
        assertEndpointProblem(
                "unknown option 'fetch.min.byte'; did you mean 'fetch.min.bytes'?", "fetch.min.byte", "1");
        assertEndpointProblem("'acks' is not to be set here: nothing counts as written", "acks", "0");
        assertEndpointProblem("'group.id' is not to be set here: the endpoint's option group", "group.id", "other");
        assertEndpointProblem(
                "'bootstrap.servers' is not to be set here: the endpoint's option brokers", "bootstrap.servers", "a:1");
        assertEndpointProblem("'linger.ms': Invalid value soon", "linger.ms", "soon");
        SeraiException plain = assertEndpointProblem("'ssl.key.password' is a secret", "ssl.key.password", "hush");
        assertFalse(String.valueOf(plain.getMessage()).contains("hush"), plain::getMessage);
    }

    private SeraiException assertEndpointProblem(String expected, String option, String value) {
        var failure = assertThrows(
                SeraiException.class,
                () -> connections.check(new ClusterAddress(Connections.DEFAULT, null, Map.of(option, value))));
        assertEquals(KafkaConfigurationErrors.BAD_ENDPOINT_OPTION, failure.code());
        assertTrue(String.valueOf(failure.getMessage()).contains(expected), failure::getMessage);
        return failure;
    }

    private StatusSource.Row row() {
        return connections.rows().getFirst();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(4).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - end < 0, "it does not come");
            Thread.sleep(2);
        }
    }

    private void configure(Map<String, String> options) {
        connections.configure(Connections.DEFAULT, options);
    }

    private String option(String name) {
        return String.valueOf(connections
                .properties(ClusterAddress.of(Connections.DEFAULT, null), Client.CONSUMER)
                .get(name));
    }

    private SeraiException assertProblem(String expected, String connection) {
        var failure = assertThrows(
                SeraiException.class,
                () -> connections.properties(ClusterAddress.of(connection, null), Client.CONSUMER));
        assertTrue(String.valueOf(failure.getMessage()).contains(expected), failure::getMessage);
        return failure;
    }
}
