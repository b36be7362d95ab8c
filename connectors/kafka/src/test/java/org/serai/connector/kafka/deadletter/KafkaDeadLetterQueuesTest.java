package org.serai.connector.kafka.deadletter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.serai.broker.BrokerSettings;
import org.serai.broker.LocalBroker;
import org.serai.broker.Topics;
import org.serai.connector.kafka.ClusterAddress;
import org.serai.connector.kafka.Connections;
import org.serai.connector.kafka.DeadLetterQueue;
import org.serai.connector.kafka.DeadLetterQueues;
import org.serai.connector.kafka.FailedRecord;
import org.serai.connector.kafka.KafkaErrors;
import org.serai.connector.kafka.RecordReplay;
import org.serai.connector.kafka.config.KafkaConnections;
import org.serai.delivery.DeadLetter;
import org.serai.delivery.DeadLetters;
import org.serai.delivery.DeadLetters.Filter;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

@Timeout(600)
class KafkaDeadLetterQueuesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    static Path folder;

    private static LocalBroker broker;
    private static KafkaProducer<byte[], byte[]> producer;

    private final List<DeadLetters> offered = new ArrayList<>();
    private final KafkaDeadLetterQueues queues = new KafkaDeadLetterQueues(KafkaConnections.in(folder), letters -> {
        offered.add(letters);
        return () -> offered.remove(letters);
    });

    @BeforeAll
    static void start() throws Exception {
        broker = LocalBroker.start(BrokerSettings.in(folder.resolve("broker")));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "max.request.size", 4 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            producer.close(Duration.ZERO);
            broker.close();
        }
    }

    @Test
    void lettersAreListedInTheOrderOfTimeUntilTheyAreReplayed() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> given = new ArrayList<>();
        try (DeadLetterQueue queue = open("listed", "classify", (original, alias, along) -> {
            given.add(original);
            along.forEach(KafkaDeadLetterQueuesTest::send);
        })) {
            for (int i = 0; i < 20; i++) {
                send(queue.letter(failed("listed", i, i % 2 == 0 ? ErrorCategory.TIMEOUT : ErrorCategory.INVALID)));
            }
            DeadLetters letters = offered.getFirst();
            assertEquals("kafka:" + broker.bootstrapServers() + "/listed.dlq", letters.place());

            List<DeadLetter> all = read(letters, Filter.ALL);
            assertEquals(20, all.size());
            assertTrue(all.stream()
                    .map(DeadLetter::failedAt)
                    .sorted()
                    .toList()
                    .equals(all.stream().map(DeadLetter::failedAt).toList()));
            assertEquals(10, read(letters, new Filter("timeout", null, null)).size());
            assertEquals(10, read(letters, new Filter("SERAI-9901", null, null)).size());
            assertEquals(
                    5,
                    read(letters, new Filter(null, NOON.plusSeconds(15), null)).size());
            assertEquals(
                    5,
                    read(letters, new Filter(null, null, NOON.plusSeconds(5))).size());

            DeadLetter seventh = all.get(7);
            letters.replay(seventh.id(), null);
            assertEquals("value 7", new String(given.getFirst().value(), StandardCharsets.UTF_8));
            assertEquals(7, given.getFirst().offset());
            assertEquals(19, read(letters, Filter.ALL).size());
            assertEquals(Optional.empty(), letters.find(seventh.id()));
            assertEquals(
                    all.get(8).message(),
                    letters.find(all.get(8).id()).orElseThrow().message());

            var again = assertThrows(SeraiException.class, () -> letters.replay(seventh.id(), null));
            assertEquals(DeadLetterErrors.NO_SUCH_LETTER, again.code());
        }
        assertTrue(offered.isEmpty());
    }

    @Test
    void readingStopsWhenTheReaderHasEnough() throws Exception {
        try (DeadLetterQueue queue = open("enough", "classify", (original, alias, along) -> {})) {
            for (int i = 0; i < 3; i++) {
                send(queue.letter(failed("enough", i, ErrorCategory.TIMEOUT)));
            }
            List<DeadLetter> seen = new ArrayList<>();
            offered.getFirst().read(Filter.ALL, letter -> {
                seen.add(letter);
                return seen.size() < 2;
            });
            assertEquals(2, seen.size());
        }
    }

    @Test
    void aLetterThatFailsAgainStays() throws Exception {
        var failure = new SeraiException(new ErrorCode(9902, ErrorCategory.TIMEOUT), "still too slow");
        List<@Nullable String> aliases = new ArrayList<>();
        try (DeadLetterQueue queue = open("stays", "classify", (original, alias, along) -> {
            aliases.add(alias);
            throw failure;
        })) {
            send(queue.letter(failed("stays", 0, ErrorCategory.TIMEOUT)));
            DeadLetters letters = offered.getFirst();
            String id = read(letters, Filter.ALL).getFirst().id();
            assertEquals(failure, assertThrows(SeraiException.class, () -> letters.replay(id, "larger")));
            assertEquals(List.of("larger"), aliases);
            assertEquals(1, read(letters, Filter.ALL).size());
        }
    }

    @Test
    void aLetterIsReplayedByItsOwnRouteOnly() throws Exception {
        String id;
        try (DeadLetterQueue first = open("own", "first", (original, alias, along) -> {})) {
            send(first.letter(failed("own", 0, ErrorCategory.TIMEOUT)));
            id = read(offered.getFirst(), Filter.ALL).getFirst().id();
        }
        try (DeadLetterQueue second = open("own", "second", (original, alias, along) -> {})) {
            assertEquals("own.dlq", second.topic());
            DeadLetters letters = offered.getFirst();
            var refused = assertThrows(SeraiException.class, () -> letters.replay(id, null));
            assertEquals(KafkaErrors.NOT_RUNNING, refused.code());
            assertTrue(String.valueOf(refused.getMessage()).contains("route first"), refused::getMessage);
        }
    }

    @Test
    void routesShareATopicOfLettersAndTheLastOneTakesItAway() throws Exception {
        DeadLetterQueue first = open("shared", "first", (original, alias, along) -> {});
        DeadLetterQueue second = open("shared", "second", (original, alias, along) -> {});
        assertEquals(1, offered.size());
        first.close();
        assertEquals(1, offered.size());
        second.close();
        assertEquals(0, offered.size());
    }

    @Test
    void twoReplaysAtOnceAreOne() throws Exception {
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
                DeadLetterQueue queue = open("twice", "classify", (original, alias, along) -> {
                    entered.countDown();
                    await(go);
                    along.forEach(KafkaDeadLetterQueuesTest::send);
                })) {
            send(queue.letter(failed("twice", 0, ErrorCategory.TIMEOUT)));
            DeadLetters letters = offered.getFirst();
            String id = read(letters, Filter.ALL).getFirst().id();
            var running = executor.submit(() -> letters.replay(id, null));
            await(entered);
            var refused = assertThrows(SeraiException.class, () -> letters.replay(id, null));
            assertEquals(DeadLetterErrors.IN_REPLAY, refused.code());
            go.countDown();
            running.get();
            assertTrue(read(letters, Filter.ALL).isEmpty());
        }
    }

    @Test
    void theTopicIsMadeToKeepLettersAndToHoldTheLargestRecord() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic("large", 3, (short) 1).configs(Map.of("max.message.bytes", "2000000"))))
                    .all()
                    .get();
            try (DeadLetterQueue queue = open("large", "classify", (original, alias, along) -> {})) {
                assertEquals(
                        3,
                        admin.describeTopics(List.of("large.dlq")).allTopicNames().get().values().stream()
                                .mapToInt(topic -> topic.partitions().size())
                                .sum());
                var resource = new ConfigResource(ConfigResource.Type.TOPIC, "large.dlq");
                var config = Objects.requireNonNull(
                        admin.describeConfigs(List.of(resource)).all().get().get(resource));
                assertEquals("-1", config.get("retention.ms").value());
                assertTrue(Integer.parseInt(config.get("max.message.bytes").value()) > 2_200_000);

                byte[] value = new byte[1_999_000];
                var record = new FailedRecord(
                        record("large", 0, value),
                        "classify",
                        new SeraiException(new ErrorCode(9900, ErrorCategory.TIMEOUT), "x".repeat(3_000_000)),
                        1,
                        NOON,
                        NOON,
                        null);
                awaitLimit(queue, record);
                send(queue.letter(record));
                DeadLetter letter = read(offered.getFirst(), Filter.ALL).getFirst();
                assertEquals(value.length, letter.content().length);
                assertTrue(letter.message().endsWith("bytes]"));
            }
        }
    }

    @Test
    void aTopicThatIsNotThereIsToldAsSuch() throws Exception {
        var nowhere = new KafkaDeadLetterQueues(KafkaConnections.in(folder), letters -> {
            offered.add(letters);
            return () -> offered.remove(letters);
        });
        var options = new DeadLetterQueues.Options(
                ClusterAddress.of(Connections.DEFAULT, broker.bootstrapServers()),
                "no-source",
                "group",
                "classify",
                "no-source.dlq");
        try (DeadLetterQueue queue = nowhere.open(options, (original, alias, along) -> {})) {
            assertEquals("no-source.dlq", queue.topic());
            assertTrue(read(offered.getFirst(), Filter.ALL).isEmpty());
            assertEquals(Optional.empty(), offered.getFirst().find("0-0"));
            assertEquals(Optional.empty(), offered.getFirst().find("nonsense"));
        }
    }

    /** Opens a queue, and returns when its topic is there. */
    private DeadLetterQueue open(String topic, String route, RecordReplay replay) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            if (!admin.listTopics().names().get().contains(topic)) {
                Topics.create(broker.bootstrapServers(), 2, topic);
            }
            DeadLetterQueue queue = queues.open(
                    new DeadLetterQueues.Options(
                            ClusterAddress.of(Connections.DEFAULT, broker.bootstrapServers()),
                            topic,
                            "group",
                            route,
                            topic + ".dlq"),
                    replay);
            awaitTopic(admin, topic + ".dlq");
            return queue;
        }
    }

    private static void awaitTopic(Admin admin, String name) throws Exception {
        while (!admin.listTopics().names().get().contains(name)) {
            Thread.sleep(50);
        }
    }

    /** The queue learns in the background how large letters may be. */
    private static void awaitLimit(DeadLetterQueue queue, FailedRecord large) throws InterruptedException {
        while (headerSize(queue.letter(large)) < 200_000) {
            Thread.sleep(50);
        }
    }

    private static int headerSize(ProducerRecord<byte[], byte[]> record) {
        return record.headers().lastHeader(LetterHeaders.MESSAGE).value().length;
    }

    private static FailedRecord failed(String topic, int number, ErrorCategory category) {
        var code = new ErrorCode(category == ErrorCategory.INVALID ? 9901 : 9900, category);
        return new FailedRecord(
                record(topic, number, ("value " + number).getBytes(StandardCharsets.UTF_8)),
                "own".equals(topic) ? "first" : "classify",
                new SeraiException(code, "failure " + number),
                1,
                NOON,
                NOON.plusSeconds(number),
                null);
    }

    private static ConsumerRecord<byte[], byte[]> record(String topic, int number, byte[] value) {
        return new ConsumerRecord<>(
                topic,
                0,
                number,
                NOON.toEpochMilli(),
                TimestampType.CREATE_TIME,
                -1,
                value.length,
                ("key " + number).getBytes(StandardCharsets.UTF_8),
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    private static List<DeadLetter> read(DeadLetters letters, Filter filter) {
        List<DeadLetter> read = new ArrayList<>();
        letters.read(filter, read::add);
        return read;
    }

    private static void send(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
