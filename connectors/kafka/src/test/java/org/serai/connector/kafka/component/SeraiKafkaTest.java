package org.serai.connector.kafka.component;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.StatefulService;
import org.apache.camel.builder.RouteBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.serai.broker.BrokerSettings;
import org.serai.broker.LocalBroker;
import org.serai.broker.Topics;

/** The component in a Camel context, with a real broker. */
@Timeout(600)
class SeraiKafkaTest {
    @TempDir
    static Path folder;

    private static LocalBroker broker;

    @TempDir
    Path home;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = LocalBroker.start(BrokerSettings.in(folder.resolve("broker")));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static String brokers() {
        return broker.bootstrapServers();
    }

    private Station station() {
        return station(Map.of());
    }

    private Station station(Map<String, String> options) {
        return new Station(home, brokers(), options);
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(4).toNanos();
        while (!condition.call()) {
            assertTrue(System.nanoTime() - end < 0, () -> "did not come: " + what);
            Thread.sleep(50);
        }
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        @Nullable Header header = record.headers().lastHeader(name);
        return header == null ? null : Station.text(header.value());
    }

    @Test
    void recordsGoThroughARouteIntoATopic() throws Exception {
        Topics.create(brokers(), 1, "plain.in", "plain.out");
        var sent = Station.record("plain.in", "k", "hello");
        sent.headers().add("traceparent", Station.bytes("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
        sent.headers().add("tracestate", Station.bytes("vendor=1"));
        sent.headers().add("tenant", Station.bytes("acme"));
        sent.headers().add("CamelKafkaOverrideTopic", Station.bytes("elsewhere"));
        sent.headers().add("CamelSeraiModel", Station.bytes("theirs"));
        Station.send(brokers(), List.of(sent));
        try (Station station = station().route(new RouteBuilder() {
            @Override
            public void configure() {
                from("serai-kafka:plain.in")
                        .routeId("plain")
                        .setBody(simple("${body} from ${header.tenant} and ${header.CamelSeraiModel}"))
                        .to("serai-kafka:plain.out");
            }
        })) {
            var out = Station.read(brokers(), "plain.out", 1);
            assertEquals(1, out.size());
            var record = out.getFirst();
            assertEquals("hello from acme and ", Station.text(record.value()));
            assertEquals("k", Station.text(record.key()));
            assertEquals("acme", header(record, "tenant"));
            assertEquals("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", header(record, "traceparent"));
            assertEquals("vendor=1", header(record, "tracestate"));
            assertNull(header(record, "CamelSeraiModel"));
            assertTrue(String.valueOf(header(record, "serai-source")).matches("kafka:.{22}/plain.in/0/0"));
            await("the commit", () -> station.committed("plain", "plain.in") == 1);
        }
    }

    @Test
    void bodiesAreTextBytesJsonOrNothing() throws Exception {
        Topics.create(brokers(), 1, "bodies.in", "bodies.out", "bodies.other", "bodies.in.dlq");
        Station.send(
                brokers(),
                List.of(
                        Station.record("bodies.in", null, "{\"n\": 1, \"list\": [true]}"),
                        new ProducerRecord<>("bodies.in", Station.bytes("gone"), null),
                        Station.record("bodies.in", null, "no json")));
        try (Station _ = station().route(new RouteBuilder() {
            @Override
            public void configure() {
                from("serai-kafka:bodies.in?bodyType=json")
                        .routeId("bodies")
                        .filter(simple("${body} != null"))
                        .setHeader("CamelKafkaOverrideTopic", constant("bodies.other"))
                        .to("serai-kafka:bodies.out")
                        .setBody(simple("${body[n]}"))
                        .removeHeader("CamelKafkaOverrideTopic")
                        .end()
                        .to("serai-kafka:bodies.out");
            }
        })) {
            var out = Station.read(brokers(), "bodies.out", 2);
            assertEquals("1", Station.text(out.get(0).value()));
            assertNull(out.get(1).value(), "a tombstone");
            assertEquals("gone", Station.text(out.get(1).key()));
            assertEquals(
                    "{\"n\":1,\"list\":[true]}",
                    Station.text(Station.read(brokers(), "bodies.other", 1)
                            .getFirst()
                            .value()));
            assertEquals(
                    "no json",
                    Station.text(Station.read(brokers(), "bodies.in.dlq", 1)
                            .getFirst()
                            .value()));
        }
    }

    @Test
    void exactlyOnceWritesResultsAndOffsetsTogether() throws Exception {
        Topics.create(brokers(), 1, "once.in", "once.out", "once.in.dlq");
        Station.send(
                brokers(),
                List.of(
                        Station.record("once.in", "a", "1"),
                        Station.record("once.in", "b", "bad"),
                        Station.record("once.in", "c", "3")));
        try (Station station = station().route(new RouteBuilder() {
            @Override
            public void configure() {
                from("serai-kafka:once.in?exactlyOnce=true&order=none&maxAttempts=2&retryDelay=50")
                        .routeId("once")
                        .to("serai-kafka:once.out")
                        .filter(simple("${body} == 'bad'"))
                        .throwException(new IllegalStateException("for a test"))
                        .end();
            }
        })) {
            assertEquals(
                    List.of("1", "3"),
                    Station.read(brokers(), "once.out", 2).stream()
                            .map(record -> Station.text(record.value()))
                            .toList(),
                    "what the failed attempts wrote is not there");
            assertEquals(
                    "bad",
                    Station.text(
                            Station.read(brokers(), "once.in.dlq", 1).getFirst().value()));
            await("the offset", () -> station.committed("once", "once.in") == 3);
        }
    }

    @Test
    void aCallOfThreePollIntervalsCausesNoRebalance() throws Exception {
        Topics.create(brokers(), 1, "slow.in", "slow.out");
        Station.send(brokers(), List.of(Station.record("slow.in", null, "a"), Station.record("slow.in", null, "b")));
        AtomicInteger calls = new AtomicInteger();
        try (Station _ = station(Map.of("max.poll.interval.ms", "3000", "session.timeout.ms", "30000"))
                .route(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("serai-kafka:slow.in?revokeTimeout=500")
                                .routeId("slow")
                                .process(exchange -> {
                                    if (calls.incrementAndGet() == 1) {
                                        Thread.sleep(9_000);
                                    }
                                })
                                .to("serai-kafka:slow.out");
                    }
                })) {
            assertEquals(2, Station.read(brokers(), "slow.out", 2).size());
            assertEquals(2, calls.get(), "no call was repeated");
        }
    }

    @Test
    void aBrokerThatIsAwayAtStartIsWaitedForAndStatusSaysSo() throws Exception {
        try (LocalBroker later = new LocalBroker(BrokerSettings.in(home.resolve("later")));
                Station station = new Station(home, later.bootstrapServers(), Map.of())) {
            ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
            station.route(new RouteBuilder() {
                @Override
                public void configure() {
                    from("serai-kafka:later.in")
                            .routeId("later")
                            .process(exchange -> seen.add(exchange.getIn().getBody(String.class)));
                }
            });
            await("the reason", () -> station.running.rows().getFirst().state().equals("unreachable"));
            var row = station.running.rows().getFirst();
            assertTrue(row.detail().contains("no connection to"), row::detail);

            later.start();
            Topics.create(later.bootstrapServers(), 1, "later.in");
            Station.send(later.bootstrapServers(), List.of(Station.record("later.in", null, "a")));
            await("the record", () -> seen.contains("a"));
            await("the state", () -> station.running.rows().getFirst().state().equals("running"));
        }
    }

    @Test
    void restartGoesOnWhereItStopped() throws Exception {
        Topics.create(brokers(), 1, "again.in");
        Station.send(brokers(), List.of(Station.record("again.in", null, "a")));
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        RouteBuilder routes = new RouteBuilder() {
            @Override
            public void configure() {
                from("serai-kafka:again.in?groupInstanceId=only")
                        .routeId("again")
                        .process(exchange -> seen.add(exchange.getIn().getBody(String.class)));
            }
        };
        try (Station _ = station().route(routes)) {
            await("a", () -> seen.contains("a"));
        }
        Station.send(brokers(), List.of(Station.record("again.in", null, "b")));
        try (Station _ = station().route(new RouteBuilder() {
            @Override
            public void configure() {
                from("serai-kafka:again.in?groupInstanceId=only")
                        .routeId("again")
                        .process(exchange -> seen.add(exchange.getIn().getBody(String.class)));
            }
        })) {
            await("b", () -> seen.contains("b"));
            assertEquals(List.of("a", "b"), List.copyOf(seen));
        }
    }

    @Test
    void aRouteThatStopsFinishesWhatItHas() throws Exception {
        Topics.create(brokers(), 1, "stop.in");
        Station.send(brokers(), List.of(Station.record("stop.in", null, "a"), Station.record("stop.in", null, "b")));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Station station = station().route(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("serai-kafka:stop.in").routeId("stop").process(exchange -> {
                            begun.countDown();
                            mayEnd.await();
                        });
                    }
                })) {
            station.camel.getShutdownStrategy().setTimeout(240);
            begun.await();
            var consumer = (StatefulService) station.camel.getRoute("stop").getConsumer();
            Future<?> stopped = threads.submit(() -> {
                station.camel.getRouteController().stopRoute("stop");
                return null;
            });
            await("the stop", consumer::isSuspended);
            mayEnd.countDown();
            stopped.get();
            assertEquals(1, station.committed("stop", "stop.in"), "the one under way was finished, the next not begun");
        }
    }
}
