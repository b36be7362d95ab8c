package org.serai.connector.kafka.producer;

import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.DeliveryScope;
import org.serai.delivery.ExchangeProperties;

/**
 * Writes exchanges to a topic. In the route of an exactly-once consumer the record joins the delivery's transaction;
 * elsewhere it is sent at once, and the exchange goes on, on another thread, when every in-sync replica has it.
 */
public final class SeraiKafkaProducer extends DefaultAsyncProducer {
    private final OutputMapping mapping;
    private final String cluster;
    private final Supplier<SharedProducers.Sender> senders;
    private final Executor threads;
    private SharedProducers.@Nullable Sender sender;

    /**
     * The producer of an endpoint.
     *
     * @param cluster where it writes to, as a {@link org.serai.connector.kafka.ClusterAddress} is written
     * @param senders asked at each start
     * @param threads where exchanges go on
     */
    public SeraiKafkaProducer(
            Endpoint endpoint,
            OutputMapping mapping,
            String cluster,
            Supplier<SharedProducers.Sender> senders,
            Executor threads) {
        super(endpoint);
        this.mapping = mapping;
        this.cluster = cluster;
        this.senders = senders;
        this.threads = threads;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            ProducerRecord<byte[], byte[]> output = mapping.record(exchange);
            if (!joins(exchange, output)) {
                send(output, exchange, callback);
                return false;
            }
        } catch (RuntimeException e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    /** True where a record became part of the transaction that its delivery is finished in. */
    private boolean joins(Exchange exchange, ProducerRecord<byte[], byte[]> output) {
        if (!(exchange.getProperty(ExchangeProperties.DELIVERED) instanceof DeliveryScope scope)) {
            return false;
        }
        scope.requireOwned();
        if (scope.isTransactional()) {
            scope.add(output, cluster);
        }
        return scope.isTransactional();
    }

    private void send(ProducerRecord<byte[], byte[]> output, Exchange exchange, AsyncCallback callback) {
        SharedProducers.@Nullable Sender current = sender;
        if (current == null) {
            throw new IllegalStateException("Not started: " + getEndpoint());
        }
        try {
            current.send(
                    output,
                    (metadata, failure) -> threads.execute(() -> {
                        if (failure != null) {
                            exchange.setException(SendFailure.typed(output, failure));
                        }
                        callback.done(false);
                    }));
        } catch (KafkaException e) {
            throw SendFailure.typed(output, e);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        sender = senders.get();
    }

    @Override
    protected void doStop() throws Exception {
        SharedProducers.@Nullable Sender ending = sender;
        sender = null;
        if (ending != null) {
            ending.close();
        }
        super.doStop();
    }
}
