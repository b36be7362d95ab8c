package org.serai.connector.kafka.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.KafkaErrors;
import org.serai.connector.kafka.RecordReplay;
import org.serai.connector.kafka.producer.SendFailure;
import org.serai.connector.kafka.producer.SharedProducers;
import org.serai.error.SeraiException;

/** Gives records to the route on behalf of people, beside the stream: order and offsets have no part in it. */
final class Replayer implements RecordReplay, AutoCloseable {
    private final RouteEntry route;
    private final ConsumerOptions options;
    private final ClientFactory clients;
    private final SharedProducers.Sender sender;
    private volatile boolean closed;

    Replayer(RouteEntry route, ConsumerOptions options, ClientFactory clients, SharedProducers.Sender sender) {
        this.route = route;
        this.options = options;
        this.clients = clients;
        this.sender = sender;
    }

    @Override
    public void replay(
            ConsumerRecord<byte[], byte[]> original,
            @Nullable String alias,
            List<ProducerRecord<byte[], byte[]>> along) {
        if (closed) {
            throw new SeraiException(
                    KafkaErrors.NOT_RUNNING,
                    "Route " + route.route() + " is stopped, so it cannot take a record again: start it first.");
        }
        @Nullable String cluster = options.exactlyOnce() ? options.cluster().toString() : null;
        Attempt attempt = new Attempt(original, 1, alias, cluster, () -> closed);
        try {
            run(attempt);
            List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>(attempt.outputs());
            all.addAll(along);
            if (options.exactlyOnce()) {
                writeTogether(all);
            } else {
                all.forEach(this::write);
            }
        } finally {
            route.release(attempt);
        }
    }

    private void run(Attempt attempt) {
        CountDownLatch done = new CountDownLatch(1);
        if (!route.process(attempt, done::countDown)) {
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SeraiException(
                        KafkaErrors.NOT_RUNNING, "The replay of " + attempt + " was interrupted; its letter stays.", e);
            }
        }
        if (attempt.failure() != null) {
            throw attempt.failure();
        }
    }

    private void writeTogether(List<ProducerRecord<byte[], byte[]>> outputs) {
        if (outputs.isEmpty()) {
            return;
        }
        try (Producer<byte[], byte[]> producer = clients.replayProducer()) {
            producer.initTransactions();
            producer.beginTransaction();
            for (ProducerRecord<byte[], byte[]> output : outputs) {
                var _ = producer.send(output);
            }
            producer.commitTransaction();
        } catch (KafkaException e) {
            throw SendFailure.typed(outputs.getFirst(), e);
        }
    }

    private void write(ProducerRecord<byte[], byte[]> output) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        try {
            sender.send(output, (metadata, failure) -> {
                if (failure == null) {
                    written.complete(null);
                } else {
                    written.completeExceptionally(failure);
                }
            });
            written.get();
        } catch (KafkaException e) {
            throw SendFailure.typed(output, e);
        } catch (ExecutionException e) {
            throw SendFailure.typed(output, Objects.requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SendFailure.typed(output, e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
