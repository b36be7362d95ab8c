package org.serai.connector.kafka.consumer;

import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.serai.connector.kafka.FailedRecord;

/** Makes dead letters and, where they are no part of a transaction, writes them. Must not block. */
interface LetterWriter {
    /** The record to write in place of one that is given up. */
    ProducerRecord<byte[], byte[]> letter(FailedRecord failed);

    /**
     * Begins to write a letter.
     *
     * @param done hears, on any thread, that the letter is acknowledged (null) or why it is not
     */
    void write(ProducerRecord<byte[], byte[]> letter, Consumer<@Nullable Exception> done);
}
