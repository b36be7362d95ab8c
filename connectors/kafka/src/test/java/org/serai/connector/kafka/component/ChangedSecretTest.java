package org.serai.connector.kafka.component;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.serai.broker.BrokerSettings;
import org.serai.broker.FreePort;
import org.serai.broker.LocalBroker;
import org.serai.broker.Topics;

/** A password is changed where it lies and in the cluster; nobody touches the configuration, and the route goes on. */
@Timeout(900)
class ChangedSecretTest {
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    @TempDir
    private Path folder;

    @Test
    void aRouteGoesOnWithThePasswordThatItsFileHasNow() throws Exception {
        BrokerSettings settings = BrokerSettings.in(folder.resolve("broker")).withPort(FreePort.next());
        int saslPort = FreePort.next();
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(home.resolve("password"), "first");
        try (Station station = new Station(
                home,
                "127.0.0.1:" + saslPort,
                Map.of(
                        "security.protocol", "SASL_PLAINTEXT",
                        "sasl.mechanism", "PLAIN",
                        "sasl.jaas.config", LOGIN + " username=\"serai\" password=\"${file:password}\";"))) {
            try (LocalBroker broker = LocalBroker.start(withPassword(settings, saslPort, "first"))) {
                String plain = broker.bootstrapServers();
                Topics.create(plain, 1, "in", "out", "in.dlq");
                station.route(copy());
                Station.send(plain, List.of(Station.record("in", null, "before")));
                assertEquals(List.of("before"), values(plain, 1));
            }

            Files.writeString(home.resolve("password"), "second");
            try (LocalBroker broker = LocalBroker.start(withPassword(settings, saslPort, "second"))) {
                String plain = broker.bootstrapServers();
                Station.send(plain, List.of(Station.record("in", null, "after")));
                assertEquals(List.of("before", "after"), values(plain, 2));
            }
        }
    }

    private static BrokerSettings withPassword(BrokerSettings settings, int port, String password) {
        return settings.withListener("SASL_PLAINTEXT", port)
                .withProperty("sasl.enabled.mechanisms", "PLAIN")
                .withProperty(
                        "listener.name.sasl_plaintext.plain.sasl.jaas.config",
                        LOGIN + " user_serai=\"" + password + "\";");
    }

    private static RouteBuilder copy() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("serai-kafka:in?retryDelay=200&maxAttempts=10")
                        .routeId("copy")
                        .to("serai-kafka:out");
            }
        };
    }

    private static List<String> values(String brokers, int count) {
        return Station.read(brokers, "out", count).stream()
                .map(record -> Station.text(record.value()))
                .toList();
    }
}
