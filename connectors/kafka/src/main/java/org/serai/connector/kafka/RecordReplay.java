package org.serai.connector.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Gives a record to a route outside the order of its topic. Thread-safe. */
@FunctionalInterface
public interface RecordReplay {
    /**
     * Returns when the route has ended well and what it produced, together with {@code along}, is acknowledged.
     *
     * @param original the record with its original topic, partition, offset, key, value and headers
     * @param alias the alias to ask instead of the one that the route names; null for that
     * @param along what is sent when the route succeeded, such as the mark that the letter is done with; in the same
     *     transaction as the results where the route is exactly-once
     * @throws org.serai.error.SeraiException as the route failed; nothing was sent then
     */
    void replay(
            ConsumerRecord<byte[], byte[]> original,
            @Nullable String alias,
            List<ProducerRecord<byte[], byte[]>> along);
}
