package org.serai.connector.kafka.consumer;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/** Makes the clients of one consumer of a route. What it throws is tried again later. */
public interface ClientFactory {
    /** A consumer that commits nothing by itself. */
    Consumer<byte[], byte[]> consumer();

    /** A producer with a transactional id. It blocks for a short time only, since it is used by the polling thread. */
    Producer<byte[], byte[]> transactionalProducer();

    /** Another producer with a transactional id of its own, for what people replay. */
    Producer<byte[], byte[]> replayProducer();

    /** Grows whenever clients that are made from now on may have other options than those that were made before. Quick. */
    long version();

    /** Makes a consumer and closes it unused, to see whether one can be made. Throws why not. */
    void rehearse();

    /** How the limits of the consumer's options are. */
    Limits limits();

    /** The cluster's id, once a client has heard it; {@code unknown} before. */
    String clusterId();

    /**
     * Limits that the options of the clients set.
     *
     * @param maxPollIntervalMillis after which silence the group takes a member for dead
     * @param maxPollRecords the most records of one poll
     */
    record Limits(int maxPollIntervalMillis, int maxPollRecords) {}
}
