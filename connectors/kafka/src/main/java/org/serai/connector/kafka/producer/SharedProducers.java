package org.serai.connector.kafka.producer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.jspecify.annotations.Nullable;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Idempotent producers, one for each cluster, for all endpoints of a component. A producer is made when somebody sends
 * something, and closed when nobody uses its cluster any more. Thread-safe.
 */
public final class SharedProducers {
    private static final Logger LOG = LoggerFactory.getLogger(SharedProducers.class);
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
     * @param version another number makes the next record go by a new producer, with the options of the moment
     * @param options of its producer
     */
    public Sender use(String cluster, LongSupplier version, Supplier<Map<String, Object>> options) {
        synchronized (clusters) {
            Shared shared =
                    clusters.computeIfAbsent(cluster, name -> new Shared(version, () -> factory.apply(options)));
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
        private final LongSupplier version;
        private final Supplier<Producer<byte[], byte[]>> maker;
        private int users;
        private long made;
        private @Nullable Producer<byte[], byte[]> producer;

        Shared(LongSupplier version, Supplier<Producer<byte[], byte[]>> maker) {
            this.version = version;
            this.maker = maker;
        }

        void send(ProducerRecord<byte[], byte[]> output, Callback callback) {
            Producer<byte[], byte[]> current = current();
            try {
                send(current, output, callback);
            } catch (IllegalStateException e) {
                Producer<byte[], byte[]> next = current();
                if (next == current) {
                    throw e;
                }
                send(next, output, callback); // the other one was replaced, and closed, before it got the record
            }
        }

        private void send(Producer<byte[], byte[]> current, ProducerRecord<byte[], byte[]> output, Callback callback) {
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
            long wanted = version.getAsLong();
            Producer<byte[], byte[]> present = producer;
            if (present != null && made == wanted) {
                return present;
            }
            made = wanted;
            try {
                Producer<byte[], byte[]> next = maker.get();
                if (present != null) {
                    Thread.ofVirtual().start(() -> present.close(LAST_RECORDS));
                }
                producer = next;
                return next;
            } catch (KafkaException | SeraiException e) {
                if (present == null) {
                    throw e;
                }
                LOG.warn("A producer goes on with its former configuration: {}", e.toString());
                return present;
            }
        }

        /**
         * Kafka throws the plain exception, and no kind of it, once a producer can do nothing any more; and one whose login is
         * refused keeps to what it was made with, while the next one reads its secrets anew.
         */
        private synchronized void discardIfBroken(Producer<byte[], byte[]> broken, Exception failure) {
            boolean isBroken = failure.getClass() == KafkaException.class || failure instanceof AuthenticationException;
            if (producer == broken && isBroken) {
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
