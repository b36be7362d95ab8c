package org.serai.connector.kafka.producer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Idempotent producers, one for each cluster, for all endpoints of a component. A producer is made when somebody sends
 * something, and closed when nobody uses its cluster any more. Thread-safe.
 */
public final class SharedProducers {
    private static final Duration LAST_RECORDS = Duration.ofSeconds(10);

    private final Function<Supplier<Map<String, Object>>, Producer<byte[], byte[]>> factory;
    private final Map<String, Shared> clusters = new HashMap<>();

    /** @param factory makes a producer of options, which it asks for anew each time */
    public SharedProducers(Function<Supplier<Map<String, Object>>, Producer<byte[], byte[]>> factory) {
        this.factory = factory;
    }

    /**
     * Begins to use a cluster.
     *
     * @param cluster its name, equal for equal {@code options}
     * @param options of its producer
     */
    public Sender use(String cluster, Supplier<Map<String, Object>> options) {
        synchronized (clusters) {
            Shared shared = clusters.computeIfAbsent(cluster, name -> new Shared(() -> factory.apply(options)));
            shared.users++;
            return new Sender(cluster, shared);
        }
    }

    private void leave(String cluster, Shared shared) {
        synchronized (clusters) {
            if (--shared.users > 0) {
                return;
            }
            clusters.remove(cluster);
        }
        shared.close();
    }

    /** What an endpoint sends by. Thread-safe. */
    public final class Sender implements AutoCloseable {
        private final String cluster;
        private final Shared shared;

        private Sender(String cluster, Shared shared) {
            this.cluster = cluster;
            this.shared = shared;
        }

        /**
         * Sends a record. May wait for what the client must know of the topic first.
         *
         * @param callback hears of the outcome on Kafka's thread, which it must not hold
         * @throws KafkaException where there is no producer to be had
         */
        public void send(ProducerRecord<byte[], byte[]> output, Callback callback) {
            shared.send(output, callback);
        }

        @Override
        public void close() {
            leave(cluster, shared);
        }
    }

    /** A producer and who uses it. */
    private static final class Shared {
        private final Supplier<Producer<byte[], byte[]>> maker;
        private int users;
        private @Nullable Producer<byte[], byte[]> producer;

        Shared(Supplier<Producer<byte[], byte[]>> maker) {
            this.maker = maker;
        }

        void send(ProducerRecord<byte[], byte[]> output, Callback callback) {
            Producer<byte[], byte[]> current = current();
            try {
                var _ = current.send(output, (metadata, failure) -> {
                    if (failure != null) {
                        discardIfBroken(current, failure);
                    }
                    callback.onCompletion(metadata, failure);
                });
            } catch (KafkaException e) {
                discardIfBroken(current, e);
                throw e;
            }
        }

        private synchronized Producer<byte[], byte[]> current() {
            if (producer == null) {
                producer = maker.get();
            }
            return producer;
        }

        /** Kafka throws the plain exception, and no kind of it, once a producer can do nothing any more. */
        private synchronized void discardIfBroken(Producer<byte[], byte[]> broken, Exception failure) {
            if (producer == broken && failure.getClass() == KafkaException.class) {
                producer = null;
                Thread.ofVirtual().start(() -> broken.close(Duration.ZERO));
            }
        }

        void close() {
            @Nullable Producer<byte[], byte[]> last;
            synchronized (this) {
                last = producer;
                producer = null;
            }
            if (last != null) {
                last.close(LAST_RECORDS);
            }
        }
    }
}
