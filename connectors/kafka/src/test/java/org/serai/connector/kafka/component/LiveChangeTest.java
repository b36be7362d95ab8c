package org.serai.connector.kafka.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.broker.BrokerSettings;
import org.serai.broker.LocalBroker;
import org.serai.broker.Topics;
import org.serai.connector.kafka.config.KafkaConfigurationErrors;
import org.serai.error.SeraiException;

/** The configuration of a cluster changes while routes work with it; endpoints have options of their own. */
@Timeout(600)
class LiveChangeTest {
    private static final int RECORDS = 40;

    @TempDir
    static Path folder;

    private static LocalBroker broker;

    @TempDir
    Path home;

    private final Queue<String> worked = new ConcurrentLinkedQueue<>();
    private final CountDownLatch slowBegan = new CountDownLatch(1);
    private final CountDownLatch slowMayEnd = new CountDownLatch(1);

    @BeforeAll
    static void startBroker() throws Exception {
        broker = LocalBroker.start(BrokerSettings.in(folder.resolve("broker")));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aChangeLosesNothingAndRepeatsNothing(boolean exactlyOnce) throws Exception {
        String name = "change-" + exactlyOnce;
        Topics.create(broker.bootstrapServers(), 2, name + ".in", name + ".out", name + ".in.dlq");
        try (Station station = new Station(home, broker.bootstrapServers(), Map.of("client.id", "before"))) {
            station.route(copy(name, "&order=none&maxInFlight=4&exactlyOnce=" + exactlyOnce));
            Station.send(broker.bootstrapServers(), records(name + ".in", 0));
            slowBegan.await();

            station.configure(Map.of("client.id", "after"));
            await("the drain", () -> worked.size() >= 1);
            Station.send(broker.bootstrapServers(), records(name + ".in", RECORDS));
            slowMayEnd.countDown();

            var out = Station.read(broker.bootstrapServers(), name + ".out", 2 * RECORDS);
            assertEquals(2 * RECORDS, out.size());
            assertEquals(
                    2 * RECORDS,
                    out.stream()
                            .map(each -> Station.text(each.value()))
                            .distinct()
                            .count());
            assertEquals(2 * RECORDS, worked.size(), "nothing was begun again");
            await("the new client", () -> clients(name).equals(Set.of("after")));
        }
    }

    @Test
    void aChangeThatCannotBeLeavesTheFormerClientsAtWork() throws Exception {
        Topics.create(broker.bootstrapServers(), 1, "bad.in", "bad.out", "bad.in.dlq");
        slowMayEnd.countDown();
        try (Station station = new Station(home, broker.bootstrapServers(), Map.of("client.id", "before"))) {
            station.route(copy("bad", "&revokeTimeout=3000"));
            Station.send(broker.bootstrapServers(), records("bad.in", 0));
            assertEquals(
                    RECORDS,
                    Station.read(broker.bootstrapServers(), "bad.out", RECORDS).size());

            // Brokers answer, so only the consumer knows that it cannot be.
            station.configure(
                    Map.of("client.id", "after", "max.poll.interval.ms", "4000", "session.timeout.ms", "4000"));
            await(
                    "the reason",
                    () -> station.running.rows().toString().contains("goes on with its former configuration"));
            assertTrue(station.running.rows().toString().contains("revokeTimeout=3000 must be at most half"));
            station.configure(Map.of("client.id", "later", "fetch.min.byte", "1"));
            await(
                    "the reason",
                    () -> station.connections.rows().toString().contains("did you mean 'fetch.min.bytes'?"));

            Station.send(broker.bootstrapServers(), records("bad.in", RECORDS));
            assertEquals(
                    2 * RECORDS,
                    Station.read(broker.bootstrapServers(), "bad.out", 2 * RECORDS)
                            .size());
            assertEquals(Set.of("before"), clients("bad"));

            station.configure(Map.of("client.id", "well"));
            await("the new client", () -> clients("bad").equals(Set.of("well")));
            await(
                    "health",
                    () -> station.running.rows().getFirst().state().equals("running")
                            && station.running.rows().getFirst().healthy());
        }
    }

    @Test
    void anEndpointHasOptionsOfItsOwn() throws Exception {
        Topics.create(broker.bootstrapServers(), 1, "own.in", "own.out", "own.in.dlq");
        slowMayEnd.countDown();
        try (Station station = new Station(home, broker.bootstrapServers(), Map.of("client.id", "cluster"))) {
            station.route(
                    copy("own", "&additionalProperties.client.id=endpoint&additionalProperties.fetch.min.bytes=2"));
            Station.send(broker.bootstrapServers(), records("own.in", 0));
            assertEquals(
                    RECORDS,
                    Station.read(broker.bootstrapServers(), "own.out", RECORDS).size());
            assertEquals(Set.of("endpoint"), clients("own"));

            Throwable refused = assertThrows(
                            Exception.class,
                            () -> station.camel.getEndpoint("serai-kafka:t?additionalProperties.lingerms=1"))
                    .getCause();
            SeraiException reason = assertInstanceOf(SeraiException.class, refused);
            assertEquals(KafkaConfigurationErrors.BAD_ENDPOINT_OPTION, reason.code());
            assertTrue(String.valueOf(reason.getMessage()).contains("did you mean 'linger.ms'?"), reason::getMessage);
        }
    }

    /** Copies records; the one that says so waits for the test. */
    private RouteBuilder copy(String name, String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("serai-kafka:" + name + ".in?commitInterval=20" + options)
                        .routeId(name)
                        .process(exchange -> {
                            String body = exchange.getIn().getBody(String.class);
                            if (body.equals("0")) {
                                slowBegan.countDown();
                                slowMayEnd.await();
                            }
                            worked.add(body);
                        })
                        .to("serai-kafka:" + name + ".out");
            }
        };
    }

    private static List<ProducerRecord<byte[], byte[]>> records(String topic, int from) {
        return new ArrayList<>(IntStream.range(from, from + RECORDS)
                .mapToObj(number -> Station.record(topic, "key-" + number % 7, Integer.toString(number)))
                .toList());
    }

    /** The names of the clients that are members of the group. */
    private static Set<String> clients(String group) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                    .flatMap(description -> description.members().stream())
                    .map(MemberDescription::clientId)
                    .collect(Collectors.toSet());
        }
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(4).toNanos();
        while (!condition.call()) {
            assertTrue(System.nanoTime() - end < 0, () -> "did not come: " + what);
            Thread.sleep(50);
        }
    }
}
