package org.serai.it.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.broker.BrokerSettings;
import org.serai.broker.LocalBroker;
import org.serai.broker.Topics;
import org.serai.it.support.SeraiHome;

/**
 * Calls of very different length, up to many times {@code max.poll.interval.ms}, by two instances of a group that a third
 * member joins and leaves again and again.
 */
class SlowCallsTest {
    private static final int RECORDS = LongTests.size(120, 2_000);
    private static final int PARTITIONS = 8;
    private static final int KEYS = LongTests.size(40, 200);
    private static final int POLL_INTERVAL = LongTests.size(6_000, 10_000);
    private static final int SHORTEST_CALL = LongTests.size(20, 50);
    private static final int LONGEST_CALL = LongTests.size(9_000, 90_000);
    private static final int IN_FLIGHT = LongTests.size(32, 64);
    private static final int DISTURBANCES = LongTests.size(2, 10);
    private static final Duration PATIENCE = Duration.ofSeconds(LongTests.size(600, 3_600));

    @TempDir
    private Path folder;

    private final Random random = new Random(11);
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noCallIsTooSlow(boolean exactlyOnce) throws Exception {
        try (LocalBroker broker = LocalBroker.start(BrokerSettings.in(folder.resolve("broker")));
                Instance first = instance("first", broker);
                Instance second = instance("second", broker)) {
            Topics.create(broker.bootstrapServers(), PARTITIONS, "calls", "results", "calls.dlq");
            TopicClient client = new TopicClient(broker.bootstrapServers());
            client.send(calls());
            first.start(route(exactlyOnce));
            second.start(route(exactlyOnce));

            disturb(broker);
            double rebalances = settled(broker, first, second);
            awaitResults(client, first, second);

            assertEquals(rebalances, rebalances(first, second), "rebalances that nobody forced");
            for (Instance each : List.of(first, second)) {
                assertTrue(Double.isNaN(each.membership("partition-lost-latency-max")), "the group took one for dead");
            }
            assertEquals(Map.of(), client.counts("calls.dlq"));
            assertOrderByKey(client.all("results"), exactlyOnce);
        } finally {
            clock.shutdownNow();
        }
    }

    private Instance instance(String name, LocalBroker broker) {
        return new Instance(
                name,
                folder.resolve(name),
                broker.bootstrapServers(),
                Map.of("max.poll.interval.ms", Integer.toString(POLL_INTERVAL), "heartbeat.interval.ms", "500"));
    }

    /** Most calls are short, as with models; some take longest. */
    private List<ProducerRecord<String, String>> calls() {
        List<ProducerRecord<String, String>> calls = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            double length = SHORTEST_CALL * Math.pow((double) LONGEST_CALL / SHORTEST_CALL, random.nextDouble());
            calls.add(new ProducerRecord<>("calls", "key-" + i % KEYS, i + " takes " + (int) length));
        }
        return calls;
    }

    private RouteBuilder route(boolean exactlyOnce) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("serai-kafka:calls?order=key&revokeTimeout=1000&maxInFlight=" + IN_FLIGHT + "&exactlyOnce="
                                + exactlyOnce)
                        .routeId("calls")
                        .process(new Call())
                        .to("serai-kafka:results");
            }
        };
    }

    /** Takes as long as the record says, and no thread. */
    private final class Call extends AsyncProcessorSupport {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            String body = exchange.getIn().getBody(String.class);
            var unused = clock.schedule(
                    () -> Thread.startVirtualThread(() -> callback.done(false)),
                    Long.parseLong(body.substring(body.lastIndexOf(' ') + 1)),
                    TimeUnit.MILLISECONDS);
            return false;
        }
    }

    /** A member that takes partitions away and gives them back without having worked on them. */
    private void disturb(LocalBroker broker) throws InterruptedException {
        Map<String, Object> options = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "group.id",
                "calls",
                "enable.auto.commit",
                "false",
                "auto.offset.reset",
                "earliest",
                "partition.assignment.strategy",
                CooperativeStickyAssignor.class.getName());
        for (int i = 0; i < DISTURBANCES; i++) {
            Thread.sleep(500 + random.nextInt(500));
            try (var disturber = new KafkaConsumer<>(options, new StringDeserializer(), new StringDeserializer())) {
                disturber.subscribe(List.of("calls"));
                long end = System.nanoTime() + PATIENCE.toNanos();
                while (disturber.assignment().isEmpty()) {
                    assertTrue(System.nanoTime() - end < 0, "the disturber gets no partition");
                    disturber.poll(Duration.ofMillis(100));
                }
            }
        }
    }

    private static double rebalances(Instance first, Instance second) throws Exception {
        return first.membership("rebalance-total") + second.membership("rebalance-total");
    }

    /** The number of rebalances once the last forced one is over, of which members hear with their heartbeats. */
    private static double settled(LocalBroker broker, Instance first, Instance second) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            SeraiHome.await("a group of two that has every partition", () -> isWhole(admin));
        }
        double before = rebalances(first, second);
        int quiet = 0;
        while (quiet < 12) {
            Thread.sleep(250);
            double now = rebalances(first, second);
            quiet = now == before ? quiet + 1 : 0;
            before = now;
        }
        return before;
    }

    private static boolean isWhole(Admin admin) {
        try {
            return admin.describeConsumerGroups(List.of("calls")).all().get().values().stream()
                    .allMatch(group -> group.groupState() == GroupState.STABLE
                            && group.members().size() == 2
                            && group.members().stream()
                                            .mapToInt(member -> member.assignment()
                                                    .topicPartitions()
                                                    .size())
                                            .sum()
                                    == PARTITIONS);
        } catch (ExecutionException e) {
            return false; // its coordinator is asked for again
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void awaitResults(TopicClient client, Instance first, Instance second) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int results = 0;
        while (results < RECORDS) {
            int found = results;
            assertTrue(
                    System.nanoTime() - end < 0,
                    () -> found + " of " + RECORDS + " came; " + first.status() + second.status());
            Thread.sleep(250);
            results = client.counts("results").size();
        }
    }

    /** Of each key the results came in the order of the calls; at least once, a part of them may have come again. */
    private static void assertOrderByKey(List<ConsumerRecord<String, String>> results, boolean exactlyOnce) {
        Map<String, Integer> last = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (ConsumerRecord<String, String> result : results) {
            boolean isNew = seen.add(result.value());
            if (exactlyOnce) {
                assertTrue(isNew, () -> "twice: " + result.value());
            }
            if (isNew) {
                int number = Integer.parseInt(
                        result.value().substring(0, result.value().indexOf(' ')));
                Integer before = last.put(result.key(), number);
                assertTrue(
                        before == null || before < number,
                        () -> result.key() + ": " + number + " came after " + before);
            }
        }
        assertEquals(RECORDS, seen.size());
    }
}
