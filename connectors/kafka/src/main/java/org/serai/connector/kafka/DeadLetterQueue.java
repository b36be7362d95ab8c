package org.serai.connector.kafka;

import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Where a consumer's failed records go. It makes the envelopes; the consumer sends them, in its transaction where it has
 * one, and lets go of the record only when they are acknowledged. Thread-safe.
 */
public interface DeadLetterQueue extends AutoCloseable {
    /** The record to send in place of one that is given up: original key, value and headers untouched, and what is known. */
    ProducerRecord<byte[], byte[]> letter(FailedRecord failed);

    /** The topic of the letters. */
    String topic();

    /** The consumer stops: its letters stay in the topic, but cannot be replayed to it any more. */
    @Override
    void close();
}
