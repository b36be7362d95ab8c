package org.serai.it.benchmarks.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes the records that are measured. */
final class Feed implements AutoCloseable {
    private static final int KEYS = 1_000;
    private static final long PAUSE_NANOS = 5_000_000;

    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private final KafkaProducer<byte[], byte[]> producer;

    Feed(String brokers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "linger.ms", "0", "enable.idempotence", "false", "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Fills a topic at once. */
    void fill(String topic, int records, int bytes) {
        byte[] value = "x".repeat(bytes).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < records; i++) {
            send(topic, i, value);
        }
        flush();
    }

    /** Sends records one by one, each with its number and the time. */
    void trickle(String topic, int records) {
        for (int i = 0; i < records; i++) {
            send(topic, i, (i + " " + System.nanoTime()).getBytes(StandardCharsets.UTF_8));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        flush();
    }

    private void flush() {
        producer.flush();
        if (!failures.isEmpty()) {
            throw new IllegalStateException("The topic is not complete", failures.peek());
        }
    }

    private void send(String topic, int number, byte[] value) {
        byte[] key = ("key-" + number % KEYS).getBytes(StandardCharsets.UTF_8);
        var _ = producer.send(new ProducerRecord<>(topic, key, value), (metadata, failure) -> {
            if (failure != null) {
                failures.add(failure);
            }
        });
    }

    @Override
    public void close() {
        producer.close();
    }
}
