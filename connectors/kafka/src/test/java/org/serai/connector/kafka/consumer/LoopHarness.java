package org.serai.connector.kafka.consumer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.serai.connector.kafka.BodyType;
import org.serai.connector.kafka.ClusterAddress;
import org.serai.connector.kafka.ConsumerMeters;
import org.serai.connector.kafka.DeliveryScope;
import org.serai.connector.kafka.FailedRecord;
import org.serai.connector.kafka.KafkaHeaders;
import org.serai.connector.kafka.SeraiKafkaConstants;
import org.serai.delivery.Backoff;
import org.serai.delivery.ExchangeProperties;
import org.serai.engine.Residency;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/**
 * A loop with Kafka's mock clients and a route that the test plays: each record waits until the test says what becomes of
 * it.
 */
final class LoopHarness implements AutoCloseable {
    static final String TOPIC = "in";
    static final TopicPartition P0 = new TopicPartition(TOPIC, 0);
    static final TopicPartition P1 = new TopicPartition(TOPIC, 1);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    final Client client = new Client();
    final CopyOnWriteArrayList<MockProducer<byte[], byte[]>> producers = new CopyOnWriteArrayList<>();
    final ConcurrentLinkedQueue<FailedRecord> given = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<ProducerRecord<byte[], byte[]>> letters = new ConcurrentLinkedQueue<>();
    final LinkedBlockingQueue<Exception> letterFailures = new LinkedBlockingQueue<>();
    final AtomicInteger dropped = new AtomicInteger();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Map<String, Work> waiting = new ConcurrentHashMap<>();
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final Settings settings;
    private @Nullable ConsumerLoop loop;
    private @Nullable Thread thread;

    /** A record that the route works on. */
    record Work(
            Exchange exchange,
            AsyncCallback callback,
            @Nullable OffsetAndMetadata committed) {
        DeliveryScope scope() {
            return Objects.requireNonNull(exchange.getProperty(ExchangeProperties.DELIVERED, DeliveryScope.class));
        }
    }

    /**
     * Remembers what was committed of partitions that went since, which Kafka's mock does not tell; and tells the outcome of a
     * commit in the next poll, as Kafka's client does, or later.
     */
    static final class Client extends MockConsumer<byte[], byte[]> {
        private final Map<TopicPartition, OffsetAndMetadata> commits = new ConcurrentHashMap<>();
        private final Deque<Runnable> outcomes = new ArrayDeque<>();
        final Queue<RuntimeException> commitFailures = new ConcurrentLinkedQueue<>();
        volatile boolean answersCommits = true;
        volatile boolean revokes;
        private @Nullable ConsumerRebalanceListener listener;

        Client() {
            super("earliest");
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            if (offsets.isEmpty() && !answersCommits) {
                throw new TimeoutException("for a test");
            }
            tellOutcomes();
            super.commitSync(offsets);
            commits.putAll(offsets);
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
            if (callback == null) {
                super.commitAsync(offsets, null);
                return;
            }
            outcomes.add(() -> {
                @Nullable RuntimeException failure = commitFailures.poll();
                if (failure == null) {
                    super.commitSync(offsets);
                    commits.putAll(offsets);
                }
                callback.onComplete(offsets, failure);
            });
        }

        @Override
        public synchronized void subscribe(Collection<String> topics, ConsumerRebalanceListener rebalances) {
            listener = rebalances;
            super.subscribe(topics, new ConsumerRebalanceListener() {
                @Override
                public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                    revokes |= !partitions.isEmpty();
                    rebalances.onPartitionsRevoked(partitions);
                }

                @Override
                public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                    rebalances.onPartitionsAssigned(partitions);
                }
            });
        }

        /** The group took this member for dead, so that it loses partitions without being asked. */
        void lose(TopicPartition... partitions) {
            Objects.requireNonNull(listener).onPartitionsLost(List.of(partitions));
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (answersCommits) {
                tellOutcomes();
            }
            return super.poll(timeout);
        }

        private void tellOutcomes() {
            while (!outcomes.isEmpty()) {
                outcomes.removeFirst().run();
            }
        }

        @Nullable
        OffsetAndMetadata commit(TopicPartition partition) {
            return commits.get(partition);
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                Set<TopicPartition> partitions, Duration timeout) {
            Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>(commits);
            found.keySet().retainAll(partitions);
            return found;
        }
    }

    /** What differs between tests. */
    static final class Settings {
        RecordOrder order = RecordOrder.none;
        int maxInFlight = 100;
        int maxAhead = 2_000;
        boolean exactlyOnce;
        int maxAttempts = 3;
        RetriedFailures retried = RetriedFailures.passing;
        Duration retryDelay = Duration.ofMillis(20);
        Duration revokeTimeout = Duration.ofMillis(100);

        @Nullable
        InFlightLimit limit;
    }

    LoopHarness(Settings settings) {
        this.settings = settings;
        client.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
        client.updateEndOffsets(Map.of(P0, 0L, P1, 0L));
    }

    static LoopHarness of(java.util.function.Consumer<Settings> changes) {
        Settings settings = new Settings();
        changes.accept(settings);
        return new LoopHarness(settings);
    }

    /** Starts the loop; the partitions are assigned at its first poll. */
    LoopHarness start(TopicPartition... partitions) throws Exception {
        camel.start();
        ConsumerOptions options = new ConsumerOptions(
                ClusterAddress.of("default", null),
                TOPIC,
                "group",
                null,
                "earliest",
                BodyType.string,
                settings.order,
                settings.maxInFlight,
                settings.maxAhead,
                settings.exactlyOnce,
                Duration.ofMillis(10),
                settings.revokeTimeout,
                settings.maxAttempts,
                settings.retried,
                new Backoff(settings.retryDelay, settings.retryDelay.multipliedBy(4)),
                TOPIC + ".dlq",
                Residency.ANYWHERE);
        ConsumerLoop started = new ConsumerLoop(
                options,
                new Mocks(),
                settings.limit != null ? settings.limit : InFlightLimit.fixed(settings.maxInFlight),
                entry(),
                new Letters(),
                task -> Thread.ofVirtual().start(task),
                figures -> new CountingMeters());
        loop = started;
        thread = Thread.ofPlatform().start(started);
        rebalance(partitions);
        return this;
    }

    /** The way into the route. */
    RouteEntry entry() {
        DefaultConsumer consumer = new DefaultConsumer(camel.getEndpoint("direct:in"), new Route());
        return new RouteEntry(
                consumer,
                consumer.getAsyncProcessor(),
                new RecordMapping(BodyType.string, new KafkaHeaders(), () -> "cluster", Residency.ANYWHERE),
                "route");
    }

    /** Runs in the polling thread, and returns when it ran. */
    void inPoll(Runnable task) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        client.schedulePollTask(() -> {
            task.run();
            done.countDown();
        });
        assertTrue(done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS), "the loop does not poll");
    }

    /** Until the loop, asked to let partitions go, waits for the work on them. */
    void awaitLeaving() throws InterruptedException {
        await(
                "the wait for work under way",
                () -> client.revokes && Objects.requireNonNull(thread).getState() == Thread.State.TIMED_WAITING);
    }

    /** Two polls later, what was scheduled before has had its effect. */
    void turns(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            inPoll(() -> {});
        }
    }

    void rebalance(TopicPartition... partitions) throws InterruptedException {
        Collection<TopicPartition> assigned = List.of(partitions);
        inPoll(() -> client.rebalance(assigned));
    }

    void records(TopicPartition partition, long from, String... keysAndValues) throws InterruptedException {
        inPoll(() -> {
            long offset = from;
            for (String each : keysAndValues) {
                int colon = each.indexOf(':');
                client.addRecord(new ConsumerRecord<>(
                        TOPIC,
                        partition.partition(),
                        offset++,
                        colon < 0 ? null : each.substring(0, colon).getBytes(StandardCharsets.UTF_8),
                        each.substring(colon + 1).getBytes(StandardCharsets.UTF_8)));
            }
            client.updateEndOffsets(Map.of(partition, offset));
        });
    }

    /** A record with a header that says where it may be worked on. */
    void marked(TopicPartition partition, long offset, String value, String mark) throws InterruptedException {
        inPoll(() -> {
            ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                    TOPIC, partition.partition(), offset, null, value.getBytes(StandardCharsets.UTF_8));
            record.headers().add(SeraiKafkaConstants.RESIDENCY_MARK, mark.getBytes(StandardCharsets.UTF_8));
            client.addRecord(record);
            client.updateEndOffsets(Map.of(partition, offset + 1));
        });
    }

    /** The work on the record with this value, once the route has it. */
    Work work(String value) throws InterruptedException {
        await("work on " + value, () -> waiting.containsKey(value));
        return Objects.requireNonNull(waiting.get(value));
    }

    boolean isWorkedOn(String value) {
        return waiting.containsKey(value);
    }

    /** The values of all records that the route got, each time it got them. */
    List<String> begun() {
        return List.copyOf(begun);
    }

    void succeed(String value) throws InterruptedException {
        Work work = work(value);
        waiting.remove(value);
        work.callback().done(false);
    }

    void fail(String value, SeraiException failure) throws InterruptedException {
        Work work = work(value);
        waiting.remove(value);
        work.exchange().setException(failure);
        work.callback().done(false);
    }

    long committed(TopicPartition partition) {
        @Nullable OffsetAndMetadata committed = client.commit(partition);
        return committed == null ? -1 : committed.offset();
    }

    void awaitCommitted(TopicPartition partition, long offset) throws InterruptedException {
        await("commit of " + offset + ", not " + committed(partition), () -> committed(partition) == offset);
    }

    ConsumerLoop loop() {
        return Objects.requireNonNull(loop);
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                Assertions.fail("did not come: " + what);
            }
            Thread.sleep(2);
        }
    }

    @Override
    public void close() {
        loop().stop();
        try {
            assertTrue(Objects.requireNonNull(thread).join(PATIENCE), "the loop does not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        camel.stop();
    }

    /** The route: each record waits for the test. */
    private final class Route extends AsyncProcessorSupport {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            String value = exchange.getIn().getBody(String.class);
            TopicPartition partition =
                    new TopicPartition(TOPIC, exchange.getIn().getHeader(SeraiKafkaConstants.PARTITION, Integer.class));
            begun.add(value);
            waiting.put(value, new Work(exchange, callback, client.commit(partition)));
            return false;
        }
    }

    private final class Mocks implements ClientFactory {
        @Override
        public Consumer<byte[], byte[]> consumer() {
            return client;
        }

        @Override
        public Producer<byte[], byte[]> transactionalProducer() {
            MockProducer<byte[], byte[]> producer =
                    new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
            producers.add(producer);
            return producer;
        }

        @Override
        public Producer<byte[], byte[]> replayProducer() {
            return transactionalProducer();
        }

        @Override
        public Limits limits() {
            return new Limits(10_000, Math.min(500, settings.maxAhead));
        }

        @Override
        public long version() {
            return 0;
        }

        @Override
        public void rehearse() {}

        @Override
        public String clusterId() {
            return "cluster";
        }
    }

    private final class Letters implements LetterWriter {
        @Override
        public ProducerRecord<byte[], byte[]> letter(FailedRecord failed) {
            given.add(failed);
            return new ProducerRecord<>(
                    TOPIC + ".dlq", failed.record().key(), failed.record().value());
        }

        @Override
        public void write(
                ProducerRecord<byte[], byte[]> letter, java.util.function.Consumer<@Nullable Exception> done) {
            @Nullable Exception failure = letterFailures.poll();
            if (failure == null) {
                letters.add(letter);
            }
            done.accept(failure);
        }
    }

    private final class CountingMeters implements ConsumerMeters {
        @Override
        public void finished() {}

        @Override
        public void failed() {}

        @Override
        public void dropped() {
            dropped.incrementAndGet();
        }

        @Override
        public void deadLetter(ErrorCode reason) {}

        @Override
        public void committed(Duration took) {}

        @Override
        public void close() {}
    }
}
